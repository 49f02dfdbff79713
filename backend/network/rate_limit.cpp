// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/rate_limit.h"

#include "backend/network/route_request.h"
#include "backend/plan/rate_limit.h"

#include <cerrno>
#include <net/if.h>
#include <netlink/route/qdisc.h>
#include <netlink/route/qdisc/tbf.h>
#include <netlink/route/tc.h>

namespace vitrine::network {

namespace {

using Discipline = std::unique_ptr<rtnl_qdisc, Freed<rtnl_qdisc, rtnl_qdisc_put>>;

Result<Discipline> bucketOf(const std::string& interface)
{
    const unsigned index = ::if_nametoindex(interface.c_str());
    if (index == 0)
        return Error::fromErrno("ioctl(SIOCGIFINDEX)", interface);
    Discipline discipline(rtnl_qdisc_alloc());
    if (!discipline)
        return Error::kernel(ENOMEM, "malloc");
    rtnl_tc_set_ifindex(TC_CAST(discipline.get()), int(index));
    rtnl_tc_set_parent(TC_CAST(discipline.get()), TC_H_ROOT);
    rtnl_tc_set_kind(TC_CAST(discipline.get()), "tbf");
    return discipline;
}

Result<void> removeLimit(const std::string& interface)
{
    const Discipline discipline = TRY(bucketOf(interface));
    nl_msg* message = nullptr;
    if (rtnl_qdisc_build_delete_request(discipline.get(), &message) < 0)
        return Error::kernel(ENOMEM, "malloc");
    auto removed = TRY(RouteRequest::begin()).send(message, "RTM_DELQDISC", interface);
    if (!removed && removed.error().number == ENOENT)
        return {};
    return removed;
}

} // namespace

Result<void> limitRate(const std::string& interface, std::uint64_t rate)
{
    constexpr std::uint64_t bitsInByte = 8;
    constexpr int fitting = -1; // the table's cells are as wide as the largest packet wants
    if (rate == 0)
        return removeLimit(interface);
    const Discipline discipline = TRY(bucketOf(interface));
    rtnl_tc_set_handle(TC_CAST(discipline.get()), TC_HANDLE(1, 0));
    rtnl_qdisc_tbf_set_rate(
        discipline.get(), int(rate / bitsInByte), int(plan::net::burstOf(rate)), fitting);
    const std::chrono::microseconds queue = plan::net::longestQueue;
    nl_msg* message = nullptr;
    if (rtnl_qdisc_tbf_set_limit_by_latency(discipline.get(), int(queue.count())) < 0
        || rtnl_qdisc_build_add_request(discipline.get(), NLM_F_CREATE | NLM_F_REPLACE, &message)
            < 0)
        return Error::kernel(ENOMEM, "malloc");
    return TRY(RouteRequest::begin()).send(message, "RTM_NEWQDISC", interface);
}

} // namespace vitrine::network
