// SPDX-License-Identifier: GPL-3.0-or-later
// The networks that a container is in, and its ports that others can reach through the host.
#pragma once

#include "backend/base/json.h"
#include "backend/spec/ip_address.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// What an interface lets through.
struct LinkSettings {
    std::uint64_t inbound = 0, outbound = 0; ///< bits a second to and from the container; 0: all
    bool up = true; ///< false: as if its cable were pulled out
    bool operator==(const LinkSettings&) const = default;
};

/// An interface of a container in a network.
struct Connection {
    std::string network; ///< its name
    std::optional<IpAddress> address, address6; ///< none: free ones
    std::string mac; ///< "02:…"; empty: one of its own
    LinkSettings link {};
    bool operator==(const Connection&) const = default;
};

enum class Protocol { Tcp, Udp };

struct PublishedPort {
    std::uint16_t host = 0; ///< port of the host
    std::uint16_t container = 0; ///< and of the container that it leads to
    std::uint16_t count = 1; ///< so many from these on
    Protocol protocol = Protocol::Tcp;
    std::optional<IpAddress> address; ///< of the host; none: all
    bool operator==(const PublishedPort&) const = default;
};

struct Connections {
    std::vector<Connection> networks; ///< the first one has the default route and the ports
    std::vector<PublishedPort> ports;
    bool operator==(const Connections&) const = default;
};

namespace bounds {
inline constexpr std::size_t networksPerContainer = 16;
inline constexpr std::size_t publishedPorts = 1024; ///< all ranges together
inline constexpr std::uint64_t slowestLink = 8'000; ///< bits a second
inline constexpr std::uint64_t fastestLink = 16'000'000'000; ///< libnl counts bytes in an int
}

/// "tcp", "udp"
[[nodiscard]] const char* nameOf(Protocol protocol);

/// Whether two of them cannot be published side by side.
[[nodiscard]] bool clash(const PublishedPort& left, const PublishedPort& right);
/// "127.0.0.1:8080/tcp", "8000-8009/udp": what is taken of the host.
[[nodiscard]] std::string hostSideOf(const PublishedPort& port);

/// "02:00:5e:00:53:01" of one interface.
using MacAddress = std::array<std::uint8_t, 6>;
[[nodiscard]] Result<MacAddress> parseMac(const std::string& field, const std::string& text);
[[nodiscard]] std::string toText(const MacAddress& mac);

/// Take the members "inbound", "outbound" and "up"; back into JSON goes what is not the default.
[[nodiscard]] Result<LinkSettings> readLink(ObjectReader& reader);
void writeLink(Json& json, const LinkSettings& link);

/// The member "ports" of SPEC alone.
[[nodiscard]] Result<std::vector<PublishedPort>> readPublishedPorts(const Json& spec);
/// Take the members "networks" and "ports" of a spec.
[[nodiscard]] Result<Connections> readConnections(ObjectReader& spec);
/// Put them into SPEC again.
void writeConnections(Json& spec, const Connections& connections);

} // namespace vitrine
