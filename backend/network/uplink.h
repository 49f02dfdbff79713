// SPDX-License-Identifier: GPL-3.0-or-later
// Interfaces of the host that lead into a network outside.
#pragma once

#include "backend/base/result.h"
#include "backend/spec/network_spec.h"

#include <optional>
#include <set>
#include <string>

namespace vitrine::network {

struct Uplink {
    bool up = false; ///< ip link set up
    bool carrier = false; ///< something is at its other end; true of a bridge
    std::uint64_t mtu = 0; ///< bytes
};

/// What the host knows of the network that one of its interfaces is in; version 4.
struct NetworkOutside {
    std::set<IpAddress> addresses; ///< of the host there
    std::optional<Subnet> subnet; ///< of the first of them that has one
    std::optional<IpAddress> gateway; ///< of the host's default route through it
};

/// The interface NAME, for a network of the physical KIND; asks the kernel by RTM_GETLINK.
/// NotFound when there is none, InvalidSpec when it cannot be used, both with "parent" as object.
[[nodiscard]] Result<Uplink> readUplink(const std::string& name, NetworkKind kind);
/// By RTM_GETADDR and RTM_GETROUTE.
[[nodiscard]] Result<NetworkOutside> readNetworkOutside(const std::string& name);

/// What keeps packets from UPLINK's network, and what to do; empty: nothing.
[[nodiscard]] std::string hindranceOf(const std::string& name, const Uplink& uplink);

} // namespace vitrine::network
