// SPDX-License-Identifier: GPL-3.0-or-later
// config.json → plan. Pure: reads nothing, asks the kernel nothing, needs no root.
#pragma once

#include "backend/kernel/cgroup.h"
#include "backend/plan/steps.h"
#include "backend/spec/oci/runtime_config.h"

#include <optional>
#include <string>

namespace vitrine::plan::oci {

/// What of the host the plan depends on.
struct HostFacts {
    bool privileged = false; ///< root, perhaps of a user namespace: may map all ids that it has
    bool initialUsers = false; ///< root of the machine: may make nodes, limit devices, map mounts
    std::uint32_t uid = 0, gid = 0;
    bool setGroupsDenied = false; ///< /proc/self/setgroups
    std::optional<kernel::CgroupMount> cgroup;
    std::string noCgroupReason; ///< when `cgroup` is empty
};

/// Where one container lives on the host.
struct Place {
    std::string id;
    std::string runtimeDirectory; ///< of this container
    std::string root; ///< absolute path of its root directory, without symlinks
    int keptDescriptors = 0; ///< how many from 3 on go to the payload
    unsigned filterFlags = 0; ///< SECCOMP_FILTER_FLAG_*
};

enum class Begin {
    Waiting, ///< for `start`
    AtOnce,
};

/// The plan that makes a container. Fails with the field's dotted path when it cannot be honoured:
/// nothing is left out silently.
[[nodiscard]] Result<Plan> planContainer(const vitrine::oci::RuntimeConfig& config,
    const Place& place, const HostFacts& facts, Begin begin);

/// A container that runs, for one more process in it.
struct Running {
    pid_t pid = 0; ///< of its first process
    std::vector<std::uint64_t> namespaces; ///< CLONE_NEW* of those that are not the caller's
    bool inCgroup = false;
    bool setGroupsDenied = false;
    std::optional<unsigned> seccompFlags; ///< when it has a filter
};
[[nodiscard]] Plan planExec(
    const vitrine::oci::Process& process, const Running& container, int keptDescriptors);

/// Path of the container's group below the cgroup2 mount; empty when there is none.
[[nodiscard]] Result<std::string> groupOf(
    const vitrine::oci::RuntimeConfig& config, const std::string& id, const HostFacts& facts);

/// The values as steps, each checked for its controller. Those that say "no limit" need none.
[[nodiscard]] Result<std::vector<vitrine::oci::GroupValue>> possibleValues(
    const std::vector<vitrine::oci::GroupValue>& values, const HostFacts& facts);

// The parts of planContainer().
[[nodiscard]] Result<void> addGroup(Plan& plan, const vitrine::oci::RuntimeConfig& config,
    const Place& place, const HostFacts& facts);
[[nodiscard]] Result<HandOverMounts> mountsToHandOver(
    const vitrine::oci::RuntimeConfig& config, const Place& place, const HostFacts& facts);
void addFiles(Plan& plan, const vitrine::oci::RuntimeConfig& config, const Place& place,
    const HostFacts& facts);
void addConfinement(Plan& plan, const vitrine::oci::Process& process,
    std::optional<LoadFilter> filter, bool setGroupsDenied, int keptDescriptors);

} // namespace vitrine::plan::oci
