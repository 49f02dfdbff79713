// SPDX-License-Identifier: GPL-3.0-or-later
// What this kernel and this user can do, found by trying, never by version.
#pragma once

#include "backend/base/result.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/subordinate_ids.h"

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

struct HostFacts {
    uid_t uid = 0; ///< effective, of this process
    gid_t gid = 0;
    bool privileged = false; ///< root: may write any id map, mount from the initial namespaces
    std::optional<CgroupMount> cgroup;
    std::string noCgroupReason; ///< when `cgroup` is empty
    std::string noCgroupAdvice;
    bool userNamespaces = false;
    std::string noUserNamespacesReason;
    bool idMappedLayers = false; ///< idmapped mounts work on the file system of the storage
    /// Of an ordinary user; none for root, who needs none.
    std::optional<SubordinateIds> subordinateIds;
    std::string noSubordinateIdsReason, noSubordinateIdsAdvice;
    bool seccomp = false;
    bool noNewPrivileges = false; ///< of this process, and so of all that it starts
    std::vector<std::string> hugePageSizes; ///< "2MB"
    std::string ioWeightFile; ///< "io.weight" or "io.bfq.weight"; empty: no disk goes by weight
    unsigned long long openFilesSoft = 0, openFilesHard = 0; ///< RLIMIT_NOFILE of this process
};

/// STORAGE: descriptor of the directory in which writable layers are kept.
[[nodiscard]] HostFacts findHostFacts(int storage);

/// Look for control groups only, anew; see findCgroupParent().
void findControlGroups(HostFacts& facts);

/// Why groups cannot have CONTROLLER, and what to do; for a controller that FACTS do not have.
[[nodiscard]] std::string whyNoController(const HostFacts& facts, const std::string& controller);

struct Feature {
    std::string name, title;
    bool available = false;
    std::string reason; ///< why not, or what was found
    std::string advice; ///< what to do, may be empty
};

/// FACTS in words for the first-run check, with subordinate ids and /dev/kvm looked up now.
[[nodiscard]] std::vector<Feature> describeFeatures(const HostFacts& facts);

} // namespace vitrine::kernel
