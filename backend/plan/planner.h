// SPDX-License-Identifier: GPL-3.0-or-later
// spec → plan. Pure: reads nothing, asks the kernel nothing, needs no root.
#pragma once

#include "backend/image/image.h"
#include "backend/kernel/host_facts.h"
#include "backend/plan/planner_cgroup.h"
#include "backend/plan/planner_network.h"
#include "backend/plan/planner_resolver.h"
#include "backend/plan/steps.h"
#include "backend/spec/container_spec.h"

#include <string>

namespace vitrine::plan {

/// Where one container lives on the host.
struct ContainerPlace {
    std::string id;
    std::string runtimeDirectory; ///< of this container
    std::string mountPoint; ///< an empty directory, the same for all
    std::string writable; ///< directory with its writable layer: "upper" and "work"
    std::uint32_t firstId = 0; ///< of its range of ids outside (system-wide unique)
    uid_t owner = 0; ///< user that it belongs to
    std::vector<gid_t> ownerGroups {}; ///< that user's, their own first; for volumes
    std::vector<PlacedConnection> connections {}; ///< the spec's, in their order
    HostResolver resolver {}; ///< where it has connections, or the host's network
};

/// How many ids a container of root has.
inline constexpr std::uint32_t idsPerContainer = 65536;

/// The plan that starts a container. SPEC is complete (name, hostname, command). Fails with
/// NotSupported, naming the field, when the host cannot do what was asked: nothing is left out
/// silently.
[[nodiscard]] Result<Plan> planStart(const ContainerSpec& spec, const Image& image,
    const ContainerPlace& place, const kernel::HostFacts& facts);

/// What to run in a container that runs already.
struct ExecSpec {
    std::vector<std::string> command;
    std::map<std::string, std::string> environment;
    std::string workingDirectory; ///< empty: the container's
    std::string user; ///< as Isolation::user; empty: the container's
    bool terminal = false;
    kernel::TerminalSize size;
    bool input = true; ///< else standard input is at its end at once
};

/// Parse and validate the dictionary of org.vitrine.Container1.Exec.
[[nodiscard]] Result<ExecSpec> parseExecSpec(const Json& json);

/// LEADER: the container's first process.
[[nodiscard]] Result<Plan> planExec(const ExecSpec& spec, pid_t leader,
    const ContainerSpec& container, const kernel::HostFacts& facts);

} // namespace vitrine::plan
