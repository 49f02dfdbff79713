// SPDX-License-Identifier: GPL-3.0-or-later
// What the kernel says about one packet, asked in the network namespace that the caller is in:
// rtnetlink(7) and nothing else.
#pragma once

#include "backend/base/result.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"

#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::network {

struct RouteQuestion {
    IpAddress to;
    std::optional<IpAddress> from;
    int in = 0; ///< index of the interface that it came in by, 0: it is sent from here
    std::optional<Protocol> protocol;
    std::uint16_t port = 0;
    bool entry = false; ///< the routing table's own entry: where a local address belongs
};

enum class RouteKind { Forward, Local, None, Other };

struct RouteAnswer {
    RouteKind kind = RouteKind::None;
    int number = 0; ///< None: the errno that a sender gets; EXDEV: its source is implausible there
    int out = 0; ///< index of the interface
    std::optional<IpAddress> gateway; ///< none: it is in the network of the interface
    std::optional<IpAddress> source; ///< that the kernel would choose
};

/// RTM_GETROUTE, as "ip route get".
[[nodiscard]] Result<RouteAnswer> askRoute(const RouteQuestion& question);

struct LinkFacts {
    int index = 0;
    std::string name, kind; ///< kind: "veth", "bridge", empty for hardware
    int peer = 0; ///< index of a veth's other end, where that is
    int master = 0; ///< index of the bridge that it is a port of, 0: none
    bool up = false;
    bool hairpin = false; ///< a port: the bridge sends back to it what came from it
    MacAddress mac {};
};

/// RTM_GETLINK; none: there is no such interface.
[[nodiscard]] Result<std::optional<LinkFacts>> askLink(int index);

/// RTM_GETNEIGH: the port behind which the bridge has seen MAC; none: it has not, or not lately.
[[nodiscard]] Result<std::optional<int>> askPort(int bridge, const MacAddress& mac);
/// RTM_GETNEIGH: who has ADDRESS behind INTERFACE; none: not known without asking.
[[nodiscard]] Result<std::optional<MacAddress>> askNeighbour(
    int interface, const IpAddress& address);

} // namespace vitrine::network
