// SPDX-License-Identifier: GPL-3.0-or-later
// How a container ends, and what follows its end. Pure values.
#pragma once

#include "backend/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

enum class RestartWhen { No, OnFailure, Always, UnlessStopped };

struct RestartPolicy {
    RestartWhen when = RestartWhen::No;
    std::optional<std::uint64_t> attempts; ///< of OnFailure; none: without end
    bool operator==(const RestartPolicy&) const = default;
};

/// What the launcher does, not the container's processes: a change counts at once.
struct Lifecycle {
    RestartPolicy restart;
    bool autostart = false; ///< start it when the helper starts for the first time after a boot
    std::string stopSignal = "SIGTERM";
    std::uint64_t stopTimeout = 10'000; ///< ms from the signal to SIGKILL
    bool operator==(const Lifecycle&) const = default;
};

namespace bounds {
inline constexpr std::uint64_t largestStopTimeout = 3'600'000; ///< ms
inline constexpr std::uint64_t largestAttempts = 1'000'000;
}

/// Takes the lifecycle's members of a spec: restart ("no", "on-failure", "on-failure:N", "always",
/// "unless-stopped"), autostart, stopSignal, stopTimeout. InvalidSpec names the field.
[[nodiscard]] Result<void> readLifecycle(ObjectReader& spec, Lifecycle& lifecycle);

/// Adds them to SPEC, every one.
void writeLifecycle(const Lifecycle& lifecycle, Json& spec);

/// The number of "SIGTERM", "TERM", "SIGRTMIN+3" or "15". InvalidSpec with FIELD when there is
/// none.
[[nodiscard]] Result<int> signalNumber(const std::string& name, const std::string& field);

/// "SIGTERM" for a number.
[[nodiscard]] std::string signalName(int number);

} // namespace vitrine
