// SPDX-License-Identifier: GPL-3.0-or-later
// Who looks, and what may be shown to him.
#pragma once

#include "backend/observe/namespace_scan.h"
#include "backend/observe/process_scan.h"
#include "backend/observe/workloads.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace vitrine::observe {

struct Viewer {
    enum class Scope { Own, All };
    std::uint32_t uid = 0;
    Scope scope = Scope::Own;
    std::string workload; ///< only rows of this one, empty: no such limit
};

/// What a viewer with Scope::Own may see: his processes and those of his workloads, and what they
/// are in or hold. With Scope::All everything. Made anew for each look; refers to its arguments.
class Visibility {
public:
    Visibility(const Viewer& viewer, const Workloads& workloads,
        const std::vector<Process>& processes, const NamespaceScan::Facts& namespaces);

    [[nodiscard]] bool showsProcess(std::size_t index) const { return m_all || m_processes[index]; }
    /// A thing that belongs to a workload.
    [[nodiscard]] bool showsWorkload(const std::string& id) const;
    [[nodiscard]] bool showsNamespace(const NamespaceId& id) const
    {
        return m_all || m_namespaces.contains(id);
    }
    /// A cgroup of path PATH that belongs to WORKLOAD (may be empty).
    [[nodiscard]] bool showsCgroup(const std::string& path, const std::string& workload) const;
    /// Something else than a process that keeps a namespace.
    [[nodiscard]] bool showsPin(const NamespacePin& pin) const;

private:
    void addNamespacesOf(const NamespaceScan::Facts& namespaces);
    void addCgroupOf(std::string path);

    bool m_all;
    std::uint32_t m_uid;
    const Workloads& m_workloads;
    std::vector<bool> m_processes;
    std::set<NamespaceId> m_namespaces;
    std::set<NamespaceId> m_initial;
    std::set<std::string> m_cgroups;
};

} // namespace vitrine::observe
