// SPDX-License-Identifier: GPL-3.0-or-later
// What a network shall be. Pure values.
#pragma once

#include "backend/base/json.h"
#include "backend/spec/ip_address.h"

#include <optional>
#include <string>

namespace vitrine {

enum class NetworkKind {
    Nat, ///< a bridge; what leaves it has the host's address
    Isolated, ///< a bridge with no way out and none in
    Routed, ///< a bridge; what leaves it keeps its address
    Macvlan, ///< each container an interface of its own on an interface of the host
    Bridge, ///< a bridge of the host, which is used as it is
};

/// Whether containers are in a network outside, whose addresses and way out others look after:
/// nothing is made on the host.
[[nodiscard]] constexpr bool isPhysical(NetworkKind kind)
{
    return kind == NetworkKind::Macvlan || kind == NetworkKind::Bridge;
}
/// Whether the host passes its packets on to other networks.
[[nodiscard]] constexpr bool isForwarded(NetworkKind kind)
{
    return kind == NetworkKind::Nat || kind == NetworkKind::Routed;
}

struct NetworkSpec {
    std::string name; ///< isName()
    NetworkKind kind = NetworkKind::Nat;
    std::optional<Subnet> subnet; ///< version 4; none: one that is free
    bool ipv6 = true;
    std::optional<Subnet> subnet6; ///< none: a free one of RFC 4193
    std::optional<std::uint64_t> mtu; ///< bytes; none: the uplink's
    // of physical ones
    std::string parent {}; ///< the interface of the host that it is on
    std::optional<IpAddress> gateway {}; ///< version 4, the way out; of version 6 it is announced
    std::optional<Subnet>
        range {}; ///< of subnet: may be given to containers; none: on request only
    bool operator==(const NetworkSpec&) const = default;
};

namespace bounds {
inline constexpr unsigned shortestPrefix = 8, longestPrefix = 29; ///< of version 4
inline constexpr unsigned shortestPrefix6 = 32, longestPrefix6 = 112;
inline constexpr std::uint64_t smallestMtu = 1280, largestMtu = 65535; ///< RFC 8200
}

/// "nat", "isolated", "routed", "macvlan", "bridge"
[[nodiscard]] const char* nameOf(NetworkKind kind);

/// Parse and validate. Errors are InvalidSpec with the field's name as object.
[[nodiscard]] Result<NetworkSpec> parseNetworkSpec(const Json& json);
/// The same spec as JSON, without what is to be chosen.
[[nodiscard]] Json toJson(const NetworkSpec& spec);

/// The address of the host in SUBNET of a network that is not physical: the first one after its
/// own.
[[nodiscard]] IpAddress gatewayOf(const Subnet& subnet);
/// Where packets leave NETWORK, in which nothing is left to be chosen; none: nowhere.
[[nodiscard]] std::optional<IpAddress> gatewayOf(const NetworkSpec& network, IpVersion version);

} // namespace vitrine
