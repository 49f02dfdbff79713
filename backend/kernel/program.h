// SPDX-License-Identifier: GPL-3.0-or-later
// What every caller of execve(2) needs.
#pragma once

#include <string>
#include <vector>

namespace vitrine::kernel {

/// STRINGS as execve(2) wants them, valid as long as those are not changed.
[[nodiscard]] std::vector<char*> pointersTo(std::vector<std::string>& strings);

/// The files that execvp(3) would try for PROGRAM in the directories of PATH, "/bin:/usr/bin".
[[nodiscard]] std::vector<std::string> programFiles(
    const std::string& program, const std::string& path);

/// Every signal has its default effect and none is blocked: a program inherits what its caller
/// ignores and blocks.
void resetSignals();

} // namespace vitrine::kernel
