// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/viewer.h"

#include "backend/observe/text.h"

#include <algorithm>

namespace vitrine::observe {

Visibility::Visibility(const Viewer& viewer, const Workloads& workloads,
    const std::vector<Process>& processes, const NamespaceScan::Facts& namespaces)
    : m_all(viewer.scope == Viewer::Scope::All)
    , m_uid(viewer.uid)
    , m_workloads(workloads)
{
    if (m_all)
        return;
    m_processes.reserve(processes.size());
    for (const Process& process : processes) {
        const bool shown = process.uid == viewer.uid || showsWorkload(process.workload);
        m_processes.push_back(shown);
        if (shown)
            addCgroupOf(process.cgroup);
    }
    addNamespacesOf(namespaces);
}

void Visibility::addNamespacesOf(const NamespaceScan::Facts& namespaces)
{
    for (const auto& [id, fact] : namespaces)
        if (fact.initial)
            m_initial.insert(id);
    for (const auto& [id, fact] : namespaces) {
        const bool member = std::any_of(fact.members.begin(), fact.members.end(),
            [this](std::size_t index) { return m_processes[index]; });
        const bool held
            = std::any_of(fact.pins.begin(), fact.pins.end(), [this](const NamespacePin& pin) {
                  return pin.process != NamespacePin::noProcess && showsPin(pin);
              });
        if (fact.initial || member || held)
            m_namespaces.insert(id);
    }
}

void Visibility::addCgroupOf(std::string path)
{
    while (m_cgroups.insert(validUtf8(path)).second && path.size() > 1 && path.front() == '/')
        path.resize(std::max<std::size_t>(path.rfind('/'), 1));
}

bool Visibility::showsWorkload(const std::string& id) const
{
    if (m_all)
        return true;
    const auto workload = m_workloads.find(id);
    return workload != m_workloads.end() && workload->second.owner == m_uid;
}

bool Visibility::showsCgroup(const std::string& path, const std::string& workload) const
{
    return m_all || m_cgroups.contains(path) || showsWorkload(workload);
}

bool Visibility::showsPin(const NamespacePin& pin) const
{
    if (m_all)
        return true;
    if (pin.process == NamespacePin::noProcess)
        return showsNamespace(pin.by);
    // Mounts of the host's mount namespace are nobody's in particular.
    if (pin.kind == NamespacePin::Kind::BindMount && m_initial.contains(pin.by))
        return false;
    return m_processes[pin.process];
}

} // namespace vitrine::observe
