// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/host_network.h"

#include "backend/base/files.h"
#include "backend/network/route_request.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <net/if.h>
#include <netlink/cache.h>
#include <netlink/route/link.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>
#include <unistd.h>

namespace vitrine::network {

namespace {

using Cache = std::unique_ptr<nl_cache, Freed<nl_cache, nl_cache_free>>;
using Link = std::unique_ptr<rtnl_link, Freed<rtnl_link, rtnl_link_put>>;

const std::string settings = "/proc/sys/net/";

std::optional<Subnet> subnetOf(const nl_addr* address)
{
    Subnet subnet;
    subnet.prefix = nl_addr_get_prefixlen(address);
    const int family = nl_addr_get_family(address);
    if (subnet.prefix == 0 || (family != AF_INET && family != AF_INET6))
        return {};
    subnet.address.version = family == AF_INET ? IpVersion::V4 : IpVersion::V6;
    const auto* bytes = static_cast<const std::uint8_t*>(nl_addr_get_binary_addr(address));
    std::copy_n(bytes, std::min(subnet.address.size(), std::size_t(nl_addr_get_len(address))),
        subnet.address.bytes.begin());
    return subnet;
}

/// False also where there is no such setting: a kernel without IPv6.
bool isOn(const char* setting)
{
    const auto value = readSetting(setting);
    return value && value.value() == "1";
}

std::uint64_t mtuOf(nl_sock* socket, int index)
{
    rtnl_link* found = nullptr;
    if (rtnl_link_get_kernel(socket, index, nullptr, &found) < 0)
        return 0;
    const Link link(found);
    return rtnl_link_get_mtu(link.get());
}

} // namespace

Result<HostNetwork> readHostNetwork()
{
    HostNetwork host;
    const RouteRequest request = TRY(RouteRequest::begin());
    nl_cache* all = nullptr;
    if (rtnl_route_alloc_cache(request.socket(), AF_UNSPEC, 0, &all) < 0)
        return Error::kernel(EIO, "RTM_GETROUTE");
    const Cache routes(all);
    for (auto* object = nl_cache_get_first(routes.get()); object;
         object = nl_cache_get_next(object)) {
        auto* const route = reinterpret_cast<rtnl_route*>(object);
        if (const auto subnet = subnetOf(rtnl_route_get_dst(route)))
            host.subnets.push_back(*subnet);
        else if (rtnl_route_get_nnexthops(route) > 0 && host.mtu == 0)
            host.mtu = mtuOf(
                request.socket(), rtnl_route_nh_get_ifindex(rtnl_route_nexthop_n(route, 0)));
    }
    host.forwards4 = isOn("ipv4/ip_forward");
    host.forwards6 = isOn("ipv6/conf/all/forwarding");
    return host;
}

bool hasInterface(const std::string& name)
{
    return ::if_nametoindex(name.c_str()) != 0;
}

bool filtersBridges()
{
    return isOn("bridge/bridge-nf-call-iptables");
}

Result<std::string> readSetting(const std::string& name)
{
    std::string value = TRY(readFile(AT_FDCWD, settings + name));
    while (!value.empty() && value.back() == '\n')
        value.pop_back();
    return value;
}

Result<std::vector<std::string>> settingsIn(const std::string& directory)
{
    return namesIn(TRY(openDirectory(AT_FDCWD, settings + directory)).get());
}

Result<void> writeSetting(const std::string& name, const std::string& value)
{
    return writeExisting(AT_FDCWD, settings + name, value);
}

} // namespace vitrine::network
