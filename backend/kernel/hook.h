// SPDX-License-Identifier: GPL-3.0-or-later
// Programs of the administrator that a runtime calls at certain moments.
#pragma once

#include "backend/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::kernel {

struct HookProgram {
    std::string path;
    std::vector<std::string> arguments; ///< with the program's name first
    std::vector<std::string> environment; ///< all of it
    std::optional<int> timeout; ///< seconds
};

/// Run PROGRAM with INPUT as its standard input and wait for it. Fails when it cannot be executed,
/// ends with another status than 0, or has not ended in time: then it is killed.
[[nodiscard]] Result<void> runHook(const HookProgram& program, const std::string& input);

} // namespace vitrine::kernel
