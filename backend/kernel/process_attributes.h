// SPDX-License-Identifier: GPL-3.0-or-later
// What a process of its own free will becomes: user, capabilities, priorities, execution domain.
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

/// Names without CAP_, in small letters. Each set is what the process shall have in it.
struct CapabilitySets {
    std::vector<std::string> bounding, effective, inheritable, permitted, ambient;
};

/// Numbers of capabilities that this kernel has, by name.
[[nodiscard]] std::vector<std::string> knownCapabilities();

/// Drop from the bounding set what is not in SETS; needs CAP_SETPCAP, so before the user changes.
[[nodiscard]] Result<void> narrowBoundingSet(const CapabilitySets& sets);
/// The other sets. EPERM when one asks for more than the process has.
[[nodiscard]] Result<void> setCapabilities(const CapabilitySets& sets);

/// setgroups, setresgid, setresuid. KEEP: the permitted capabilities survive the change.
[[nodiscard]] Result<void> becomeUser(
    uid_t uid, gid_t gid, const std::vector<gid_t>& groups, bool mayChangeGroups);
/// PR_SET_KEEPCAPS: what is permitted stays so when root becomes somebody else, until execve.
[[nodiscard]] Result<void> keepCapabilitiesOverUserChange();

/// ioprio_set(2) for this process.
[[nodiscard]] Result<void> setIoPriority(int priorityClass, int level);

struct SchedulingPolicy {
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0, deadline = 0, period = 0; ///< nanoseconds
};
/// sched_setattr(2) for this process.
[[nodiscard]] Result<void> setScheduling(const SchedulingPolicy& policy);

/// personality(2).
[[nodiscard]] Result<void> setPersonality(unsigned long persona);

/// sched_setaffinity(2) from a list such as "0-3,7"; an empty one is all processors. Errors name
/// FIELD.
[[nodiscard]] Result<void> setAffinity(const std::string& field, const std::string& list);

} // namespace vitrine::kernel
