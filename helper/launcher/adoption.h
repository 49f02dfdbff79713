// SPDX-License-Identifier: GPL-3.0-or-later
// What an earlier launcher left in the runtime directory: running containers are taken over, ended
// ones finished, half-made ones undone.
#pragma once

#include "backend/base/json.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/host_facts.h"
#include "backend/plan/network_machine.h"
#include "helper/launcher/container_store.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::launcher {

/// Written when a container has been started (see Engine::start).
inline constexpr auto stateFileName = "state.json";
inline constexpr auto stepsFileName = "steps.json";
/// What the container was started with, when its specification has been changed since.
inline constexpr auto startedSpecFileName = "started-spec.json";

struct LeftContainer {
    std::string id;
    bool running = false; ///< its shim answers
    bool frozen = false;
    int waitStatus = 0; ///< when it has ended
    pid_t leader = 0;
    std::int64_t started = 0;
    std::string cgroup;
    Json steps = Json::array();
    std::optional<ContainerSpec> startedSpec;
    UniqueFd process, shim, shimProcess;
};

/// Write the state file of a container that was started, in its runtime directory: what LEFT says
/// of its leader, control group and time. Until it is there, recovery undoes the start.
[[nodiscard]] Result<void> keepState(int directory, const LeftContainer& left);

/// The first of the ids outside that process LEADER's user namespace has, 0 when it cannot be read.
[[nodiscard]] std::uint32_t firstIdOf(pid_t leader);

/// Looks at every runtime directory. Half-made containers, and those that the store does not know,
/// are undone here; PROBLEMS gets what failed.
///
/// A container whose state file is lost or wrong goes on when its shim answers: the shim tells its
/// first process. One whose shim cannot be reached, but lives, is ended: nobody could watch it.
[[nodiscard]] std::vector<LeftContainer> adoptRunning(const ContainerStore& store,
    const kernel::HostFacts& facts, plan::NetworkMachine& network, std::vector<Error>& problems);

} // namespace vitrine::launcher
