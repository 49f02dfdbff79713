// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/network/packet_path.h"
#include "backend/network/packet_probe.h"
#include "helper/launcher/event_loop.h"

#include <functional>

namespace vitrine::launcher {

/// Packets that are really sent, each by a child process.
class PacketTests {
public:
    /// So many are on their way at once: who asks for more may wait for an answer first.
    static constexpr unsigned limit = 16;

    explicit PacketTests(EventLoop& loop)
        : m_loop(loop)
    {
    }

    using Done = std::function<void(Result<network::ProbeAnswer>)>;
    /// Send PACKET in the network namespace that it comes from, then call DONE from the loop,
    /// within network::probePatience. Busy: LIMIT are on their way.
    void start(const network::Packet& packet, Done done);

private:
    EventLoop& m_loop;
    unsigned m_running = 0;
};

} // namespace vitrine::launcher
