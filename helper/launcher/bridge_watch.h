// SPDX-License-Identifier: GPL-3.0-or-later
// Learns from the kernel which interfaces of the host go and change. Nothing polls.
#pragma once

#include "backend/network/route_request.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <string>

namespace vitrine::launcher {

class BridgeWatch {
public:
    /// Which interfaces are told: each that is deleted, or also each that comes or changes.
    enum class Scope { Deletions, Changes };
    /// TOLD is told their names, from the loop.
    using Told = std::function<void(const std::string& name)>;

    BridgeWatch(EventLoop& loop, Told told);
    ~BridgeWatch();
    BridgeWatch(const BridgeWatch&) = delete;
    BridgeWatch& operator=(const BridgeWatch&) = delete;

    /// Listen, rtnetlink(7), in the network namespace that the process is in; again for
    /// another SCOPE.
    [[nodiscard]] Result<void> begin(Scope scope);

private:
    void read();

    EventLoop& m_loop;
    Told m_told;
    std::unique_ptr<nl_sock, network::Freed<nl_sock, nl_socket_free>> m_socket;
};

} // namespace vitrine::launcher
