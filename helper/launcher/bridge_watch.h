// SPDX-License-Identifier: GPL-3.0-or-later
// Learns from the kernel which interfaces of the host go. Nothing polls.
#pragma once

#include "backend/network/route_request.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <string>

namespace vitrine::launcher {

class BridgeWatch {
public:
    /// GONE is told the name of each interface that is deleted, from the loop.
    using Gone = std::function<void(const std::string& name)>;

    BridgeWatch(EventLoop& loop, Gone gone);
    ~BridgeWatch();
    BridgeWatch(const BridgeWatch&) = delete;
    BridgeWatch& operator=(const BridgeWatch&) = delete;

    /// Listen, rtnetlink(7), in the network namespace that the process is in; once is enough.
    [[nodiscard]] Result<void> begin();

private:
    void read();

    EventLoop& m_loop;
    Gone m_gone;
    std::unique_ptr<nl_sock, network::Freed<nl_sock, nl_socket_free>> m_socket;
};

} // namespace vitrine::launcher
