// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of a container that ended, and how it goes away.
#pragma once

#include "backend/base/result.h"
#include "backend/kernel/host_facts.h"
#include "backend/plan/network_machine.h"
#include "backend/plan/steps.h"

#include <optional>
#include <string>
#include <sys/types.h>

namespace vitrine::launcher {

/// The control group that the container ID has when it runs.
[[nodiscard]] std::optional<plan::MakeCgroup> groupOf(
    const std::string& id, const kernel::HostFacts& facts);

/// Undo what the journal in RUNTIMEDIRECTORY names, and remove the journal: its names may soon be
/// somebody else's. No error when it is not there.
///
/// GROUP is the control group that the container has by its id: the journal may be damaged, or
/// gone, and another container never has it. Who still lives in it is killed.
[[nodiscard]] Result<void> undoRuntime(const std::string& runtimeDirectory,
    const std::optional<plan::MakeCgroup>& group, plan::NetworkMachine& network);

/// undoRuntime(), and remove RUNTIMEDIRECTORY.
[[nodiscard]] Result<void> clearRuntime(const std::string& runtimeDirectory,
    const std::optional<plan::MakeCgroup>& group, plan::NetworkMachine& network);

/// True when process PID has a handler for SIGNAL (SigCgt of /proc/PID/status), or cannot be read.
[[nodiscard]] bool handlesSignal(pid_t pid, int signal);

} // namespace vitrine::launcher
