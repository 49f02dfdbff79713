// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"

#include <string>

namespace vitrine::launcher {

/// Where this program's file is: its absolute path.
///
/// A container gets hold of that file by executing "/proc/self/exe", which is the launcher's until
/// then, and holds it when the launcher has gone. Where its root could write to the file, this does
/// not return at first: the program goes on from a read-only mount that is nowhere, or as a sealed
/// copy in memory where it may not mount, with the same ARGUMENTS and the process name NAME.
[[nodiscard]] Result<std::string> protectOwnProgram(const char* name, char** arguments);

} // namespace vitrine::launcher
