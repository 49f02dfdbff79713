// SPDX-License-Identifier: GPL-3.0-or-later
// What of a log is wanted; the launcher says it to vitrine-logs with arguments. Qt-free.
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::logs {

struct Options {
    bool follow = false; ///< go on with what will be printed
    std::optional<std::uint64_t> tail; ///< only so many of the last lines there are
    std::int64_t since = 0; ///< only lines from this time on: CLOCK_REALTIME, ns
    std::string stream; ///< "stdout" or "stderr"; empty: both
};

/// Descriptors of vitrine-logs: the container's directory, and where its lines go.
inline constexpr int directoryDescriptor = 3;
inline constexpr int targetDescriptor = 4;

/// Options as arguments of vitrine-logs, and back. InvalidSpec names the argument.
[[nodiscard]] std::vector<std::string> argumentsOf(const Options& options);
[[nodiscard]] Result<Options> optionsFrom(const std::vector<std::string>& arguments);

} // namespace vitrine::logs
