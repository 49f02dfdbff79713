// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a container that ended is started again, and when. Pure.
#pragma once

#include "backend/spec/lifecycle_spec.h"

#include <chrono>
#include <cstdint>

namespace vitrine::launcher {

/// What is known of a container's runs; kept in its record.
struct RunHistory {
    bool wanted = false; ///< somebody started it, and nobody has stopped it since
    std::uint64_t restarts = 0; ///< since somebody started it
    std::uint64_t quickEnds = 0; ///< runs in a row that ended within lastingRun
    std::int64_t nextTry = 0; ///< when it is to be started again, CLOCK_REALTIME in µs; 0: not

    bool operator==(const RunHistory&) const = default;
};

inline constexpr std::chrono::milliseconds firstDelay { 100 };
inline constexpr std::chrono::milliseconds longestDelay { 60'000 };
inline constexpr std::chrono::seconds lastingRun { 10 }; ///< after such a run delays start over

[[nodiscard]] Json toJson(const RunHistory& history);
[[nodiscard]] Result<RunHistory> historyFrom(const Json& json);

/// How long to wait after QUICKENDS runs in a row that did not last: 100 ms, then twice as long
/// each time, up to a minute.
[[nodiscard]] std::chrono::milliseconds delayAfter(std::uint64_t quickEnds);

/// Whether POLICY wants a container started again whose run has ended by itself.
[[nodiscard]] bool wantsRestart(
    const RestartPolicy& policy, const RunHistory& history, bool failed);

/// Whether it is to be started when the helper starts for the first time after a boot.
[[nodiscard]] bool wantsStartAfterBoot(const Lifecycle& lifecycle, const RunHistory& history);

} // namespace vitrine::launcher
