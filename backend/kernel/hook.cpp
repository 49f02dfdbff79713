// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/hook.h"

#include "backend/base/unique_fd.h"
#include "backend/kernel/program.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

/// INPUT as a file that can be read from the start.
Result<UniqueFd> fileWith(const std::string& input)
{
    UniqueFd file(::memfd_create("state", MFD_CLOEXEC));
    if (!file)
        return Error::fromErrno("memfd_create", "state");
    if (::pwrite(file.get(), input.data(), input.size(), 0) != ssize_t(input.size()))
        return Error::fromErrno("pwrite", "state");
    return file;
}

/// The hook's side; FAILURE gets errno. Everything but the standard streams is close-on-exec.
[[noreturn]] void becomeHook(
    const char* path, char* const* arguments, char* const* environment, int input, int failure)
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    int number = 0;
    if (::dup2(input, 0) < 0 || ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
        number = errno;
    if (number == 0) {
        ::execve(path, arguments, environment);
        number = errno;
    }
    (void)!::write(failure, &number, sizeof number); // without it the status tells
    ::_exit(127);
}

Error failed(const HookProgram& program, const std::string& text)
{
    return Error::of(ErrorKind::Kernel, "hook " + program.path, text);
}

Result<void> wait(const HookProgram& program, pid_t pid, int pidfd)
{
    pollfd end { pidfd, POLLIN, 0 };
    const int timeout = program.timeout ? *program.timeout * 1000 : -1;
    int ready = 0;
    while ((ready = ::poll(&end, 1, timeout)) < 0 && errno == EINTR) { }
    if (ready == 0)
        (void)::syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, nullptr, 0);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return Error::fromErrno("waitpid", "hook " + program.path);
    if (ready == 0)
        return failed(program,
            "did not end within " + std::to_string(*program.timeout) + " s and was killed");
    if (WIFSIGNALED(status))
        return failed(program, "was ended by signal " + std::to_string(WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)
        return failed(program, "ended with status " + std::to_string(WEXITSTATUS(status)));
    return {};
}

} // namespace

Result<void> runHook(const HookProgram& program, const std::string& input)
{
    const UniqueFd file = TRY(fileWith(input));
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    const UniqueFd readEnd(ends[0]);
    UniqueFd writeEnd(ends[1]);
    std::vector<std::string> arguments = program.arguments, environment = program.environment;
    if (arguments.empty())
        arguments.push_back(program.path);
    const auto argumentPointers = pointersTo(arguments),
               environmentPointers = pointersTo(environment);
    int pidfd = -1;
    clone_args request {};
    request.flags = CLONE_PIDFD;
    request.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
    request.exit_signal = SIGCHLD;
    const auto pid = pid_t(::syscall(SYS_clone3, &request, sizeof request));
    if (pid == 0)
        becomeHook(program.path.c_str(), argumentPointers.data(), environmentPointers.data(),
            file.get(), writeEnd.get());
    if (pid < 0)
        return Error::fromErrno("clone3", "hook " + program.path);
    const UniqueFd process(pidfd);
    writeEnd.reset();
    int number = 0;
    const bool notExecuted = ::read(readEnd.get(), &number, sizeof number) == sizeof number;
    auto ended = wait(program, pid, process.get());
    if (notExecuted)
        return Error::kernel(number, "execve", "hook " + program.path);
    return ended;
}

} // namespace vitrine::kernel
