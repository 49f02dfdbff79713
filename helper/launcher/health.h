// SPDX-License-Identifier: GPL-3.0-or-later
// What the checks of a container's health say of it. Pure.
#pragma once

#include "backend/spec/health_check.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace vitrine::launcher {

enum class HealthStatus { None, Starting, Healthy, Unhealthy };

/// How one check ended.
struct CheckResult {
    int exitStatus = -1; ///< 0 to 255, 128 + signal, -1: it did not end by itself
    std::string output; ///< what it printed, or why there was no answer
};

struct Health {
    HealthStatus status = HealthStatus::None;
    unsigned failures = 0; ///< in a row, of those that count
    CheckResult last; ///< the last check
    std::int64_t since = 0; ///< when it got its status, CLOCK_REALTIME in µs
};

/// HEALTH after one more check that ended with RESULT at NOW, AGE after the container's start.
[[nodiscard]] Health afterCheck(const HealthCheck& check, Health health, CheckResult result,
    std::chrono::microseconds age, std::int64_t now);

/// HEALTH of protocol.h: {} when it is not checked.
[[nodiscard]] Json toJson(const Health& health);

} // namespace vitrine::launcher
