// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/network_namespace.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::kernel {

/// What the maker's process shares with the caller, its stack included. It has the caller's errno,
/// too, and therefore changes that only when it fails.
struct NetworkNamespaceMaker::Work {
    static constexpr std::size_t stackSize = 16 * 1024;

    int owner = -1; ///< descriptor of the user namespace
    int made = -1; ///< descriptor of the namespace
    int failure = ECHILD; ///< errno; this one when somebody killed it
    const char* failedCall = "wait";
    pid_t process = 0;
    std::atomic<pid_t> running = 0; ///< the process; the kernel makes it 0 when that ends
    alignas(16) char stack[stackSize];

    void make()
    {
        if (::setns(owner, CLONE_NEWUSER) != 0)
            return fail("setns(CLONE_NEWUSER)");
        if (::unshare(CLONE_NEWNET) != 0)
            return fail("unshare");
        made = ::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
        if (made < 0)
            return fail("open");
        failure = 0;
    }

    void fail(const char* call)
    {
        failure = errno;
        failedCall = call;
    }

    void wait()
    {
        for (pid_t pid = running; pid != 0; pid = running)
            ::syscall(SYS_futex, &running, FUTEX_WAIT, pid, nullptr, nullptr, 0);
    }
};

NetworkNamespaceMaker::NetworkNamespaceMaker(std::unique_ptr<Work> work)
    : m_work(std::move(work))
{
}

NetworkNamespaceMaker::NetworkNamespaceMaker(NetworkNamespaceMaker&&) noexcept = default;

NetworkNamespaceMaker::~NetworkNamespaceMaker()
{
    if (m_work)
        (void)finish();
}

Result<NetworkNamespaceMaker> NetworkNamespaceMaker::begin(int owner)
{
    NetworkNamespaceMaker maker(std::make_unique<Work>());
    Work& work = *maker.m_work;
    work.owner = owner;
    const auto make = [](void* argument) {
        static_cast<Work*>(argument)->make();
        return 0;
    };
    static_assert(sizeof work.running == sizeof(pid_t) && std::atomic<pid_t>::is_always_lock_free);
    auto* const running = reinterpret_cast<pid_t*>(&work.running);
    // No signal at its end: nobody but us waits for it.
    constexpr int flags = CLONE_VM | CLONE_FILES | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    work.process
        = ::clone(make, work.stack + Work::stackSize, flags, &work, running, nullptr, running);
    if (work.process < 0)
        return Error::fromErrno("clone", "network namespace");
    return maker;
}

Result<UniqueFd> NetworkNamespaceMaker::finish()
{
    const std::unique_ptr<Work> work = std::move(m_work);
    work->wait();
    if (work->process > 0)
        ::waitpid(work->process, nullptr, __WCLONE);
    UniqueFd made(work->made);
    if (work->failure != 0)
        return Error::kernel(work->failure, work->failedCall, "network namespace");
    return made;
}

} // namespace vitrine::kernel
