// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/packet_lookups.h"

#include "backend/network/route_request.h"

#include <algorithm>
#include <cerrno>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <type_traits>

namespace vitrine::network {

namespace {

unsigned char familyOf(IpVersion version)
{
    return version == IpVersion::V4 ? AF_INET : AF_INET6;
}

Error noMemory()
{
    return Error::kernel(ENOMEM, "malloc");
}

/// A question with its fixed HEADER.
template <typename Header> Result<nl_msg*> question(int type, const Header& header)
{
    nl_msg* const message = nlmsg_alloc_simple(type, NLM_F_REQUEST);
    if (!message
        || nlmsg_append(message, const_cast<Header*>(&header), sizeof header, NLMSG_ALIGNTO) < 0)
        return noMemory();
    return message;
}

void put(nl_msg* message, int attribute, const IpAddress& address)
{
    nla_put(message, attribute, int(address.size()), address.bytes.data());
}

std::optional<IpAddress> addressIn(nlattr* attribute, int family)
{
    IpAddress address;
    address.version = family == AF_INET ? IpVersion::V4 : IpVersion::V6;
    if (!attribute || nla_len(attribute) != int(address.size()))
        return {};
    std::copy_n(static_cast<const std::uint8_t*>(nla_data(attribute)), address.size(),
        address.bytes.begin());
    return address;
}

std::optional<MacAddress> macIn(nlattr* attribute)
{
    MacAddress mac {};
    if (!attribute || nla_len(attribute) != int(mac.size()))
        return {};
    std::copy_n(static_cast<const std::uint8_t*>(nla_data(attribute)), mac.size(), mac.begin());
    return mac;
}

RouteKind kindOf(unsigned char type)
{
    switch (type) {
    case RTN_UNICAST:
        return RouteKind::Forward;
    case RTN_LOCAL:
        return RouteKind::Local;
    case RTN_UNREACHABLE:
    case RTN_PROHIBIT:
    case RTN_BLACKHOLE:
        return RouteKind::None;
    default:
        return RouteKind::Other;
    }
}

int numberOf(unsigned char type)
{
    return type == RTN_PROHIBIT ? EACCES : type == RTN_BLACKHOLE ? EINVAL : EHOSTUNREACH;
}

RouteAnswer routeIn(nlmsghdr& header)
{
    RouteAnswer answer;
    const auto* route = static_cast<const rtmsg*>(nlmsg_data(&header));
    nlattr* found[RTA_MAX + 1] = {};
    if (nlmsg_parse(&header, sizeof(rtmsg), found, RTA_MAX, nullptr) < 0)
        return answer;
    answer.kind = kindOf(route->rtm_type);
    if (answer.kind == RouteKind::None)
        answer.number = numberOf(route->rtm_type);
    if (found[RTA_OIF])
        answer.out = int(nla_get_u32(found[RTA_OIF]));
    answer.gateway = addressIn(found[RTA_GATEWAY], route->rtm_family);
    answer.source = addressIn(found[RTA_PREFSRC], route->rtm_family);
    return answer;
}

/// What the kernel says when there is no route, rather than that it could not be asked.
bool isRefusal(int number)
{
    return number == ENETUNREACH || number == EHOSTUNREACH || number == EACCES || number == EINVAL
        || number == EXDEV;
}

LinkFacts linkIn(nlmsghdr& header)
{
    LinkFacts link;
    const auto* info = static_cast<const ifinfomsg*>(nlmsg_data(&header));
    nlattr* found[IFLA_MAX + 1] = {};
    link.index = info->ifi_index;
    link.up = (info->ifi_flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING);
    if (nlmsg_parse(&header, sizeof(ifinfomsg), found, IFLA_MAX, nullptr) < 0)
        return link;
    if (found[IFLA_IFNAME])
        link.name = nla_get_string(found[IFLA_IFNAME]);
    if (found[IFLA_LINK])
        link.peer = int(nla_get_u32(found[IFLA_LINK]));
    if (found[IFLA_MASTER])
        link.master = int(nla_get_u32(found[IFLA_MASTER]));
    link.mac = macIn(found[IFLA_ADDRESS]).value_or(MacAddress {});
    nlattr* more[IFLA_INFO_MAX + 1] = {};
    if (!found[IFLA_LINKINFO]
        || nla_parse_nested(more, IFLA_INFO_MAX, found[IFLA_LINKINFO], nullptr) < 0)
        return link;
    if (more[IFLA_INFO_KIND])
        link.kind = nla_get_string(more[IFLA_INFO_KIND]);
    nlattr* port[IFLA_BRPORT_MAX + 1] = {};
    const bool ofBridge = more[IFLA_INFO_SLAVE_KIND] && more[IFLA_INFO_SLAVE_DATA]
        && std::string(nla_get_string(more[IFLA_INFO_SLAVE_KIND])) == "bridge";
    if (ofBridge
        && nla_parse_nested(port, IFLA_BRPORT_MAX, more[IFLA_INFO_SLAVE_DATA], nullptr) >= 0
        && port[IFLA_BRPORT_MODE])
        link.hairpin = nla_get_u8(port[IFLA_BRPORT_MODE]) != 0;
    return link;
}

/// The attributes of a neighbour that the kernel holds for good; null when it knows none.
Result<bool> askEntry(nl_msg* message, const std::string& object,
    const std::function<void(const ndmsg&, nlattr** found)>& take)
{
    const auto asked
        = TRY(RouteRequest::begin()).ask(message, "RTM_GETNEIGH", object, [&](nlmsghdr& header) {
              nlattr* found[NDA_MAX + 1] = {};
              if (nlmsg_parse(&header, sizeof(ndmsg), found, NDA_MAX, nullptr) >= 0)
                  take(*static_cast<const ndmsg*>(nlmsg_data(&header)), found);
          });
    if (asked)
        return true;
    if (asked.error().number == ENOENT || asked.error().number == ENODEV)
        return false;
    return asked.error();
}

} // namespace

Result<RouteAnswer> askRoute(const RouteQuestion& asked)
{
    rtmsg header {};
    header.rtm_family = familyOf(asked.to.version);
    header.rtm_dst_len = std::uint8_t(asked.to.bits());
    header.rtm_src_len = std::uint8_t(asked.from ? asked.from->bits() : 0);
    header.rtm_flags = asked.entry ? RTM_F_FIB_MATCH : 0;
    nl_msg* const message = TRY(question(RTM_GETROUTE, header));
    put(message, RTA_DST, asked.to);
    if (asked.from)
        put(message, RTA_SRC, *asked.from);
    if (asked.in != 0)
        nla_put_u32(message, RTA_IIF, std::uint32_t(asked.in));
    if (asked.protocol && asked.port != 0) {
        nla_put_u8(
            message, RTA_IP_PROTO, *asked.protocol == Protocol::Tcp ? IPPROTO_TCP : IPPROTO_UDP);
        nla_put_u16(message, RTA_DPORT, htons(asked.port));
    }
    RouteAnswer answer;
    const auto done = TRY(RouteRequest::begin())
                          .ask(message, "RTM_GETROUTE", toText(asked.to),
                              [&](nlmsghdr& header) { answer = routeIn(header); });
    if (!done && !isRefusal(done.error().number))
        return done.error();
    if (!done)
        answer.number = done.error().number;
    return answer;
}

Result<std::optional<LinkFacts>> askLink(int index)
{
    ifinfomsg header {};
    header.ifi_index = index;
    std::optional<LinkFacts> link;
    const auto asked
        = TRY(RouteRequest::begin())
              .ask(TRY(question(RTM_GETLINK, header)), "RTM_GETLINK", std::to_string(index),
                  [&](nlmsghdr& answer) { link = linkIn(answer); });
    if (!asked && asked.error().number != ENODEV)
        return asked.error();
    return link;
}

Result<std::optional<int>> askPort(int bridge, const MacAddress& mac)
{
    ndmsg header {};
    header.ndm_family = AF_BRIDGE;
    nl_msg* const message = TRY(question(RTM_GETNEIGH, header));
    nla_put(message, NDA_LLADDR, int(mac.size()), mac.data());
    nla_put_u32(message, NDA_MASTER, std::uint32_t(bridge));
    std::optional<int> port;
    TRY(askEntry(
        message, toText(mac), [&](const ndmsg& entry, nlattr**) { port = entry.ndm_ifindex; }));
    return port;
}

Result<std::optional<MacAddress>> askNeighbour(int interface, const IpAddress& address)
{
    ndmsg header {};
    header.ndm_family = familyOf(address.version);
    header.ndm_ifindex = interface;
    nl_msg* const message = TRY(question(RTM_GETNEIGH, header));
    put(message, NDA_DST, address);
    std::optional<MacAddress> mac;
    TRY(askEntry(message, toText(address), [&](const ndmsg& entry, nlattr** found) {
        if ((entry.ndm_state & (NUD_FAILED | NUD_INCOMPLETE)) == 0)
            mac = macIn(found[NDA_LLADDR]);
    }));
    return mac;
}

} // namespace vitrine::network
