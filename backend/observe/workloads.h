// SPDX-License-Identifier: GPL-3.0-or-later
// What the launcher says about its workloads, and which of them a thing belongs to.
#pragma once

#include "backend/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vitrine::observe {

struct Workload {
    std::string id;
    std::string name;
    std::uint32_t owner = 0; ///< uid
    std::int64_t leader = 0; ///< pid, 0 when it does not run
    std::string cgroup; ///< "/a/b" below the cgroup2 mount, empty: none of its own
    std::vector<std::string> lower; ///< paths, the topmost first
    std::string upper, work;
    /// Made by an ordinary user, directory by directory of the lower one: these may be mounts of
    /// their own, and all in the upper one has one owner, who tells nothing.
    bool piecewise = false;
};

/// Reads the "workload" object of a control message. Fails with InvalidSpec.
[[nodiscard]] Result<Workload> parseWorkload(const nlohmann::json& json);

/// All that are known, by ID.
using Workloads = std::map<std::string, Workload>;

/// Finds the workload of a cgroup or a pid namespace.
class Membership {
public:
    /// LEADER_PID_NAMESPACES: ID → inode of the leader's pid namespace, only of workloads that run
    /// in one of their own.
    Membership(const Workloads& workloads,
        const std::unordered_map<std::string, std::uint64_t>& leaderPidNamespaces);

    /// The ID of the workload whose cgroup is CGROUP or above it, else empty.
    [[nodiscard]] std::string ofCgroup(std::string_view cgroup) const;
    /// The ID of the workload that a process in CGROUP and in PID_NAMESPACE belongs to, else empty.
    [[nodiscard]] std::string of(std::string_view cgroup, std::uint64_t pidNamespace) const;

private:
    std::unordered_map<std::string, std::string> m_byCgroup;
    std::unordered_map<std::uint64_t, std::string> m_byPidNamespace;
};

} // namespace vitrine::observe
