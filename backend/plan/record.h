// SPDX-License-Identifier: GPL-3.0-or-later
// What became of each step of a plan that ran.
#pragma once

#include <cstdint>

namespace vitrine::plan {

enum class StepState : std::uint8_t { Pending, Done, Failed, Undone };

struct StepRecord {
    StepState state = StepState::Pending;
    std::int64_t start = 0; ///< nanoseconds since the run began
    std::int64_t duration = 0; ///< nanoseconds
};

} // namespace vitrine::plan
