// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/network/packet_path.h"
#include "backend/network/packet_probe.h"
#include "helper/launcher/event_loop.h"

#include <functional>

namespace vitrine::launcher {

/// Really send PACKET, in a child process in the network namespace that it comes from, then call
/// DONE from the loop. The child ends by itself within network::probePatience.
void testPacket(EventLoop& loop, const network::Packet& packet,
    std::function<void(Result<network::ProbeAnswer>)> done);

} // namespace vitrine::launcher
