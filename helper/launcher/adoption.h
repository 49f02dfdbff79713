// SPDX-License-Identifier: GPL-3.0-or-later
// What an earlier launcher left in the runtime directory: running containers are taken over, ended
// ones finished, half-made ones undone.
#pragma once

#include "backend/base/json.h"
#include "backend/base/unique_fd.h"
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
    UniqueFd process, shim;
};

/// Looks at every runtime directory. Half-made containers, and those that the store does not know,
/// are undone here; PROBLEMS gets what failed.
[[nodiscard]] std::vector<LeftContainer> adoptRunning(
    const ContainerStore& store, std::vector<Error>& problems);

} // namespace vitrine::launcher
