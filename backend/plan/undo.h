// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/plan/steps.h"

namespace vitrine::plan {

/// Take back what STEP made under a name that outlives this process: runtime directories and
/// control groups. It is no error when it is not there. Other steps leave nothing behind: what they
/// made went away with the last process or descriptor that held it.
[[nodiscard]] Result<void> undo(const Step& step);

} // namespace vitrine::plan
