// SPDX-License-Identifier: GPL-3.0-or-later
// Really sending, to see whether it arrives.
#pragma once

#include "backend/base/json.h"
#include "backend/base/result.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace vitrine::network {

/// Longer than the kernel asks for an address that nobody has, three times a second.
inline constexpr std::chrono::milliseconds probePatience { 4000 };

struct Probe {
    IpAddress to;
    std::optional<Protocol> protocol; ///< none: ICMP echo
    std::uint16_t port = 0;
};

struct ProbeAnswer {
    enum class Kind {
        Answered,
        Refused, ///< it arrived, and nobody listens there
        Unreachable, ///< number says what a sender is told
        Silent, ///< nothing came back in time
    };
    Kind kind = Kind::Silent;
    int number = 0; ///< errno
    std::int64_t microseconds = 0; ///< it took
};

/// Connect by TCP, send an empty datagram by UDP or an echo request by ICMP, in the network
/// namespace that the caller is in, and wait for what comes back. Fails when it cannot be sent for
/// a reason that has nothing to do with the way.
[[nodiscard]] Result<ProbeAnswer> sendProbe(const Probe& probe);

/// TEST of helper/launcher/protocol.h.
[[nodiscard]] Json toJson(const ProbeAnswer& answer, const Probe& probe);

} // namespace vitrine::network
