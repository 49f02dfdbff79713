// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/plan/planner_network.h"

#include <vector>

namespace vitrine::plan {

/// How a container is connected.
struct Wiring {
    std::vector<PlacedConnection> connections; ///< the first has the way out and the ports
    std::vector<PublishedPort> ports;
};

/// What the ports of WIRING are led to; none when there are none.
[[nodiscard]] net::PublishPorts publishedBy(const Wiring& wiring);

/// What makes a running container's wiring BEFORE that of AFTER. A connection is the same one when
/// its port on the host is. What cannot be taken back comes last.
[[nodiscard]] Plan planRewire(const Wiring& before, const Wiring& after);

} // namespace vitrine::plan
