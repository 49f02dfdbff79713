// SPDX-License-Identifier: GPL-3.0-or-later
// What create, run and exec share: they start a process by a plan.
#pragma once

#include "backend/kernel/seccomp.h"
#include "backend/plan/kernel_machine.h"
#include "backend/plan/oci_planner.h"
#include "helper/launcher/oci/options.h"
#include "helper/launcher/oci/runtime.h"

namespace vitrine::oci {

/// What this host and this user can do for a container.
[[nodiscard]] plan::oci::HostFacts findFacts();

/// How many descriptors from 3 on the payload gets: --preserve-fds and those of systemd's socket
/// activation.
[[nodiscard]] Result<int> keptDescriptors(const Options& options);

/// The compiled filter of PROFILE, from the cache below the state directory where it is there.
[[nodiscard]] Result<kernel::BpfProgram> filterFor(
    const std::string& root, const SeccompProfile& profile, const Runtime& runtime);

/// The sockets that a process hands things to, open while it starts.
struct Sockets {
    UniqueFd start; ///< listens
    UniqueFd console; ///< connected
    UniqueFd ownConsole; ///< the other end of `console` when this command is in front
    UniqueFd listener; ///< connected
};

/// Connect to who wants the terminal; errors say what is missing. DETACHED: nobody is in front.
[[nodiscard]] Result<void> openConsoleSocket(
    Sockets& sockets, const Process& process, const Options& options, bool detached);

[[nodiscard]] Result<void> writePidFile(const Options& options, pid_t pid);
/// Of a process that was undone.
void forgetPidFile(const Options& options);

/// ERROR, saying what could not be undone after it.
[[nodiscard]] Error withLeftover(Error error, const Error& leftover);

/// A run of a plan that failed, as one error.
[[nodiscard]] Error failureOf(plan::RunOutcome outcome);

} // namespace vitrine::oci
