// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/uplink.h"

#include "backend/network/route_request.h"

#include <algorithm>
#include <cerrno>
#include <net/if.h>
#include <net/if_arp.h>
#include <netlink/cache.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <unistd.h>

namespace vitrine::network {

namespace {

using Cache = std::unique_ptr<nl_cache, Freed<nl_cache, nl_cache_free>>;
using Link = std::unique_ptr<rtnl_link, Freed<rtnl_link, rtnl_link_put>>;

constexpr auto field = "parent";

Link linkOf(nl_sock* socket, int index, const char* name)
{
    rtnl_link* found = nullptr;
    if (rtnl_link_get_kernel(socket, index, name, &found) < 0)
        return nullptr;
    return Link(found);
}

bool isBridge(rtnl_link* link)
{
    const char* const kind = link ? rtnl_link_get_type(link) : nullptr;
    return kind && std::string(kind) == "bridge";
}

/// Access points take packets from the one address only that has logged on.
bool isWireless(const std::string& name)
{
    return ::access(("/sys/class/net/" + name + "/phy80211").c_str(), F_OK) == 0;
}

IpAddress addressIn(const nl_addr* address)
{
    IpAddress found;
    const auto* bytes = static_cast<const std::uint8_t*>(nl_addr_get_binary_addr(address));
    std::copy_n(
        bytes, std::min(found.size(), std::size_t(nl_addr_get_len(address))), found.bytes.begin());
    return found;
}

Error noBridge(const std::string& name)
{
    return Error::invalid(field,
        "'" + name
            + "' is no bridge, and to make it the port of one would take this computer's own "
              "connection away: choose \"macvlan\", or make a bridge in its place (nmcli "
              "connection add type bridge ifname br0; nmcli connection add type ethernet ifname "
            + name + " master br0; then nmcli connection up both) and name that");
}

Result<void> checkForMacvlan(nl_sock* socket, rtnl_link* link, const std::string& name)
{
    if (rtnl_link_get_arptype(link) != ARPHRD_ETHER)
        return Error::invalid(field, "'" + name + "' is no Ethernet: macvlan needs one");
    if (isWireless(name))
        return Error::invalid(field,
            "'" + name
                + "' is wireless, and access points take no packets from addresses beside its "
                  "own: choose \"nat\" or \"routed\"");
    if (rtnl_link_get_master(link) <= 0)
        return {};
    const Link master = linkOf(socket, rtnl_link_get_master(link), nullptr);
    if (!master)
        return {};
    const std::string owner = rtnl_link_get_name(master.get());
    if (isBridge(master.get()))
        return Error::invalid(field,
            "'" + name + "' is a port of the bridge '" + owner
                + "': choose the kind \"bridge\" and name that");
    return Error::invalid(field, "'" + name + "' belongs to '" + owner + "': name that");
}

std::optional<Subnet> subnetOf(IpAddress address, unsigned prefix)
{
    if (prefix < bounds::shortestPrefix || prefix > bounds::longestPrefix)
        return {};
    for (unsigned bit = prefix; bit < address.bits(); ++bit)
        address.bytes.at(bit / 8) &= std::uint8_t(~(0x80U >> bit % 8));
    return Subnet { address, prefix };
}

/// The addresses of the interface INDEX.
Result<void> readAddresses(nl_sock* socket, int index, NetworkOutside& outside)
{
    nl_cache* all = nullptr;
    if (rtnl_addr_alloc_cache(socket, &all) < 0)
        return Error::kernel(EIO, "RTM_GETADDR");
    const Cache addresses(all);
    for (auto* object = nl_cache_get_first(addresses.get()); object;
         object = nl_cache_get_next(object)) {
        auto* const row = reinterpret_cast<rtnl_addr*>(object);
        if (rtnl_addr_get_ifindex(row) != index || rtnl_addr_get_family(row) != AF_INET)
            continue;
        const IpAddress address = addressIn(rtnl_addr_get_local(row));
        outside.addresses.insert(address);
        if (!outside.subnet)
            outside.subnet = subnetOf(address, unsigned(rtnl_addr_get_prefixlen(row)));
    }
    return {};
}

Result<std::optional<IpAddress>> gatewayThrough(nl_sock* socket, int index)
{
    nl_cache* all = nullptr;
    if (rtnl_route_alloc_cache(socket, AF_INET, 0, &all) < 0)
        return Error::kernel(EIO, "RTM_GETROUTE");
    const Cache routes(all);
    for (auto* object = nl_cache_get_first(routes.get()); object;
         object = nl_cache_get_next(object)) {
        auto* const route = reinterpret_cast<rtnl_route*>(object);
        if (nl_addr_get_prefixlen(rtnl_route_get_dst(route)) != 0
            || rtnl_route_get_nnexthops(route) < 1)
            continue;
        rtnl_nexthop* const hop = rtnl_route_nexthop_n(route, 0);
        nl_addr* const gateway = rtnl_route_nh_get_gateway(hop);
        if (rtnl_route_nh_get_ifindex(hop) == index && gateway)
            return std::optional(addressIn(gateway));
    }
    return std::optional<IpAddress>();
}

} // namespace

Result<Uplink> readUplink(const std::string& name, NetworkKind kind)
{
    const RouteRequest request = TRY(RouteRequest::begin());
    const Link link = linkOf(request.socket(), 0, name.c_str());
    if (!link)
        return Error::of(ErrorKind::NotFound, field,
            "there is no interface '" + name + "' on this computer: \"ip link\" lists them");
    const unsigned flags = rtnl_link_get_flags(link.get());
    if ((flags & IFF_LOOPBACK) != 0)
        return Error::invalid(field, "'" + name + "' leads to this computer alone");
    if (kind == NetworkKind::Bridge && !isBridge(link.get()))
        return noBridge(name);
    if (kind == NetworkKind::Macvlan)
        TRY(checkForMacvlan(request.socket(), link.get(), name));
    return Uplink { (flags & IFF_UP) != 0,
        kind == NetworkKind::Bridge || (flags & IFF_RUNNING) != 0, rtnl_link_get_mtu(link.get()) };
}

Result<NetworkOutside> readNetworkOutside(const std::string& name)
{
    const RouteRequest request = TRY(RouteRequest::begin());
    const int index = int(::if_nametoindex(name.c_str()));
    NetworkOutside outside;
    TRY(readAddresses(request.socket(), index, outside));
    outside.gateway = TRY(gatewayThrough(request.socket(), index));
    return outside;
}

std::string hindranceOf(const std::string& name, const Uplink& uplink)
{
    if (!uplink.up)
        return name + " is down: ip link set " + name + " up";
    return uplink.carrier ? std::string() : name + " is connected with nothing";
}

} // namespace vitrine::network
