// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/links.h"

#include "backend/network/route_request.h"

#include <cerrno>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/link/bridge.h>
#include <netlink/route/link/macvlan.h>
#include <netlink/route/link/veth.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

namespace vitrine::network {

namespace {

using Link = std::unique_ptr<rtnl_link, Freed<rtnl_link, rtnl_link_put>>;
using Address = std::unique_ptr<nl_addr, Freed<nl_addr, nl_addr_put>>;
using InterfaceAddress = std::unique_ptr<rtnl_addr, Freed<rtnl_addr, rtnl_addr_put>>;
using Route = std::unique_ptr<rtnl_route, Freed<rtnl_route, rtnl_route_put>>;

Error noMemory()
{
    return Error::kernel(ENOMEM, "malloc");
}

int familyOf(IpVersion version)
{
    return version == IpVersion::V4 ? AF_INET : AF_INET6;
}

Address addressOf(const IpAddress& address)
{
    return Address(nl_addr_build(familyOf(address.version), address.bytes.data(), address.size()));
}

Result<void> checkName(const std::string& name)
{
    if (name.size() >= IFNAMSIZ)
        return Error::kernel(ENAMETOOLONG, "RTM_NEWLINK", name);
    return {};
}

Result<int> indexOf(const std::string& name)
{
    const unsigned index = ::if_nametoindex(name.c_str());
    if (index == 0)
        return Error::fromErrno("ioctl(SIOCGIFINDEX)", name);
    return int(index);
}

Result<void> add(rtnl_link* link, const std::string& name)
{
    nl_msg* message = nullptr;
    if (rtnl_link_build_add_request(link, NLM_F_CREATE | NLM_F_EXCL, &message) < 0)
        return noMemory();
    return TRY(RouteRequest::begin()).send(message, "RTM_NEWLINK", name);
}

/// A message that gives the interface NAME those of FLAGS that MASK says.
Result<nl_msg*> changeOf(const std::string& name, unsigned mask, unsigned flags)
{
    ifinfomsg header {};
    header.ifi_index = TRY(indexOf(name));
    header.ifi_change = mask;
    header.ifi_flags = flags;
    nl_msg* const message = nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_REQUEST);
    if (!message || nlmsg_append(message, &header, sizeof header, NLMSG_ALIGNTO) < 0)
        return noMemory();
    return message;
}

Result<Route> defaultRoute(const IpAddress& gateway, const std::string& interface)
{
    Route route(rtnl_route_alloc());
    rtnl_nexthop* const hop = rtnl_route_nh_alloc();
    if (!route || !hop)
        return noMemory();
    const Address through = addressOf(gateway);
    const Address all(nl_addr_build(familyOf(gateway.version), nullptr, 0));
    rtnl_route_nh_set_gateway(hop, through.get());
    rtnl_route_nh_set_ifindex(hop, TRY(indexOf(interface)));
    rtnl_route_add_nexthop(route.get(), hop); // the route's from now on
    rtnl_route_set_family(route.get(), std::uint8_t(familyOf(gateway.version)));
    rtnl_route_set_dst(route.get(), all.get());
    return route;
}

void setMac(rtnl_link* link, const MacAddress& mac)
{
    const Address address(nl_addr_build(AF_LLC, mac.data(), mac.size()));
    rtnl_link_set_addr(link, address.get()); // takes a reference
}

} // namespace

Result<void> addBridge(const std::string& name, const MacAddress& mac, std::uint64_t mtu)
{
    TRY(checkName(name));
    const Link link(rtnl_link_bridge_alloc());
    if (!link)
        return noMemory();
    rtnl_link_set_name(link.get(), name.c_str());
    setMac(link.get(), mac);
    rtnl_link_set_mtu(link.get(), unsigned(mtu));
    rtnl_link_set_flags(link.get(), IFF_UP);
    return add(link.get(), name);
}

Result<void> addVeth(const VethPair& pair, int netns)
{
    TRY(checkName(pair.name));
    TRY(checkName(pair.peer));
    const Link link(rtnl_link_veth_alloc());
    if (!link)
        return noMemory();
    rtnl_link_set_name(link.get(), pair.name.c_str());
    rtnl_link_set_mtu(link.get(), unsigned(pair.mtu));
    rtnl_link_set_master(link.get(), TRY(indexOf(pair.master)));
    if (pair.up)
        rtnl_link_set_flags(link.get(), IFF_UP);
    const Link peer(rtnl_link_veth_get_peer(link.get()));
    rtnl_link_set_name(peer.get(), pair.peer.c_str());
    rtnl_link_set_mtu(peer.get(), unsigned(pair.mtu));
    setMac(peer.get(), pair.mac);
    rtnl_link_set_ns_fd(peer.get(), netns);
    return add(link.get(), pair.name);
}

Result<void> addMacvlan(const Macvlan& macvlan, int netns)
{
    TRY(checkName(macvlan.name));
    const Link link(rtnl_link_macvlan_alloc());
    if (!link)
        return noMemory();
    rtnl_link_set_name(link.get(), macvlan.name.c_str());
    rtnl_link_set_link(link.get(), TRY(indexOf(macvlan.parent)));
    rtnl_link_set_mtu(link.get(), unsigned(macvlan.mtu));
    setMac(link.get(), macvlan.mac);
    rtnl_link_set_ns_fd(link.get(), netns);
    if (rtnl_link_macvlan_set_mode(link.get(), rtnl_link_macvlan_str2mode("bridge")) < 0)
        return noMemory();
    return add(link.get(), macvlan.name + " on " + macvlan.parent);
}

Result<void> allowHairpin(const std::string& port)
{
    ifinfomsg header {};
    header.ifi_family = AF_BRIDGE;
    header.ifi_index = TRY(indexOf(port));
    nl_msg* const message = nlmsg_alloc_simple(RTM_SETLINK, NLM_F_REQUEST);
    if (!message || nlmsg_append(message, &header, sizeof header, NLMSG_ALIGNTO) < 0)
        return noMemory();
    nlattr* const options = nla_nest_start(message, IFLA_PROTINFO | NLA_F_NESTED);
    if (!options || nla_put_u8(message, IFLA_BRPORT_MODE, 1) < 0)
        return noMemory();
    nla_nest_end(message, options);
    return TRY(RouteRequest::begin()).send(message, "RTM_SETLINK", port);
}

Result<void> setMaster(const std::string& port, const std::string& bridge)
{
    const int master = TRY(indexOf(bridge));
    nl_msg* const message = TRY(changeOf(port, 0, 0));
    if (nla_put_u32(message, IFLA_MASTER, std::uint32_t(master)) < 0)
        return noMemory();
    return TRY(RouteRequest::begin()).send(message, "RTM_NEWLINK", port);
}

Result<void> switchLink(const std::string& name, bool up)
{
    nl_msg* const message = TRY(changeOf(name, IFF_UP, up ? IFF_UP : 0));
    return TRY(RouteRequest::begin()).send(message, "RTM_NEWLINK", name);
}

Result<void> removeLink(const std::string& name)
{
    const Link link(rtnl_link_alloc());
    if (!link)
        return noMemory();
    rtnl_link_set_name(link.get(), name.c_str());
    nl_msg* message = nullptr;
    if (rtnl_link_build_delete_request(link.get(), &message) < 0)
        return noMemory();
    auto removed = TRY(RouteRequest::begin()).send(message, "RTM_DELLINK", name);
    if (!removed && removed.error().number == ENODEV)
        return {};
    return removed;
}

Result<void> addAddresses(const std::string& interface, const std::vector<std::string>& addresses)
{
    const int index = TRY(indexOf(interface));
    RouteRequest request = TRY(RouteRequest::begin());
    for (const auto& text : addresses) {
        nl_addr* parsed = nullptr;
        if (nl_addr_parse(text.c_str(), AF_UNSPEC, &parsed) < 0)
            return Error::kernel(EINVAL, "RTM_NEWADDR", text);
        const Address local(parsed);
        const InterfaceAddress address(rtnl_addr_alloc());
        if (!address)
            return noMemory();
        rtnl_addr_set_ifindex(address.get(), index);
        rtnl_addr_set_local(address.get(), local.get());
        if (nl_addr_get_family(local.get()) == AF_INET6)
            rtnl_addr_set_flags(address.get(), IFA_F_NODAD);
        nl_msg* message = nullptr;
        if (rtnl_addr_build_add_request(address.get(), NLM_F_CREATE | NLM_F_EXCL, &message) < 0)
            return noMemory();
        TRY(request.send(message, "RTM_NEWADDR", text + " on " + interface));
    }
    return {};
}

Result<void> addDefaultRoute(const IpAddress& gateway, const std::string& interface)
{
    const Route route = TRY(defaultRoute(gateway, interface));
    nl_msg* message = nullptr;
    if (rtnl_route_build_add_request(route.get(), NLM_F_CREATE | NLM_F_EXCL, &message) < 0)
        return noMemory();
    return TRY(RouteRequest::begin())
        .send(message, "RTM_NEWROUTE", "default via " + toText(gateway));
}

Result<void> removeDefaultRoute(const IpAddress& gateway, const std::string& interface)
{
    if (::if_nametoindex(interface.c_str()) == 0)
        return {}; // its routes went with it
    const Route route = TRY(defaultRoute(gateway, interface));
    nl_msg* message = nullptr;
    if (rtnl_route_build_del_request(route.get(), 0, &message) < 0)
        return noMemory();
    auto removed = TRY(RouteRequest::begin())
                       .send(message, "RTM_DELROUTE", "default via " + toText(gateway));
    if (!removed && removed.error().number == ESRCH)
        return {};
    return removed;
}

} // namespace vitrine::network
