// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-init: process 1 of a container that asks for one. Reaps whatever is left to it, passes
// signals on to the command, and ends as that does. Its one argument is the command's pid; it was
// executed with all signals blocked. Static: the container's C library is none of its business.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// What a shell reports of a process that ended with STATUS.
int exitStatus(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/// Reap all that has ended; ends itself when COMMAND has.
void reap(pid_t command)
{
    for (;;) {
        int status = 0;
        const pid_t ended = ::waitpid(-1, &status, WNOHANG);
        if (ended == command)
            ::_exit(exitStatus(status)); // the kernel ends the rest of the pid namespace
        if (ended <= 0)
            return;
    }
}

} // namespace

int main(int count, char** arguments)
{
    const pid_t command = count == 2 ? pid_t(std::atoi(arguments[1])) : 0;
    if (command <= 1)
        return 2;
    (void)::prctl(PR_SET_NAME, "vitrine-init"); // the kernel has named it after a descriptor
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    // A handler is what tells the kernel, and whoever stops it, that signals are welcome.
    struct sigaction welcome { };
    welcome.sa_handler = [](int) {};
    for (int signal = 1; signal < NSIG; ++signal)
        (void)::sigaction(signal, &welcome, nullptr); // fails for the two that cannot be caught
    reap(command);
    for (;;) {
        siginfo_t info;
        const int signal = ::sigwaitinfo(&all, &info);
        if (signal == SIGCHLD)
            reap(command);
        else if (signal > 0)
            (void)::kill(command, signal); // ESRCH cannot be: it is not reaped
        else if (errno != EINTR)
            return 1;
    }
}
