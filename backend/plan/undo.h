// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/plan/network_machine.h"
#include "backend/plan/steps.h"

namespace vitrine::plan {

/// Take back what STEP made under a name that outlives this process: runtime directories,
/// control groups, and by NETWORK what is in the host's network. It is no error when it is not
/// there. Other steps leave nothing behind: what they made went away with the last process or
/// descriptor that held it.
[[nodiscard]] Result<void> undo(const Step& step, NetworkMachine* network);

} // namespace vitrine::plan
