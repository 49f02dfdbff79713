// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/workloads.h"

namespace vitrine::observe {

namespace {

std::string withLeadingSlash(std::string cgroup)
{
    while (!cgroup.empty() && cgroup.back() == '/')
        cgroup.pop_back();
    if (!cgroup.empty() && cgroup.front() != '/')
        cgroup.insert(0, "/");
    return cgroup;
}

} // namespace

Result<Workload> parseWorkload(const nlohmann::json& json)
{
    Workload workload;
    try {
        workload.id = json.at("id").get<std::string>();
        workload.name = json.value("name", std::string());
        workload.owner = json.at("owner").get<std::uint32_t>();
        workload.leader = json.value("leader", std::int64_t(0));
        workload.cgroup = withLeadingSlash(json.value("cgroup", std::string()));
        workload.lower = json.value("lower", std::vector<std::string>());
        workload.upper = json.value("upper", std::string());
        workload.work = json.value("work", std::string());
        workload.piecewise = json.value("piecewise", false);
    } catch (const nlohmann::json::exception& problem) {
        return Error::invalid("workload", problem.what());
    }
    if (workload.id.empty())
        return Error::invalid("workload.id", "must not be empty");
    return workload;
}

Membership::Membership(const Workloads& workloads,
    const std::unordered_map<std::string, std::uint64_t>& leaderPidNamespaces)
{
    for (const auto& [id, workload] : workloads)
        if (!workload.cgroup.empty())
            m_byCgroup.emplace(workload.cgroup, id);
    for (const auto& [id, inode] : leaderPidNamespaces)
        m_byPidNamespace.emplace(inode, id);
}

std::string Membership::ofCgroup(std::string_view cgroup) const
{
    if (m_byCgroup.empty())
        return {};
    while (cgroup.size() > 1 && cgroup.front() == '/') {
        if (const auto found = m_byCgroup.find(std::string(cgroup)); found != m_byCgroup.end())
            return found->second;
        cgroup = cgroup.substr(0, cgroup.rfind('/'));
    }
    return {};
}

std::string Membership::of(std::string_view cgroup, std::uint64_t pidNamespace) const
{
    if (std::string id = ofCgroup(cgroup); !id.empty())
        return id;
    const auto found = m_byPidNamespace.find(pidNamespace);
    return found == m_byPidNamespace.end() ? std::string() : found->second;
}

} // namespace vitrine::observe
