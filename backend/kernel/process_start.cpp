// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/process_start.h"

#include "backend/kernel/pidfd.h"

#include <cerrno>
#include <csignal>
#include <linux/sched.h>
#include <new>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

enum class Group { AsItIs, Enter };

pid_t cloneChild(const StartRequest& request, std::uint64_t flags, Group group, int* pidfd)
{
    clone_args arguments {};
    arguments.flags = flags;
    if (pidfd) {
        arguments.flags |= CLONE_PIDFD;
        arguments.pidfd = reinterpret_cast<std::uintptr_t>(pidfd);
    }
    // With CLONE_PARENT the signal at the end is that of the helper, and this must be 0.
    arguments.exit_signal = flags & CLONE_PARENT ? 0 : SIGCHLD;
    if (group == Group::Enter && request.cgroup >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = std::uint64_t(request.cgroup);
    }
    return pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
}

Result<Started> startDirectly(const StartRequest& request)
{
    int pidfd = -1;
    const pid_t pid = cloneChild(request, request.newNamespaces, Group::Enter, &pidfd);
    if (pid == 0)
        ::_exit(request.child());
    if (pid < 0)
        return Error::fromErrno("clone3", "namespaces");
    return Started { pid, UniqueFd(pidfd) };
}

/// What the helper process has to tell.
struct Report {
    pid_t pid = 0;
    int failure = 0;
    int failedJoin = -1; ///< index, -1: it was the clone
};

/// First those that the caller has rights over; then the user namespace, and what it owns.
bool joinAll(const StartRequest& request, Report& report)
{
    std::vector<bool> done(request.joined.size());
    const auto join = [&](std::size_t i) {
        done[i]
            = done[i] || ::setns(request.joined[i].descriptor, int(request.joined[i].flag)) == 0;
        if (!done[i]) {
            report.failure = errno;
            report.failedJoin = int(i);
        }
        return bool(done[i]);
    };
    for (std::size_t i = 0; i < done.size(); ++i)
        if (request.joined[i].flag != CLONE_NEWUSER)
            (void)join(i); // once more below
    for (std::size_t i = 0; i < done.size(); ++i)
        if (request.joined[i].flag == CLONE_NEWUSER && !join(i))
            return false;
    for (std::size_t i = 0; i < done.size(); ++i)
        if (!join(i))
            return false;
    report.failure = 0;
    report.failedJoin = -1;
    return true;
}

void help(const StartRequest& request, Report& report)
{
    if (!joinAll(request, report))
        return;
    const pid_t pid
        = cloneChild(request, request.newNamespaces | CLONE_PARENT, Group::AsItIs, nullptr);
    if (pid == 0)
        ::_exit(request.child());
    if (pid < 0)
        report.failure = errno;
    else
        report.pid = pid;
}

Error failureOf(const StartRequest& request, const Report& report)
{
    if (report.failedJoin < 0)
        return Error::kernel(report.failure, "clone3", "namespaces");
    return Error::kernel(
        report.failure, "setns", request.joined[std::size_t(report.failedJoin)].name);
}

} // namespace

Result<Started> startProcess(const StartRequest& request)
{
    if (request.joined.empty())
        return startDirectly(request);
    void* memory = ::mmap(
        nullptr, sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return Error::fromErrno("mmap", "report");
    auto& shared = *new (memory) Report;
    // It enters the group first: from inside a cgroup namespace nobody may be moved into it from
    // outside, where the file system is mounted with "nsdelegate", as systemd does.
    const pid_t helper = cloneChild(request, 0, Group::Enter, nullptr);
    if (helper == 0) {
        help(request, shared);
        ::_exit(0);
    }
    const int failed = errno;
    int status = 0;
    while (helper > 0 && ::waitpid(helper, &status, 0) < 0 && errno == EINTR) { }
    const Report report = shared;
    ::munmap(memory, sizeof(Report));
    if (helper < 0)
        return Error::kernel(failed, "clone3", "namespaces");
    if (report.pid == 0)
        return failureOf(
            request, Report { 0, report.failure ? report.failure : ECHILD, report.failedJoin });
    // It is our child and not yet waited for: the number is still its own.
    return Started { report.pid, TRY(openProcess(report.pid)) };
}

} // namespace vitrine::kernel
