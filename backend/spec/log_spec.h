// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of what a container prints. Pure values.
#pragma once

#include "backend/base/json.h"

#include <cstdint>

namespace vitrine {

struct LogOptions {
    bool kept = true;
    std::uint64_t maxSize = 10 * 1024 * 1024; ///< bytes of one file
    std::uint64_t files = 3; ///< how many there are: the newest, and older ones
    bool operator==(const LogOptions&) const = default;
};

namespace bounds {
inline constexpr std::uint64_t smallestLogFile = 64 * 1024;
inline constexpr std::uint64_t largestLogFile = 1024 * 1024 * 1024;
inline constexpr std::uint64_t logFiles = 16;
}

/// Takes the member log of a spec: "none", or maxSize and files. InvalidSpec names the field.
[[nodiscard]] Result<void> readLog(ObjectReader& spec, LogOptions& log);

/// Adds it to SPEC.
void writeLog(const LogOptions& log, Json& spec);

} // namespace vitrine
