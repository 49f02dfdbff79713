// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/inside_netns.h"

#include <cerrno>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::observe {

namespace {

struct Visit {
    int net = -1; ///< namespace to enter, -1: a new one
    int user = -1; ///< namespace to enter first, -1: none
    const char* call = "setns";
    int error = 0;
    std::array<int, 2> sockets { -1, -1 };
    std::size_t wanted = 1;
};

/// Runs in a child that shares memory and descriptors with its suspended parent, but not the
/// namespaces: the sockets that it opens are the parent's. Only system calls here.
int visit(void* argument)
{
    Visit& visit = *static_cast<Visit*>(argument);
    const auto fail = [&visit](const char* call) {
        visit.error = errno;
        visit.call = call;
        ::_exit(1);
    };
    if (visit.user >= 0 && ::setns(visit.user, CLONE_NEWUSER) != 0)
        fail("setns");
    if (visit.net >= 0 && ::setns(visit.net, CLONE_NEWNET) != 0)
        fail("setns");
    if (visit.net < 0 && ::unshare(CLONE_NEWNET) != 0)
        fail("unshare");
    for (std::size_t i = 0; i < visit.wanted; ++i) {
        visit.sockets[i] = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
        if (visit.sockets[i] < 0)
            fail("socket");
    }
    ::_exit(0);
}

Result<std::array<UniqueFd, 2>> run(Visit& job)
{
    alignas(16) std::array<char, 64 * 1024> stack;
    const pid_t child = ::clone(
        visit, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD, &job);
    if (child < 0)
        return Error::fromErrno("clone", "a visitor of a network namespace");
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
    std::array<UniqueFd, 2> sockets { UniqueFd(job.sockets[0]), UniqueFd(job.sockets[1]) };
    if (job.error != 0)
        return Error::kernel(job.error, job.call, "network namespace");
    return sockets;
}

} // namespace

Result<UniqueFd> openRouteSocketIn(int net, int user)
{
    Visit job;
    job.net = net;
    job.user = user;
    auto sockets = TRY(run(job));
    return std::move(sockets[0]);
}

Result<std::array<UniqueFd, 2>> openRouteSocketsInNew()
{
    Visit job;
    job.wanted = 2;
    return run(job);
}

} // namespace vitrine::observe
