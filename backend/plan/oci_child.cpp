// SPDX-License-Identifier: GPL-3.0-or-later
// Everything here runs in a copy of the single-threaded vitrine-oci, in the container's namespaces;
// before PivotRoot in the host's file tree, after it in the container's.
#include "backend/plan/oci_child.h"

#include "backend/base/files.h"
#include "backend/base/json.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/hook.h"
#include "backend/kernel/paths.h"
#include "backend/kernel/program.h"
#include "backend/kernel/seccomp_rules.h"
#include "backend/plan/child.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <sstream>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

namespace vitrine::plan::oci {

using namespace vitrine::kernel;

std::string stateWithPid(const std::string& state, pid_t pid)
{
    Json json = Json::parse(state, nullptr, false);
    if (json.is_object())
        json["pid"] = pid;
    return dumpJson(json);
}

Result<void> OciChild::apply(const OciStep& step)
{
    return std::visit([this](const auto& concrete) { return applyOne(concrete); }, step);
}

/// Steps of the host never come here: whereRuns() keeps them out.
template <typename HostStep> Result<void> OciChild::applyOne(const HostStep&)
{
    return Error::kernel(EINVAL, "apply", "a step of the host");
}

void OciChild::report(const Error& error) const
{
    if (!m_starter)
        return;
    const std::string text = dumpJson({ { "kind", int(error.kind) }, { "call", error.call },
        { "object", error.object }, { "number", error.number }, { "text", error.text } });
    (void)::send(m_starter.get(), text.data(), text.size(), MSG_NOSIGNAL); // start may have gone
}

Result<void> OciChild::applyOne(const EnterTimeNamespace& step)
{
    // The new one is that of the children only; nobody may be in it when its offsets are set.
    if (::unshare(CLONE_NEWTIME) != 0)
        return Error::fromErrno("unshare(CLONE_NEWTIME)");
    std::string text;
    for (const auto& offset : step.offsets)
        text += offset.clock + " " + std::to_string(offset.seconds) + " "
            + std::to_string(offset.nanoseconds) + "\n";
    if (!text.empty()) {
        auto written = writeExisting(AT_FDCWD, "/proc/self/timens_offsets", text);
        if (!written) {
            Error error = std::move(written).error();
            error.object = "linux.timeOffsets";
            return error;
        }
    }
    const UniqueFd made = TRY(openAt(AT_FDCWD, "/proc/self/ns/time_for_children", O_RDONLY));
    if (::setns(made.get(), CLONE_NEWTIME) != 0)
        return Error::fromErrno("setns", "time");
    return {};
}

Result<void> OciChild::applyOne(const UnshareCgroups&)
{
    if (::unshare(CLONE_NEWCGROUP) != 0)
        return Error::fromErrno("unshare(CLONE_NEWCGROUP)");
    return {};
}

Result<void> OciChild::applyOne(const SetPropagation& step)
{
    if (::mount(nullptr, step.path.c_str(), nullptr, step.flags, nullptr) != 0)
        return Error::fromErrno("mount(propagation)", step.path);
    return {};
}

Result<void> OciChild::applyOne(const SetDomainname& step)
{
    if (::setdomainname(step.name.data(), step.name.size()) != 0)
        return Error::fromErrno("setdomainname", step.name);
    return {};
}

/// Through the host's /proc, which nothing in the container can have tampered with: these files
/// show the namespaces of who opens them.
Result<void> OciChild::applyOne(const WriteSysctls& step)
{
    const UniqueFd settings = TRY(openDirectory(AT_FDCWD, "/proc/sys"));
    for (const auto& [name, value] : step.values) {
        std::string path = name;
        if (name.find('/') == std::string::npos)
            std::replace(path.begin(), path.end(), '.', '/');
        auto written = writeExisting(settings.get(), path, value);
        if (!written) {
            Error error = std::move(written).error();
            error.object = "linux.sysctl." + name;
            return error;
        }
    }
    return {};
}

namespace {

bool isNull(const struct stat& status)
{
    return S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3);
}

/// A stream that is the host's /dev/null becomes the container's, which is the same device.
Result<void> replaceNull(int stream)
{
    struct stat status { };
    if (::fstat(stream, &status) != 0 || !isNull(status))
        return {};
    const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
    const auto place = openInRoot(root.get(), "/dev/null", Symlinks::Refuse);
    if (!place || ::fstat(place.value().get(), &status) != 0 || !isNull(status))
        return {}; // it has none of its own
    const std::string name = "/proc/self/fd/" + std::to_string(place.value().get());
    const UniqueFd own(::open(name.c_str(), (stream == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC));
    if (own && ::dup2(own.get(), stream) < 0)
        return Error::fromErrno("dup2", "/dev/null");
    return {};
}

/// So that it can open /dev/stdout and the like. Not all files can be given away; that one cannot
/// is no reason not to run.
void giveStreams(std::uint32_t uid)
{
    for (int stream = 0; stream <= 2; ++stream) {
        struct stat status { };
        if (::fstat(stream, &status) == 0 && status.st_uid != uid && !isNull(status)
            && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || ::isatty(stream)))
            (void)!::fchown(stream, uid, gid_t(-1));
    }
}

} // namespace

Result<void> OciChild::applyOne(const KeepStreams&)
{
    for (int stream = 0; stream <= 2; ++stream)
        TRY(replaceNull(stream));
    if (::setsid() < 0 && errno != EPERM) // EPERM: is at the head of one already
        return Error::fromErrno("setsid");
    return {};
}

/// Before PivotRoot "/proc" is the host's, which knows this process by its number there.
Result<void> OciChild::findProcessId()
{
    char text[16] {};
    if (m_processId == 0 && ::readlink("/proc/self", text, sizeof text - 1) < 0)
        return Error::fromErrno("readlink", "/proc/self");
    if (m_processId == 0)
        m_processId = std::atoi(text);
    return {};
}

Result<void> OciChild::applyOne(const RunHooks& step)
{
    TRY(findProcessId());
    for (const auto& hook : step.hooks)
        TRY(runHook({ hook.path, hook.arguments, hook.environment, hook.timeout },
            stateWithPid(m_state.parts->stateForHooks, m_processId)));
    return {};
}

Result<void> OciChild::applyOne(const WaitForStart&)
{
    TRY(sendToken(m_state.launcher, token::ready));
    const Token go = TRY(receiveToken(m_state.launcher, -1));
    if (go.value != token::wait)
        return Error::of(ErrorKind::Cancelled, "create", "it was not completed");
    for (;;) {
        m_starter.reset(::accept4(m_state.parts->startSocket, nullptr, nullptr, SOCK_CLOEXEC));
        if (!m_starter && errno != EINTR && errno != ECONNABORTED)
            return Error::fromErrno("accept4", "start");
        // Who hangs up without a word only looked whether somebody waits.
        char word = 0;
        if (m_starter && ::recv(m_starter.get(), &word, 1, 0) == 1)
            return {};
    }
}

Result<void> OciChild::applyOne(const SetPriorities& step)
{
    if (step.io)
        TRY(setIoPriority(step.io->priorityClass, step.io->level));
    if (step.scheduler) {
        const auto& wanted = *step.scheduler;
        TRY(setScheduling({ wanted.policy, wanted.flags, wanted.nice, wanted.priority,
            wanted.runtime, wanted.deadline, wanted.period }));
    }
    return {};
}

Result<void> OciChild::applyOne(const SetAffinity& step)
{
    return setAffinity("process.execCPUAffinity.final", step.list);
}

Result<void> OciChild::applyOne(const SetPersonality& step)
{
    return setPersonality(step.persona);
}

Result<void> OciChild::applyOne(const BecomeUser& step)
{
    giveStreams(step.uid);
    TRY(keepCapabilitiesOverUserChange());
    TRY(becomeUser(step.uid, step.gid, step.groups, step.mayChangeGroups));
    ::umask(mode_t(step.umask));
    return {};
}

Result<void> OciChild::applyOne(const NarrowCapabilities& step)
{
    return narrowBoundingSet(step.sets);
}

Result<void> OciChild::applyOne(const SetCapabilities& step)
{
    return setCapabilities(step.sets);
}

Result<void> OciChild::applyOne(const EnterDirectory& step)
{
    const auto refuse = [&](Error error, const char* text) {
        error.kind = ErrorKind::InvalidSpec;
        error.object = "process.cwd " + step.path;
        error.text = text;
        return error;
    };
    if (::chdir(step.path.c_str()) != 0)
        return refuse(
            Error::fromErrno("chdir"), "the working directory cannot be entered in the container");
    // A directory that was left open, as /proc/self/fd/7, would be one of the host
    // (CVE-2024-21626). glibc's getcwd would search for another name: the call itself says
    // "(unreachable)".
    char path[PATH_MAX];
    if (::syscall(SYS_getcwd, path, sizeof path) < 0)
        return refuse(Error::fromErrno("getcwd"), "the working directory is not in the container");
    if (path[0] != '/')
        return refuse(
            Error::kernel(ENOENT, "getcwd"), "the working directory is not in the container");
    return {};
}

namespace {

std::string valueOf(const std::vector<std::string>& environment, const std::string& name)
{
    for (const auto& entry : environment)
        if (entry.rfind(name + "=", 0) == 0)
            return entry.substr(name.size() + 1);
    return {};
}

Error cannotExecute(int number, const std::string& program)
{
    Error error = Error::kernel(number, "execve", "process.args[0] " + program);
    error.kind = number == ENOENT ? ErrorKind::NotFound : ErrorKind::InvalidSpec;
    // podman knows the two cases by these words.
    error.text = number == ENOENT ? "executable file `" + program + "` not found in $PATH"
                                  : "the program cannot be executed in the container";
    return error;
}

/// The directory of USER in the container's own /etc/passwd, "/" where there is none.
std::string homeOf(std::uint32_t uid)
{
    const auto root = openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY);
    const auto text = root ? readInRoot(root.value().get(), "/etc/passwd") : root.error();
    std::istringstream lines(text ? text.value() : std::string());
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string> fields;
        std::istringstream parts(line);
        for (std::string field; std::getline(parts, field, ':');)
            fields.push_back(field);
        if (fields.size() > 5 && fields[2] == std::to_string(uid) && !fields[5].empty())
            return fields[5];
    }
    return "/";
}

bool hasValue(const std::vector<std::string>& environment, const std::string& name)
{
    return std::any_of(environment.begin(), environment.end(),
        [&](const std::string& entry) { return entry.rfind(name + "=", 0) == 0; });
}

} // namespace

Result<void> OciChild::applyOne(const FindProgram& step)
{
    if (!hasValue(step.environment, "HOME"))
        m_home = "HOME=" + homeOf(step.uid);
    constexpr auto standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const std::string path = valueOf(step.environment, "PATH");
    int number = ENOENT;
    for (const auto& file : programFiles(step.name, path.empty() ? standardPath : path)) {
        struct stat status { };
        if (::stat(file.c_str(), &status) != 0) {
            if (errno != ENOENT && errno != ENOTDIR)
                number = errno;
            continue;
        }
        if (S_ISREG(status.st_mode) && (status.st_mode & 0111) != 0) {
            m_program = file;
            return {};
        }
        number = EACCES;
    }
    return cannotExecute(number, step.name);
}

Result<void> OciChild::applyOne(const ExecuteProgram& step)
{
    char none = 0;
    if (!m_starter && ::recv(m_state.launcher, &none, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        return Error::of(ErrorKind::Cancelled, "start", "the caller has gone");
    std::vector<std::string> arguments = step.arguments, environment = step.environment;
    if (!m_home.empty())
        environment.push_back(m_home);
    const auto argumentPointers = pointersTo(arguments),
               environmentPointers = pointersTo(environment);
    for (int kept = 3; kept < 3 + step.keptDescriptors; ++kept)
        if (::fcntl(kept, F_SETFD, 0) != 0)
            return Error::fromErrno("fcntl(F_SETFD)", "descriptor " + std::to_string(kept));
    // Those from here on are ours or were left open by our caller.
    if (::close_range(unsigned(3 + step.keptDescriptors), ~0U, CLOSE_RANGE_CLOEXEC) != 0)
        return Error::fromErrno("close_range");
    resetSignals();
    ::execve(m_program.c_str(), argumentPointers.data(), environmentPointers.data());
    return cannotExecute(errno, arguments.front());
}

} // namespace vitrine::plan::oci
