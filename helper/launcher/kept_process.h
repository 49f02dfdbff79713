// SPDX-License-Identifier: GPL-3.0-or-later
// Programs of ours that outlive the launcher. The socket at which one listens is how the next
// launcher finds it: the kernel says who made it listen.
#pragma once

#include "backend/kernel/process_start.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::launcher {

struct KeptProgram {
    std::string path;
    /// What it gets as 3, 4, …; the first one is a bound socket, which listens once it is its own.
    std::vector<int> descriptors;
};

/// Start PROGRAM in the namespaces of REQUEST. It executes once PREPARE, told its number, is done;
/// when that fails it ends.
[[nodiscard]] Result<kernel::Started> startKept(const KeptProgram& program,
    kernel::StartRequest request, const std::function<Result<void>(pid_t)>& prepare);

/// The one called NAME that listens at SOCKET in DIRECTORY. NotFound, or why it cannot be reached.
[[nodiscard]] Result<kernel::Started> findKept(
    int directory, const std::string& socket, const std::string& name);

/// Whether the process of the pidfd PROCESS runs; one that has ended and was not waited for yet
/// does not.
[[nodiscard]] bool isAlive(int process);
/// SIGKILL, and wait until it has ended: ETIMEDOUT after 5 seconds.
[[nodiscard]] Result<void> endProcess(int process);

} // namespace vitrine::launcher
