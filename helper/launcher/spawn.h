// SPDX-License-Identifier: GPL-3.0-or-later
// Programs of ours that the launcher starts and does not wait for.
#pragma once

#include "backend/base/result.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::launcher {

/// Start PROGRAM with ARGUMENTS, DESCRIPTORS as 3, 4, … and nothing else but 0, which is empty, 1
/// and 2, which are ours; with ERRORS 1 is empty and 2 that. It is reaped with all other children.
/// Returns its number.
[[nodiscard]] Result<pid_t> spawnProgram(const std::string& program,
    std::vector<std::string> arguments, const std::vector<int>& descriptors, int errors = -1);

} // namespace vitrine::launcher
