// SPDX-License-Identifier: GPL-3.0-or-later
// Steps on a control group that is there already, with or without a container being started.
#pragma once

#include "backend/plan/runner.h"

namespace vitrine::plan {

/// Whether STEP is one of EnableControllers, SetCgroupValue and FitMemory.
[[nodiscard]] bool isGroupStep(const Step& step);

/// Apply such a step. A value that the kernel refuses is told by the field that asked for it.
[[nodiscard]] Result<void> applyGroupStep(const Step& step);

/// Run PLAN, all of whose steps are such, all or nothing.
[[nodiscard]] RunOutcome runGroupSteps(const Plan& plan);

/// Take back what OUTCOME says that was done; leftovers and states are added to it.
void undoGroupSteps(const Plan& plan, RunOutcome& outcome);

} // namespace vitrine::plan
