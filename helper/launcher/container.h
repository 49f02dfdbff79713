// SPDX-License-Identifier: GPL-3.0-or-later
// One container as the launcher knows it: what is kept on disk, and what is true while it runs.
#pragma once

#include "backend/base/json.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/group_counts.h"
#include "backend/plan/record.h"
#include "backend/plan/steps.h"
#include "backend/spec/container_spec.h"
#include "helper/launcher/health.h"
#include "helper/launcher/network.h"
#include "helper/launcher/restart.h"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>

namespace vitrine::launcher {

enum class State { Stopped, Running, Paused, Stopping, Failed, Damaged, Restarting };

[[nodiscard]] const char* nameOf(State state);

struct Container {
    // kept in record.json
    std::string id;
    uid_t owner = 0;
    ContainerSpec spec; ///< complete: name, hostname and command are filled in
    std::uint32_t firstId = 0; ///< of its ids outside
    std::int64_t created = 0, started = 0, finished = 0; ///< CLOCK_REALTIME, µs; 0: never
    int exitStatus = -1; ///< 0 to 255, 128 + signal, -1: has not ended yet
    std::string exitReason;
    Json error = Json::object(); ///< of the last start, when that failed
    kernel::GroupCounts counts; ///< how often it met its limits in the last run

    RunHistory history;
    std::vector<Assignment> assignments; ///< in its networks, since its first start

    // while this launcher lives
    Json damage = Json::object(); ///< why its record could not be read; it is then never written
    State state = State::Stopped;
    bool firstOfBoot = false; ///< Restarting, and the machine was booted since it ran
    plan::Plan plan; ///< of the last start
    std::vector<plan::StepRecord> records; ///< what became of its steps
    Json adoptedSteps = Json::array(); ///< of the last start, when an earlier launcher made it
    std::vector<Json> changes; ///< steps of what was changed since, the oldest first

    // while it runs
    /// What it was started with, when that has been changed meanwhile; on disk in the runtime
    /// directory.
    std::optional<ContainerSpec> startedSpec;
    pid_t leader = 0;
    UniqueFd process; ///< pidfd of the leader
    UniqueFd shim; ///< socket to its shim
    UniqueFd shimProcess; ///< pidfd of its shim
    UniqueFd mounts; ///< its mount namespace; see KernelMachine::takeMounts
    Health health; ///< what the checks say
    bool startAgain = false; ///< it is being ended because it is unhealthy, to be started anew

    // from its end until that is concluded: its mounts are let go of
    unsigned ends = 0; ///< how often it has ended
    unsigned concluded = 0; ///< how many of its ends are concluded

    [[nodiscard]] bool isConcluding() const { return ends != concluded; }
    std::string cgroup; ///< path below the cgroup2 mount, empty: none

    /// What it was started as; it may have been changed since.
    [[nodiscard]] const ContainerSpec& runningSpec() const
    {
        return startedSpec ? *startedSpec : spec;
    }

    [[nodiscard]] bool isRunning() const
    {
        return state == State::Running || state == State::Paused || state == State::Stopping;
    }
};

/// True for what the kernel takes as a user's number.
[[nodiscard]] bool isUserId(std::int64_t number);

/// record.json and back. A record that cannot be read is InvalidSpec.
[[nodiscard]] Json recordOf(const Container& container);
[[nodiscard]] Result<Container> containerFrom(const Json& record);

/// How many steps of changes are kept.
inline constexpr std::size_t maximumChangeSteps = 128;
/// Put STEPS to the changes of CONTAINER, for "under the hood"; the oldest make room.
void keepChange(Container& container, const Json& steps);

/// STEPs of protocol.h: what the last start did, and what was changed since.
[[nodiscard]] Json stepsOf(const Container& container);

enum class Steps { Include, LeaveOut };

/// CONTAINER of protocol.h.
[[nodiscard]] Json wireOf(const Container& container, Steps steps);

/// The launcher has something to do for it that nobody asks for: it must not leave.
[[nodiscard]] bool isWatched(const Container& container);

/// Status and words for a wait status of waitpid(2); its counts tell whether it lacked memory.
void setExit(Container& container, int waitStatus);

/// The counts as CONTAINER of protocol.h has them.
[[nodiscard]] Json toJson(const kernel::GroupCounts& counts);

/// CLOCK_REALTIME in µs.
[[nodiscard]] std::int64_t timeNow();

} // namespace vitrine::launcher
