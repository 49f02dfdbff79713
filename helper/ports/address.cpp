// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/address.h"

#include <cstring>

namespace vitrine::ports {

SocketAddress::SocketAddress(const Endpoint& endpoint)
    : v6()
{
    generic.sa_family = sa_family_t(familyOf(endpoint));
    if (endpoint.version == 4) {
        v4.sin_port = htons(endpoint.port);
        std::memcpy(&v4.sin_addr, endpoint.address.data(), sizeof v4.sin_addr);
        size = sizeof v4;
    } else {
        v6.sin6_port = htons(endpoint.port);
        std::memcpy(&v6.sin6_addr, endpoint.address.data(), sizeof v6.sin6_addr);
        size = sizeof v6;
    }
}

int familyOf(const Endpoint& endpoint)
{
    return endpoint.version == 4 ? AF_INET : AF_INET6;
}

Endpoint endpointOf(const SocketAddress& address)
{
    Endpoint endpoint;
    if (address.generic.sa_family == AF_INET6) {
        endpoint.version = 6;
        endpoint.port = ntohs(address.v6.sin6_port);
        std::memcpy(endpoint.address.data(), &address.v6.sin6_addr, sizeof address.v6.sin6_addr);
    } else {
        endpoint.port = ntohs(address.v4.sin_port);
        std::memcpy(endpoint.address.data(), &address.v4.sin_addr, sizeof address.v4.sin_addr);
    }
    return endpoint;
}

} // namespace vitrine::ports
