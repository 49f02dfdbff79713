// SPDX-License-Identifier: GPL-3.0-or-later
// Everything here runs in a copy of the single-threaded launcher, first in the host's file tree
// with new namespaces, after PivotRoot in the container's.
#include "backend/plan/child.h"

#include "backend/base/files.h"
#include "backend/kernel/accounts.h"
#include "backend/kernel/bind_mount.h"
#include "backend/kernel/clone.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/interfaces.h"
#include "backend/kernel/namespaces.h"
#include "backend/kernel/overlay.h"
#include "backend/kernel/paths.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <grp.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace vitrine::plan {

using namespace vitrine::kernel;

std::int64_t kernelClock()
{
    timespec time {};
    ::clock_gettime(CLOCK_TAI, &time);
    return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

namespace {

template <std::size_t Size> void copyText(std::array<char, Size>& target, const std::string& text)
{
    const std::size_t count = std::min(text.size(), Size - 1);
    std::memcpy(target.data(), text.data(), count);
    target[count] = '\0';
}

/// One mount on many places: on the first one itself, then copies. A detached mount that is let go
/// of would cost a wait for the whole kernel (RCU).
class Cover {
public:
    explicit Cover(UniqueFd mount)
        : m_mount(std::move(mount))
    {
    }

    [[nodiscard]] Result<void> putOn(int place, const std::string& path)
    {
        const UniqueFd copy
            = m_attached ? TRY(cloneMount(m_mount.get(), "", Depth::One)) : UniqueFd();
        TRY(attachMount(m_attached ? copy.get() : m_mount.get(), place, path));
        m_attached = true;
        return {};
    }

private:
    UniqueFd m_mount;
    bool m_attached = false;
};

class Child {
public:
    explicit Child(const ChildContext& context)
        : m_context(context)
        , m_oci({ context.launcher, context.parts, context.seccomp, m_layers, m_root })
    {
    }

    /// Tell ERROR to who waits for it and cannot read the ledger.
    void report(const Error& error) const { m_oci.report(error); }

    Result<void> run()
    {
        ::close(m_context.launcherEnd); // else the launcher's death would not end our waiting
        const Plan& plan = *m_context.plan;
        const std::size_t lastOfHost = lastHostStep(plan);
        for (std::size_t i = 0; i < plan.size(); ++i) {
            if (runsHere(plan[i]))
                TRY(applyRecorded(i));
            if (i == lastOfHost)
                TRY(waitForHost());
        }
        return {};
    }

private:
    static std::size_t lastHostStep(const Plan& plan)
    {
        std::size_t last = 0;
        for (std::size_t i = 0; i < plan.size(); ++i)
            if (whereRuns(plan[i]) == Where::Host)
                last = i;
        return last;
    }

    /// From here on the steps need what those of the host have made.
    Result<void> waitForHost()
    {
        Token go = TRY(receiveToken(m_context.launcher, -1));
        if (go.value != token::release)
            return Error::of(ErrorKind::Cancelled, "launcher", "the launcher has gone");
        m_layers = std::move(go.descriptors);
        return {};
    }

    static bool runsHere(const Step& step)
    {
        return whereRuns(step) == Where::Child || std::holds_alternative<JoinNamespaces>(step);
    }

    Result<void> applyRecorded(std::size_t index)
    {
        const Step& step = (*m_context.plan)[index];
        if (std::holds_alternative<Execute>(step))
            TRY(takeLeave());
        StepRecord& record = m_context.ledger->records[index];
        record.start = kernelClock() - m_context.began;
        m_context.ledger->failedStep = int(index); // until the next one: execve does not return
        auto applied = std::visit([this](const auto& concrete) { return apply(concrete); }, step);
        record.duration = kernelClock() - m_context.began - record.start;
        record.state = applied ? StepState::Done : StepState::Failed;
        if (applied)
            m_context.ledger->failedStep = -1;
        return applied;
    }

    /// Hand the root to the launcher. When that has gone, nobody may want the payload any more.
    Result<void> takeLeave()
    {
        if (m_root)
            return sendToken(m_context.launcher, token::root, { m_root.get() });
        char none = 0;
        if (::recv(m_context.launcher, &none, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
            return Error::of(ErrorKind::Cancelled, "launcher", "the launcher has gone");
        return {};
    }

    Result<void> apply(const JoinNamespaces& step)
    {
        // The container's own /proc may be anything by now.
        m_proc = TRY(openAt(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY));
        // Nobody in the container may look into the launcher's copy, from its first moment there.
        if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
            return Error::fromErrno("prctl(PR_SET_DUMPABLE)");
        if (::setns(m_context.leader, int(step.flags)) != 0)
            return Error::fromErrno("setns", "namespaces of the container");
        const pid_t sibling = TRY(forkSibling());
        if (sibling == 0)
            return {};
        m_context.ledger->sibling = sibling;
        ::_exit(0);
    }

    Result<void> apply(const StopPropagation&) { return stopPropagation(); }

    Result<void> apply(const OpenMountPoint& step)
    {
        m_mountPoint = TRY(openDirectory(AT_FDCWD, step.path));
        return {};
    }

    Result<void> apply(const AttachLayers&)
    {
        for (const auto& layer : m_layers) // one upon the other; each stays open
            TRY(attachMount(layer.get(), m_mountPoint.get(), "layer"));
        return {};
    }

    /// Without a root that hands them over, the layers are opened as this user.
    Result<void> openLayers(const Layers& layers)
    {
        for (const auto& layer : layers.lower)
            m_layers.push_back(TRY(openAt(AT_FDCWD, layer.path, O_PATH | O_DIRECTORY)));
        m_layers.push_back(TRY(openAt(AT_FDCWD, layers.writable.path, O_PATH | O_DIRECTORY)));
        return {};
    }

    Result<void> apply(const MountOverlay& step)
    {
        if (m_layers.empty())
            TRY(openLayers(step.layers));
        std::vector<int> lower;
        for (const auto& layer : m_layers)
            lower.push_back(layer.get());
        const int writable = lower.back();
        lower.pop_back();
        m_root = TRY(mountOverlay(lower, writable));
        m_layers.clear();
        return attachMount(m_root.get(), m_mountPoint.get(), step.path);
    }

    Result<void> apply(const AttachUpper& step)
    {
        m_writable = TRY(openDirectory(AT_FDCWD, step.writable));
        m_root = TRY(cloneMount(m_writable.get(), "upper", Depth::One));
        return attachMount(m_root.get(), m_mountPoint.get(), step.path);
    }

    Result<void> apply(const MountBranch& step)
    {
        const UniqueFd lower
            = TRY(openAt(AT_FDCWD, step.directory, O_PATH | O_DIRECTORY | O_NOFOLLOW));
        // Missing when the host has it since the container was made.
        const UniqueFd upper
            = TRY(directoryInRoot(m_writable.get(), "upper" + step.directory, 0755));
        const UniqueFd work = TRY(directoryInRoot(m_writable.get(), "work" + step.directory, 0700));
        const UniqueFd branch
            = TRY(mountOverlay(lower.get(), upper.get(), work.get(), step.attributes));
        const UniqueFd place = TRY(directoryInRoot(m_root.get(), step.directory, 0755));
        return attachMount(branch.get(), place.get(), step.directory);
    }

    Result<void> apply(const BindReadOnly& step)
    {
        constexpr unsigned attributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
        const UniqueFd copy = TRY(cloneMount(AT_FDCWD, step.directory, Depth::Recursive));
        TRY(setMountAttributes(copy.get(), attributes, 0, Depth::Recursive, step.directory));
        const UniqueFd place = TRY(directoryInRoot(m_root.get(), step.directory, 0755));
        return attachMount(copy.get(), place.get(), step.directory);
    }

    Result<void> apply(const SwitchUser& step)
    {
        if (step.dropGroups && ::setgroups(0, nullptr) != 0)
            return Error::fromErrno("setgroups");
        if (::setresgid(step.gid, step.gid, step.gid) != 0)
            return Error::fromErrno("setresgid", std::to_string(step.gid));
        if (::setresuid(step.uid, step.uid, step.uid) != 0)
            return Error::fromErrno("setresuid", std::to_string(step.uid));
        // Nobody in the container may look into the launcher's copy before it execs.
        if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
            return Error::fromErrno("prctl(PR_SET_DUMPABLE)");
        return {};
    }

    Result<void> apply(const MountFilesystem& step)
    {
        const UniqueFd mount = TRY(newMount(step.type, step.options, step.attributes));
        if (step.links == Symlinks::InsideRoot)
            return attachInRoot(m_root.get(), mount.get(), step.target);
        const UniqueFd place = TRY(directoryInRoot(m_root.get(), step.target, 0755));
        return attachMount(mount.get(), place.get(), step.target);
    }

    Result<void> apply(const BindMount& step)
    {
        UniqueFd found;
        if (!step.taken) {
            auto cloned = cloneBindSource(step.source);
            if (!cloned)
                return inField(cloned.error(), step.field + ".source");
            found = std::move(cloned).value();
        }
        const int mount = step.taken ? m_context.mounts->at(m_takenMounts++).get() : found.get();
        auto attached = attachInRoot(m_root.get(), mount, step.target);
        return attached ? std::move(attached) : inField(attached.error(), step.field + ".target");
    }

    Result<void> apply(const BindDevice& step)
    {
        const UniqueFd device = TRY(cloneMount(AT_FDCWD, "/dev/" + step.name, Depth::One));
        const UniqueFd place = TRY(fileInRoot(m_root.get(), "/dev/" + step.name));
        return attachMount(device.get(), place.get(), "/dev/" + step.name);
    }

    Result<void> apply(const MakeSymlink& step)
    {
        const std::size_t slash = step.path.rfind('/');
        const UniqueFd above = TRY(directoryInRoot(m_root.get(), step.path.substr(0, slash), 0755));
        if (::symlinkat(step.target.c_str(), above.get(), step.path.c_str() + slash + 1) != 0)
            return Error::fromErrno("symlinkat", step.path);
        return {};
    }

    Result<void> maskPath(const std::string& path, Cover& file, Cover& directory)
    {
        const auto place = openInRoot(m_root.get(), path, Symlinks::Refuse);
        if (!place && place.error().number == ENOENT)
            return {}; // this kernel does not have it: nothing to hide
        if (!place)
            return place.error();
        struct stat status { };
        if (::fstat(place.value().get(), &status) != 0)
            return Error::fromErrno("fstat", path);
        return (S_ISDIR(status.st_mode) ? directory : file).putOn(place.value().get(), path);
    }

    Result<void> apply(const MaskPaths& step)
    {
        UniqueFd null = TRY(cloneMount(AT_FDCWD, "/dev/null", Depth::One));
        struct stat status { };
        if (::fstat(null.get(), &status) != 0 || !S_ISCHR(status.st_mode)
            || status.st_rdev != makedev(1, 3))
            return Error::kernel(ENODEV, "fstat", "/dev/null");
        Cover file(std::move(null));
        Cover directory(TRY(newMount("tmpfs", { { "size", "0" }, { "mode", "555" } },
            MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)));
        for (const auto& path : step.paths)
            TRY(maskPath(path, file, directory));
        return {};
    }

    Result<void> apply(const ProtectPaths& step)
    {
        for (const auto& path : step.paths) {
            const auto place = openInRoot(m_root.get(), path, Symlinks::Refuse);
            if (!place && place.error().number == ENOENT)
                continue;
            if (!place)
                return place.error();
            const UniqueFd copy = TRY(cloneMount(place.value().get(), "", Depth::Recursive));
            TRY(setMountAttributes(copy.get(), MOUNT_ATTR_RDONLY, 0, Depth::Recursive, path));
            TRY(attachMount(copy.get(), place.value().get(), path));
        }
        return {};
    }

    Result<void> apply(const PivotRoot&) { return pivotRoot(m_root.get()); }

    Result<void> apply(const MakeRootReadOnly&)
    {
        const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
        return setMountAttributes(root.get(), MOUNT_ATTR_RDONLY, 0, Depth::One, "/");
    }

    Result<void> apply(const EnterNetworkNamespace&)
    {
        const Token made = TRY(receiveToken(m_context.launcher, -1));
        if (made.value != token::network || made.descriptors.empty())
            return Error::of(ErrorKind::Cancelled, "launcher", "the launcher has gone");
        if (::setns(made.descriptors.front().get(), CLONE_NEWNET) != 0)
            return Error::fromErrno("setns", "network namespace");
        return {};
    }

    Result<void> apply(const SetHostname& step)
    {
        if (::sethostname(step.name.data(), step.name.size()) != 0)
            return Error::fromErrno("sethostname", step.name);
        return {};
    }

    Result<void> apply(const SetDomainName& step)
    {
        if (::setdomainname(step.name.data(), step.name.size()) != 0)
            return Error::fromErrno("setdomainname", step.name);
        return {};
    }

    Result<void> apply(const ShiftClocks& step)
    {
        return enterShiftedTime(step.boottime, step.monotonic);
    }

    Result<void> apply(const BringUpInterface& step) { return bringUp(step.name); }

    Result<void> apply(const SetResourceLimit& step) { return setResourceLimit(step.limit); }

    Result<void> apply(const OpenStandardStreams& step)
    {
        if (step.terminal) {
            const UniqueFd master = TRY(takeNewTerminal(step.size));
            return sendToken(m_context.shim, stream_token::terminal, { master.get() });
        }
        const auto ends = TRY(takeNewPipes());
        return sendToken(
            m_context.shim, stream_token::pipes, { ends[0].get(), ends[1].get(), ends[2].get() });
    }

    Result<void> apply(const KeepCapabilities& step) { return keepCapabilities(step.names); }

    Result<void> apply(const LimitCapabilities& step) { return narrowCapabilities(step.names); }

    Result<void> apply(const SwitchAccount& step)
    {
        const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
        if (!m_proc)
            m_proc = TRY(openAt(root.get(), "proc", O_PATH | O_DIRECTORY | O_NOFOLLOW));
        const Account account
            = TRY(findAccount({ root.get(), m_proc.get() }, "user", step.user, step.groups));
        // Who opens /dev/stdout again must be allowed to; an id that there is not, is told below.
        for (int stream = 0; stream <= 2; ++stream)
            if (::fchown(stream, account.user, gid_t(-1)) != 0 && errno != EINVAL)
                return inField(Error::fromErrno("fchown", std::to_string(stream)), "user");
        if (auto become = becomeAccount(account, step.setGroups); !become)
            return inField(become.error(), "user");
        m_home = account.home;
        return account.user == 0 ? keepCapabilities(step.capabilities) : dropCapabilities();
    }

    Result<void> apply(const SetNoNewPrivileges&) { return setNoNewPrivileges(); }

    Result<void> apply(const LoadSeccomp&) { return loadSeccomp(*m_context.seccomp); }

    /// What the launcher holds open must not be there under a name such as /proc/self/fd/7: as a
    /// working directory or a program it would be one of the host's (CVE-2024-21626).
    void closeOthers() const
    {
        std::array kept { m_context.launcher, m_context.shim, m_context.init, m_root.get(),
            m_proc.get() };
        std::sort(kept.begin(), kept.end());
        unsigned next = 3;
        for (const int fd : kept) {
            if (fd < int(next))
                continue;
            if (fd > int(next))
                (void)::close_range(next, unsigned(fd) - 1, 0); // fails for wrong numbers only
            next = unsigned(fd) + 1;
        }
        (void)::close_range(next, ~0U, 0);
    }

    Result<void> apply(const ChangeDirectory& step)
    {
        closeOthers();
        const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
        const auto place = openInRoot(root.get(), step.path, Symlinks::InsideRoot);
        if (place && ::fchdir(place.value().get()) == 0)
            return {};
        Error error
            = Error::kernel(place ? errno : place.error().number, "chdir", "workingDirectory");
        error.object += " " + step.path;
        error.kind = ErrorKind::InvalidSpec;
        error.text = "the working directory cannot be entered in the container";
        return error;
    }

    Result<void> apply(const Execute& step);

    Result<void> apply(const oci::OciStep& step) { return m_oci.apply(step); }

    /// Host steps never come here: runsHere() keeps them out.
    Result<void> apply(const MakeRuntimeDirectory&) { return wrongSide(); }
    Result<void> apply(const MakeCgroup&) { return wrongSide(); }
    Result<void> apply(const EnableControllers&) { return wrongSide(); }
    Result<void> apply(const SetCgroupValue&) { return wrongSide(); }
    Result<void> apply(const FitMemory&) { return wrongSide(); }
    Result<void> apply(const CloneNamespaces&) { return wrongSide(); }
    Result<void> apply(const MakeNetworkNamespace&) { return wrongSide(); }
    Result<void> apply(const WriteIdMaps&) { return wrongSide(); }
    Result<void> apply(const HandOverLayers&) { return wrongSide(); }
    Result<void> apply(const TakeMount&) { return wrongSide(); }
    Result<void> apply(const MakeDeviceDirectory&) { return wrongSide(); }
    static Result<void> wrongSide() { return Error::kernel(EINVAL, "apply", "a step of the host"); }

    ChildContext m_context;
    std::vector<UniqueFd> m_layers; ///< the lower ones from the topmost down, then the writable one
    std::size_t m_takenMounts = 0; ///< how many of the context's mounts are attached
    std::string m_home; ///< of the user that it has become
    UniqueFd m_mountPoint;
    UniqueFd m_writable; ///< "upper" and "work" while branches are mounted
    UniqueFd m_root; ///< the new root while it is not yet ours
    UniqueFd m_proc; ///< a /proc that nobody in the container has made
    oci::OciChild m_oci;
};

std::vector<char*> pointers(std::vector<std::string>& strings)
{
    std::vector<char*> list;
    for (auto& text : strings)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

/// The files that execvp(3) would try for PROGRAM.
std::vector<std::string> candidates(const std::string& program, const std::string& path)
{
    if (program.find('/') != std::string::npos)
        return { program };
    std::vector<std::string> files;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t colon = std::min(path.find(':', at), path.size());
        if (colon > at)
            files.push_back(path.substr(at, colon - at) + "/" + program);
        at = colon + 1;
    }
    return files;
}

Error cannotExecute(int number, const std::string& program)
{
    Error error = Error::kernel(number, "execve", program);
    error.kind = number == ENOENT ? ErrorKind::NotFound : ErrorKind::InvalidSpec;
    error.object = "command[0] " + program;
    error.text = number == ENOENT ? "the command does not exist in the container"
                                  : "the command cannot be executed in the container";
    return error;
}

/// The payload starts with signals, mask and umask as a login shell would have them.
void resetProcess()
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    struct sigaction fresh { };
    fresh.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        (void)::sigaction(
            signal, &fresh, nullptr); // fails for SIGKILL and SIGSTOP, which have none
    ::umask(022);
}

/// Become process 1's program, which waits for PAYLOAD. Returns only on failure.
Result<void> becomeInit(int program, pid_t payload)
{
    std::string name = "vitrine-init";
    std::string number = std::to_string(payload);
    char* const arguments[] { name.data(), number.data(), nullptr };
    char* const environment[] { nullptr };
    sigset_t all;
    ::sigfillset(&all); // what comes before it looks must not be lost
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    ::syscall(SYS_execveat, program, "", arguments, environment, AT_EMPTY_PATH);
    return Error::fromErrno("execveat", name);
}

/// The payload's own process group, in front of the terminal if there is one.
Result<void> leadGroup()
{
    if (::setpgid(0, 0) != 0)
        return Error::fromErrno("setpgid");
    sigset_t output, before;
    ::sigemptyset(&output);
    ::sigaddset(&output, SIGTTOU);
    ::sigprocmask(SIG_BLOCK, &output, &before);
    const bool done = ::isatty(0) == 0 || ::tcsetpgrp(0, ::getpid()) == 0;
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    return done ? Result<void>() : Error::fromErrno("tcsetpgrp");
}

Result<void> Child::apply(const Execute& step)
{
    if (step.init) {
        const pid_t payload = ::fork();
        if (payload < 0)
            return Error::fromErrno("fork");
        if (payload > 0)
            return becomeInit(m_context.init, payload);
        TRY(leadGroup());
    }
    std::vector<std::string> command = step.command;
    std::vector<std::string> environment;
    for (const auto& [name, value] : step.environment)
        environment.push_back(name + "=" + value);
    if (!m_home.empty() && !step.environment.contains("HOME"))
        environment.push_back("HOME=" + m_home);
    const auto path = step.environment.find("PATH");
    const auto argumentPointers = pointers(command);
    const auto environmentPointers = pointers(environment);
    resetProcess();
    // Without its shim nobody would notice its end, so it ends with it. A change of user clears
    // this.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return Error::fromErrno("prctl(PR_SET_PDEATHSIG)");
    int number = ENOENT;
    for (const auto& file :
        candidates(command.front(), path == step.environment.end() ? "" : path->second)) {
        ::execve(file.c_str(), argumentPointers.data(), environmentPointers.data());
        if (errno != ENOENT && errno != ENOTDIR)
            number = errno;
    }
    return cannotExecute(number, command.front());
}

} // namespace

int runChild(ChildContext context)
{
    Child child(context);
    auto done = child.run();
    if (done)
        return 0;
    const Error& error = done.error();
    child.report(error);
    context.ledger->kind = error.kind;
    context.ledger->number = error.number;
    copyText(context.ledger->call, error.call);
    copyText(context.ledger->object, error.object);
    copyText(context.ledger->text, error.text);
    return 125;
}

} // namespace vitrine::plan
