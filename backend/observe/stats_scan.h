// SPDX-License-Identifier: GPL-3.0-or-later
// Figures for charts: of the host and of each workload that runs.
#pragma once

#include "backend/observe/cgroup_files.h"
#include "backend/observe/process_scan.h"
#include "backend/observe/rows.h"
#include "backend/observe/workloads.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::observe {

struct StatsSample {
    std::int64_t time = 0; ///< CLOCK_REALTIME, milliseconds
    Stat host;
    std::map<std::string, Stat> workloads; ///< by ID, those that run
};

/// Sum of the counters of /proc/PID/net/dev over all interfaces but lo.
void parseNetDev(std::string_view text, std::int64_t& rxBytes, std::int64_t& txBytes);
/// "QUOTA PERIOD" of cpu.max as a number of processors, -1 when there is no limit.
[[nodiscard]] double processorsOf(std::string_view cpuMax);
/// Sum of the sectors of /proc/diskstats in bytes over the disks in DISKS (no partitions).
void parseDiskStats(std::string_view text, const std::vector<std::string>& disks,
    std::int64_t& readBytes, std::int64_t& writtenBytes);

class StatsScan {
public:
    /// CGROUP2_MOUNT: empty when there is none; then cpu comes from the processes.
    explicit StatsScan(std::string cgroup2Mount);

    /// PROCESSES with their workloads set.
    [[nodiscard]] StatsSample scan(const Workloads& workloads,
        const std::vector<Process>& processes, const ProcessScan& reader);

private:
    struct Known {
        std::string cgroup;
        std::unique_ptr<CgroupFiles> files;
        std::int64_t leader = 0;
        std::int64_t cpuUsec = 0, readBytes = -1, writtenBytes = -1; ///< of processes: never fall
    };

    [[nodiscard]] Stat hostStat(std::size_t processes) const;
    void addCgroup(const Workload& workload, Known& known, Stat& stat);
    void addProcesses(const Workload& workload, Known& known, const std::vector<Process>& processes,
        const ProcessScan& reader, Stat& stat) const;

    std::string m_mount;
    std::map<std::string, Known> m_known;
    std::string m_buffer;
};

/// The line of OpenStats; only workloads that SHOWN says yes to.
template <typename Predicate>
[[nodiscard]] std::string statsLine(const StatsSample& sample, Predicate shown)
{
    nlohmann::json workloads = nlohmann::json::object();
    for (const auto& [id, stat] : sample.workloads)
        if (shown(id))
            workloads[id] = toJson(stat);
    return toLine({ { "time", sample.time }, { "host", toJson(sample.host) },
        { "workloads", std::move(workloads) } });
}

} // namespace vitrine::observe
