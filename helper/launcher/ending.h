// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of a container that ended, and how it goes away.
#pragma once

#include "backend/base/result.h"

#include <string>
#include <sys/types.h>

namespace vitrine::launcher {

/// Undo what the journal in RUNTIMEDIRECTORY names and remove RUNTIMEDIRECTORY. Returns the last
/// output that the shim left there. No error when it is not there.
[[nodiscard]] Result<std::string> clearRuntime(const std::string& runtimeDirectory);

/// Keep the last output in the container's directory STORAGE, and get it back. A full disk costs
/// the last output, nothing else.
void keepLastOutput(const std::string& storage, const std::string& output);
[[nodiscard]] std::string keptLastOutput(const std::string& storage);

/// Send OUTPUT to the client's SOCKET as a console would, then the end of the process.
[[nodiscard]] Result<void> replayOutput(int socket, const std::string& output, int exitStatus);

/// True when process PID has a handler for SIGNAL (SigCgt of /proc/PID/status), or cannot be read.
[[nodiscard]] bool handlesSignal(pid_t pid, int signal);

} // namespace vitrine::launcher
