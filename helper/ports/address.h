// SPDX-License-Identifier: GPL-3.0-or-later
// Endpoints as the kernel wants them.
#pragma once

#include "helper/ports/protocol.h"

#include <netinet/in.h>
#include <sys/socket.h>

namespace vitrine::ports {

/// A sockaddr of either version.
struct SocketAddress {
    union {
        sockaddr generic;
        sockaddr_in v4;
        sockaddr_in6 v6;
    };
    socklen_t size = sizeof(sockaddr_in6);

    SocketAddress()
        : v6()
    {
    }
    explicit SocketAddress(const Endpoint& endpoint);
};

/// AF_INET or AF_INET6.
[[nodiscard]] int familyOf(const Endpoint& endpoint);
[[nodiscard]] Endpoint endpointOf(const SocketAddress& address);

} // namespace vitrine::ports
