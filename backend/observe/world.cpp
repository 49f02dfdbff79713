// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/world.h"

#include "backend/observe/mount_table.h"
#include "backend/observe/text.h"

namespace vitrine::observe {

World::World(ProcessScan processes)
    : m_processScan(std::move(processes))
{
}

Result<World> World::create()
{
    World world(TRY(ProcessScan::create()));
    std::string mount;
    if (auto found = findCgroup2()) {
        mount = std::move(found).value();
        world.m_cgroupScan.emplace(TRY(CgroupScan::create(mount)));
    }
    world.m_statsScan.emplace(mount);
    return world;
}

void World::set(Workload workload)
{
    const std::string id = workload.id;
    m_workloads.insert_or_assign(id, std::move(workload));
}

void World::remove(const std::string& id)
{
    m_workloads.erase(id);
}

Result<void> World::look(const Wanted& wanted)
{
    auto wants = [&wanted](Table table) { return wanted.test(std::size_t(table)); };
    const bool overlays = wants(Table::Mounts) || wants(Table::Changes);
    const bool spaces = wants(Table::Namespaces) || wants(Table::Links);
    if (wanted.any()) {
        m_processes
            = TRY(m_processScan.scan(spaces ? ProcessScan::Held::Find : ProcessScan::Held::Skip));
        assignWorkloads();
    }
    if (wants(Table::Processes)) {
        std::vector<ProcessRow> rows;
        rows.reserve(m_processes.size());
        for (const Process& process : m_processes)
            rows.push_back(process.row());
        publish(m_processRows, std::move(rows));
    }
    if (spaces)
        m_namespaces = m_namespaceScan.scan(m_processes, m_processScan);
    else
        m_namespaces.clear(); // it refers to the processes of its own look
    if (wants(Table::Links))
        lookAtLinks();
    if (overlays)
        m_overlays.scan(m_workloads, m_processScan);
    if (wants(Table::Cgroups))
        lookAtCgroups();
    if (wanted.test(wantedStats))
        m_stats = m_statsScan->scan(m_workloads, m_processes, m_processScan);
    return {};
}

void World::assignWorkloads()
{
    std::unordered_map<std::int64_t, std::string> leaders;
    for (const auto& [id, workload] : m_workloads)
        if (workload.leader != 0)
            leaders.emplace(workload.leader, id);
    std::unordered_map<std::string, std::uint64_t> spaces;
    for (Process& process : m_processes) {
        const auto leader = leaders.find(process.stat.pid);
        if (leader == leaders.end())
            continue;
        process.workload = leader->second;
        const NamespaceId space { NamespaceType::Pid, process.inode(NamespaceType::Pid) };
        if (space.inode != 0 && !m_namespaceScan.isInitial(space))
            spaces.emplace(leader->second, space.inode);
    }
    m_membership.emplace(m_workloads, spaces);
    for (Process& process : m_processes)
        if (process.workload.empty())
            process.workload = m_membership->of(process.cgroup, process.inode(NamespaceType::Pid));
}

std::string World::workloadOf(const NamespaceFact& fact) const
{
    if (fact.initial)
        return {};
    // Not simply the first one: who made it may be in it, too.
    for (const std::size_t member : fact.members)
        if (!m_processes[member].workload.empty())
            return m_processes[member].workload;
    for (const NamespacePin& pin : fact.pins)
        if (pin.process != NamespacePin::noProcess && !m_processes[pin.process].workload.empty())
            return m_processes[pin.process].workload;
    return {};
}

void World::lookAtLinks()
{
    std::vector<LinkRow> rows = m_linkScan.scan(m_namespaces, m_processes, m_processScan);
    for (LinkRow& row : rows)
        row.workload = workloadOf(m_namespaces.at({ NamespaceType::Net, row.netns }));
    publish(m_links, std::move(rows));
}

void World::lookAtCgroups()
{
    if (!m_cgroupScan)
        return; // no cgroup2 here: no rows
    std::vector<CgroupRow> rows = m_cgroupScan->scan(m_processes);
    for (CgroupRow& row : rows)
        row.workload = m_membership->ofCgroup(row.key);
    publish(m_cgroupRows, std::move(rows));
}

} // namespace vitrine::observe
