// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/inside.h"

#include "backend/base/files.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>

namespace vitrine::network {

Result<void> runInside(int netns, const std::function<Result<void>()>& work)
{
    const UniqueFd home = TRY(openAt(AT_FDCWD, "/proc/thread-self/ns/net", O_RDONLY));
    if (::setns(netns, CLONE_NEWNET) != 0)
        return Error::fromErrno("setns", "network namespace");
    auto done = work();
    if (::setns(home.get(), CLONE_NEWNET) != 0)
        std::abort(); // what follows would change the wrong network
    return done;
}

namespace {

/// libnftables' parser alone takes more than half a MiB.
constexpr std::size_t stackSize = 8 * 1024 * 1024;

struct Visit {
    int user = -1, netns = -1;
    const std::function<Result<void>()>* work = nullptr;
    Result<void> done = Error::kernel(ECHILD, "wait", "a process of ours in another network");
};

int pay(void* argument)
{
    auto& visit = *static_cast<Visit*>(argument);
    // EINVAL: we are in it already.
    if (::setns(visit.user, CLONE_NEWUSER) != 0 && errno != EINVAL)
        visit.done = Error::fromErrno("setns", "user namespace");
    else if (::setns(visit.netns, CLONE_NEWNET) != 0)
        visit.done = Error::fromErrno("setns", "network namespace");
    else
        visit.done = (*visit.work)();
    return 0;
}

} // namespace

Result<void> runInside(int user, int netns, const std::function<Result<void>()>& work)
{
    void* const stack = ::mmap(nullptr, stackSize, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
    if (stack == MAP_FAILED)
        return Error::fromErrno("mmap", "stack");
    Visit visit;
    visit.user = user;
    visit.netns = netns;
    visit.work = &work;
    // No signal at its end: nobody but us waits for it.
    constexpr int flags = CLONE_VM | CLONE_VFORK | CLONE_FILES;
    const pid_t child = ::clone(pay, static_cast<char*>(stack) + stackSize, flags, &visit);
    if (child < 0)
        visit.done = Error::fromErrno("clone", "network namespace");
    while (child > 0 && ::waitpid(child, nullptr, __WCLONE) < 0 && errno == EINTR) { }
    ::munmap(stack, stackSize);
    return std::move(visit.done);
}

} // namespace vitrine::network
