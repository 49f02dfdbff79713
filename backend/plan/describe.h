// SPDX-License-Identifier: GPL-3.0-or-later
// What people read of a step.
#pragma once

#include "backend/base/json.h"
#include "backend/plan/record.h"
#include "backend/plan/steps.h"

#include <string>
#include <string_view>

namespace vitrine::plan {

struct Description {
    std::string_view kind; ///< "mount-overlay"
    std::string text; ///< one sentence without a full stop
    std::string command; ///< the equivalent shell command, may be empty
    std::string object; ///< what it is about: a path, a name
    std::string note; ///< what is less than usual, may be empty
};

[[nodiscard]] Description describe(const Step& step);
[[nodiscard]] Description describe(const net::NetworkStep& step);
[[nodiscard]] Description describe(const oci::OciStep& step);
[[nodiscard]] Description describe(const ShowText& step);
[[nodiscard]] Description describe(const SetKernelSetting& step);

/// A step as the dictionary of org.vitrine.Manager1.Plan, without its index.
[[nodiscard]] Json toJson(const Step& step);

/// All steps, with what became of them when RECORDS are given; see org.vitrine.Container1.Steps.
[[nodiscard]] Json toJson(const Plan& plan, const std::vector<StepRecord>& records = {});

/// {"index", "state", "start", "duration"}
[[nodiscard]] Json toJson(const StepRecord& record, std::size_t index);

} // namespace vitrine::plan
