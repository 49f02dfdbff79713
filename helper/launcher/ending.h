// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of a container that ended, and how it goes away.
#pragma once

#include "backend/base/result.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <string>
#include <sys/types.h>

namespace vitrine::launcher {

/// Undo what the journal in RUNTIMEDIRECTORY names, keep the last output in STORAGE and remove
/// RUNTIMEDIRECTORY. No error when it is not there.
[[nodiscard]] Result<void> clearRuntime(
    const std::string& runtimeDirectory, const std::string& storage);

/// Send what STORAGE keeps of the last output to SOCKET, then the end of the process.
[[nodiscard]] Result<void> replayLastOutput(
    int socket, const std::string& storage, int exitStatus);

/// True when process PID has a handler for SIGNAL (SigCgt of /proc/PID/status), or cannot be read.
[[nodiscard]] bool handlesSignal(pid_t pid, int signal);

/// Remove the tree PATH in a child process, so that a big one holds nothing up; then call DONE.
void removeInBackground(
    EventLoop& loop, const std::string& path, std::function<void(Result<void>)> done);

} // namespace vitrine::launcher
