// SPDX-License-Identifier: GPL-3.0-or-later
// How to find out whether what runs in a container does its work. Pure values.
#pragma once

#include "backend/base/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

enum class WhenUnhealthy { Nothing, Restart, Stop };

/// What the launcher does, not the container's processes: a change counts at once.
struct HealthCheck {
    std::vector<std::string> command; ///< 0 as its exit status says healthy; empty: no checks
    std::uint64_t interval = 30'000; ///< ms from the end of a check to the next one
    std::uint64_t timeout = 30'000; ///< ms after which a check has failed
    std::uint64_t retries = 3; ///< failures in a row that make it unhealthy
    std::uint64_t startPeriod = 0; ///< ms from the start in which failures do not count
    WhenUnhealthy then = WhenUnhealthy::Nothing;
    bool operator==(const HealthCheck&) const = default;
};

namespace bounds {
inline constexpr std::uint64_t shortestHealthTime = 100; ///< ms
inline constexpr std::uint64_t longestHealthTime = 86'400'000; ///< ms
inline constexpr std::uint64_t mostHealthRetries = 1'000;
}

/// Takes SPEC's member "health": command, interval, timeout, retries, startPeriod, whenUnhealthy
/// ("nothing", "restart", "stop"). InvalidSpec names the field.
[[nodiscard]] Result<HealthCheck> readHealth(ObjectReader& spec);

/// Adds it to SPEC, {} without a command.
void writeHealth(Json& spec, const HealthCheck& check);

} // namespace vitrine
