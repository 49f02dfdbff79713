// SPDX-License-Identifier: GPL-3.0-or-later
// The end of the process's part: everything here runs in the container's file tree.
#include "backend/base/files.h"
#include "backend/kernel/paths.h"
#include "backend/kernel/program.h"
#include "backend/plan/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::plan {

using namespace vitrine::kernel;

/// What the launcher holds open must not be there under a name such as /proc/self/fd/7: as a
/// working directory or a program it would be one of the host's (CVE-2024-21626).
void ChildProcess::closeOthers(int but) const
{
    std::array kept { m_context.launcher, m_context.shim, m_context.init, m_mounts.get(),
        m_proc.get(), but };
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

Result<void> ChildProcess::apply(const ChangeDirectory& step)
{
    closeOthers();
    const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
    const auto place = openInRoot(root.get(), step.path, Symlinks::InsideRoot);
    if (place && ::fchdir(place.value().get()) == 0)
        return {};
    Error error = Error::kernel(place ? errno : place.error().number, "chdir", "workingDirectory");
    error.object += " " + step.path;
    error.kind = ErrorKind::InvalidSpec;
    error.text = "the working directory cannot be entered in the container";
    return error;
}

namespace {

Error cannotExecute(int number, const std::string& program)
{
    Error error = Error::kernel(number, "execve", program);
    error.kind = number == ENOENT ? ErrorKind::NotFound : ErrorKind::InvalidSpec;
    error.object = "command[0] " + program;
    error.text = number == ENOENT ? "the command does not exist in the container"
                                  : "the command cannot be executed in the container";
    return error;
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

} // namespace

Result<void> ChildProcess::apply(const Execute& step)
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
    const auto argumentPointers = pointersTo(command);
    const auto environmentPointers = pointersTo(environment);
    resetSignals(); // as a login shell would have them
    ::umask(022);
    // Without its shim nobody would notice its end, so it ends with it. A change of user clears
    // this.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return Error::fromErrno("prctl(PR_SET_PDEATHSIG)");
    int number = ENOENT;
    for (const auto& file :
        programFiles(command.front(), path == step.environment.end() ? "" : path->second)) {
        ::execve(file.c_str(), argumentPointers.data(), environmentPointers.data());
        if (errno != ENOENT && errno != ENOTDIR)
            number = errno;
    }
    return cannotExecute(number, command.front());
}

} // namespace vitrine::plan
