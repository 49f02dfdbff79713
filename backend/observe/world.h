// SPDX-License-Identifier: GPL-3.0-or-later
// One look at the machine: runs the scans that somebody wants and keeps what they found.
#pragma once

#include "backend/base/result.h"
#include "backend/observe/cgroup_scan.h"
#include "backend/observe/link_scan.h"
#include "backend/observe/namespace_scan.h"
#include "backend/observe/overlay_scan.h"
#include "backend/observe/process_scan.h"
#include "backend/observe/stats_scan.h"
#include "backend/observe/table.h"
#include "backend/observe/workloads.h"

#include <array>
#include <bitset>
#include <optional>
#include <string_view>
#include <vector>

namespace vitrine::observe {

enum class Table { Processes, Namespaces, Links, Mounts, Changes, Cgroups };
inline constexpr std::size_t tableCount = 6;
inline constexpr std::array<std::string_view, tableCount> tableNames { "processes", "namespaces",
    "links", "mounts", "changes", "cgroups" };

/// What is wanted of a look: a bit for each table, and one for the figures.
using Wanted = std::bitset<tableCount + 1>;
inline constexpr std::size_t wantedStats = tableCount;

class World {
public:
    /// Opens /proc and the cgroup2 tree, which may be missing. Fails with the errno of /proc.
    [[nodiscard]] static Result<World> create();

    /// Sets or replaces a workload.
    void set(Workload workload);
    void remove(const std::string& id);
    [[nodiscard]] const Workloads& workloads() const { return m_workloads; }

    /// Looks. What is not wanted keeps what was found the last time.
    [[nodiscard]] Result<void> look(const Wanted& wanted);

    [[nodiscard]] const std::vector<Process>& processes() const { return m_processes; }
    [[nodiscard]] const NamespaceScan::Facts& namespaces() const { return m_namespaces; }
    /// By index of processes().
    [[nodiscard]] const Records<ProcessRow>& processRows() const { return m_processRows; }
    [[nodiscard]] const Records<LinkRow>& links() const { return m_links; }
    [[nodiscard]] const Records<OverlayRow>& mounts() const { return m_overlays.mounts(); }
    [[nodiscard]] const Records<ChangeRow>& changes() const { return m_overlays.changes(); }
    [[nodiscard]] const Records<CgroupRow>& cgroups() const { return m_cgroupRows; }
    [[nodiscard]] const StatsSample& stats() const { return m_stats; }

    /// The workload that a namespace belongs to, empty for the host's.
    [[nodiscard]] std::string workloadOf(const NamespaceFact& fact) const;

private:
    explicit World(ProcessScan processes);
    void assignWorkloads();
    void lookAtLinks();
    void lookAtCgroups();

    Workloads m_workloads;
    ProcessScan m_processScan;
    NamespaceScan m_namespaceScan;
    LinkScan m_linkScan;
    OverlayScan m_overlays;
    std::optional<CgroupScan> m_cgroupScan;
    std::optional<StatsScan> m_statsScan;

    std::vector<Process> m_processes;
    std::optional<Membership> m_membership;
    NamespaceScan::Facts m_namespaces;
    Records<ProcessRow> m_processRows;
    Records<LinkRow> m_links;
    Records<CgroupRow> m_cgroupRows;
    StatsSample m_stats;
};

} // namespace vitrine::observe
