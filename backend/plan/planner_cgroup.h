// SPDX-License-Identifier: GPL-3.0-or-later
// Limits → steps on a control group. Pure, as planner.h.
#pragma once

#include "backend/kernel/host_facts.h"
#include "backend/plan/steps.h"
#include "backend/spec/limits.h"

#include <string>
#include <vector>

namespace vitrine::plan {

/// One line that a limit writes in a file of a control group.
struct CgroupValue {
    std::string field; ///< of the spec, "limits.memory"
    std::string controller; ///< that has the file, "memory"
    std::string file, value; ///< "memory.max", "67108864"
    std::string reset; ///< what takes it back: "max"
    std::string meaning; ///< for people
};

/// What LIMITS write, in the order in which the kernel takes them. Fails with NotSupported, naming
/// the field and the reason, when one cannot be kept here.
[[nodiscard]] Result<std::vector<CgroupValue>> cgroupValues(
    const Limits& limits, const kernel::HostFacts& facts);

/// Steps that make the group PATH (below the cgroup2 mount; its parent is there) with LIMITS: hand
/// down the controllers that the parent does not hand down yet, make it, set it. No step when there
/// are no control groups here and no limits.
[[nodiscard]] Result<Plan> planCgroup(
    const Limits& limits, const std::string& path, const kernel::HostFacts& facts);

enum class Room { MustBeThere, KillForIt };

/// Steps that change the group PATH, which has BEFORE, to AFTER: only what differs, and each can be
/// undone. ROOM says what happens when more memory is in use than AFTER allows: the plan fails, or
/// the kernel kills.
[[nodiscard]] Result<Plan> planLimitChange(const Limits& before, const Limits& after, Room room,
    const std::string& path, const kernel::HostFacts& facts);

/// Path of a container's group below the cgroup2 mount; empty when there is no cgroup.
[[nodiscard]] std::string cgroupPathOf(const std::string& id, const kernel::HostFacts& facts);

} // namespace vitrine::plan
