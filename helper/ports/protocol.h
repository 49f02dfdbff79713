// SPDX-License-Identifier: GPL-3.0-or-later
// What the launcher asks of vitrine-ports, over its SOCK_SEQPACKET socket: a Request a message,
// with at most one descriptor, and an Answer to each.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace vitrine::ports {

inline constexpr int listenerDescriptor = 3; ///< where it is asked
inline constexpr int lifelineDescriptor = 4; ///< a connection: it ends when that does

inline constexpr std::size_t maximumPorts = 8192; ///< of a user, of both versions of IP

enum class Transport : std::uint8_t { Tcp, Udp };

/// An address with a port.
struct Endpoint {
    std::uint8_t version = 4; ///< or 6
    std::array<std::uint8_t, 16> address {}; ///< in network order; version 4 uses the first four
    std::uint8_t unused = 0;
    std::uint16_t port = 0;
    auto operator<=>(const Endpoint&) const = default;
};

/// What is taken of this computer.
struct HostSide {
    Endpoint endpoint;
    Transport transport = Transport::Tcp;
    std::uint8_t unused = 0;
    auto operator<=>(const HostSide&) const = default;
};

inline constexpr std::size_t maximumTargets = 2;

/// Where a port leads to: the first one that does not refuse.
struct Targets {
    std::array<Endpoint, maximumTargets> list;
    std::uint16_t count = 0;
};

struct Request {
    enum class Kind : std::uint16_t {
        /// Lead HOST to TARGETS. With a descriptor, a bound socket that listens, unless it has the
        /// port already; ENOENT asks for it.
        Lead,
        Withdraw, ///< HOST; its connections go on. ENOENT: it was not there
        /// Reset the connections that lead to the addresses of TARGETS, whatever port they came by.
        Cut,
    };
    Kind kind = Kind::Lead;
    HostSide host;
    Targets targets;
};

struct Answer {
    std::int32_t error = 0; ///< errno
};

} // namespace vitrine::ports
