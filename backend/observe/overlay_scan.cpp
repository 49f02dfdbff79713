// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/overlay_scan.h"

#include "backend/observe/mount_table.h"
#include "backend/observe/text.h"

#include <array>

namespace vitrine::observe {

namespace {

constexpr std::array<const char*, 4> changeNames { "added", "changed", "deleted", "opaque" };

ChangeRow rowOf(const Change& change, const std::string& workload)
{
    ChangeRow row;
    row.key = workload + ":" + escapedUtf8(change.path);
    row.workload = workload;
    row.path = validUtf8(change.path);
    row.change = changeNames[std::size_t(change.kind)];
    row.type = change.type;
    row.size = change.size;
    row.modified = change.modified;
    return row;
}

} // namespace

void OverlayScan::scan(const Workloads& workloads, const ProcessScan& reader)
{
    m_changed |= std::erase_if(m_states, [&workloads](const auto& entry) {
        const auto known = workloads.find(entry.first);
        return known == workloads.end() || known->second.upper != entry.second.upper
            || known->second.lower != entry.second.lower;
    }) > 0;
    const auto deadline = Clock::now() + budget;
    auto begin = workloads.lower_bound(m_startAt);
    m_startAt.clear();
    auto visit = [&](const Workload& workload) {
        if (workload.upper.empty())
            return;
        State& state = m_states[workload.id];
        state.upper = workload.upper;
        state.lower = workload.lower;
        readOptions(workload, state, reader);
        if (Clock::now() < deadline)
            walk(workload, state, deadline);
        else if (m_startAt.empty())
            m_startAt = workload.id;
    };
    for (auto it = begin; it != workloads.end(); ++it)
        visit(it->second);
    for (auto it = workloads.begin(); it != begin; ++it)
        visit(it->second);
    publishAll(workloads);
}

void OverlayScan::publishAll(const Workloads& workloads)
{
    std::vector<OverlayRow> mounts;
    std::vector<ChangeRow> changes;
    for (const auto& [id, state] : m_states) {
        const Workload& workload = workloads.at(id);
        mounts.push_back({ id, id, workload.lower, workload.upper, workload.work, state.options,
            state.upperBytes });
        if (m_changed)
            changes.insert(changes.end(), state.changes.begin(), state.changes.end());
    }
    publish(m_mounts, std::move(mounts));
    if (m_changed)
        publish(m_changes, std::move(changes));
    m_changed = false;
}

void OverlayScan::walk(const Workload& workload, State& state, Clock::time_point deadline)
{
    const auto now = Clock::now();
    if (!state.walk) {
        if (now < state.next)
            return;
        auto started = UpperWalk::begin(workload);
        if (!started) { // being made or deleted just now: nothing to show
            m_changed |= !state.changes.empty();
            state.changes.clear();
            state.upperBytes = 0;
            return;
        }
        state.walk.emplace(std::move(started).value());
        state.spent = {};
    }
    const bool done = state.walk->run(deadline);
    state.spent += Clock::now() - now;
    if (done)
        finish(workload, state);
}

void OverlayScan::finish(const Workload& workload, State& state)
{
    state.upperBytes = state.walk->bytes();
    std::vector<ChangeRow> changes;
    changes.reserve(state.walk->changes().size());
    for (const Change& change : state.walk->changes())
        changes.push_back(rowOf(change, workload.id));
    if (changes != state.changes) {
        state.changes = std::move(changes);
        m_changed = true;
    }
    state.walk.reset();
    state.next = Clock::now() + state.spent * restFactor;
}

void OverlayScan::readOptions(const Workload& workload, State& state, const ProcessScan& reader)
{
    const auto now = Clock::now();
    if (workload.leader == state.leader && now - state.optionsRead < optionsAge)
        return;
    state.leader = workload.leader;
    state.optionsRead = now;
    state.options.clear();
    if (workload.leader == 0)
        return;
    const auto process = reader.openProcess(workload.leader);
    if (!process)
        return;
    const auto text = readFile(process.value().get(), "mountinfo");
    if (!text)
        return;
    for (const Mount& mount : parseMounts(text.value()))
        if (mount.point == "/" && mount.type == "overlay")
            state.options = validUtf8(mount.superOptions);
}

} // namespace vitrine::observe
