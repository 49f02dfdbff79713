// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of a container that runs, or does not.
#include "backend/kernel/block_devices.h"
#include "backend/plan/describe.h"
#include "backend/plan/group_steps.h"
#include "helper/launcher/engine.h"
#include "helper/launcher/protocol.h"

#include <cstdio>

namespace vitrine::launcher {

namespace {

LimitEvent oomKill(const Container& container, std::uint64_t count, const kernel::KernelLog& log)
{
    LimitEvent event { "oom-kill", count, container.spec.limits.memory.value_or(0), {}, 0 };
    for (const auto& victim : log.victims()) {
        // The kernel tells the whole path, we know the end of it.
        if (!victim.group.ends_with(container.cgroup))
            continue;
        event.process = victim.name;
        event.pid = victim.pid;
    }
    return event;
}

void addLeftovers(Error& error, const std::vector<Error>& leftovers)
{
    for (const auto& leftover : leftovers)
        error.text += "; could not be set back: " + leftover.message();
}

} // namespace

Result<void> Engine::changeLimits(
    Container& container, const Json& json, plan::Room room, LimitChange& change)
{
    const Limits after = TRY(parseLimits(json));
    const Limits resolved = TRY(kernel::withDeviceNumbers(after));
    plan::Plan steps;
    if (!container.damage.empty())
        return errorFromJson(container.damage); // nothing could be kept
    if (container.isRunning() && container.cgroup.empty() && after != Limits {})
        return Error::of(
            ErrorKind::Busy, "limits", "it was started without a control group: stop it first");
    if (container.isRunning() && !container.cgroup.empty()) {
        const auto before = kernel::withDeviceNumbers(container.spec.limits);
        steps = TRY(plan::planLimitChange(before ? before.value() : container.spec.limits, resolved,
            room, container.cgroup, m_facts));
    } else {
        TRY(plan::cgroupValues(resolved, m_facts)); // what cannot be kept is refused now
    }
    plan::RunOutcome outcome = plan::runGroupSteps(steps);
    const Limits kept = std::exchange(container.spec.limits, after);
    if (!outcome.failure)
        if (auto saved = m_store.save(container); !saved) {
            plan::undoGroupSteps(steps, outcome);
            outcome.failure = plan::RunFailure { std::move(saved).error(), -1 };
        }
    change.steps = plan::toJson(steps, outcome.records);
    keepChange(container, change.steps);
    if (outcome.failure) {
        container.spec.limits = kept;
        addLeftovers(outcome.failure->error, outcome.leftovers);
        change.failure = std::move(outcome.failure);
    }
    return {};
}

void Engine::watchLimits(const Container& container)
{
    if (container.cgroup.empty() || !m_facts.cgroup)
        return;
    const std::string directory = m_facts.cgroup->path + container.cgroup;
    if (auto watched = m_limitWatch.watch(container.id, directory); !watched)
        std::fprintf(stderr, "vitrine-launcher: %s\n", watched.error().message().c_str());
    if (const auto group = kernel::Cgroup::open(directory, "")) // what nobody saw meanwhile
        countLimits(*m_store.find(container.id).value(), kernel::readCounts(group.value()));
}

/// Tell what is new in COUNTS.
void Engine::countLimits(Container& container, const kernel::GroupCounts& counts)
{
    const kernel::GroupCounts before = std::exchange(container.counts, counts);
    if (before == counts)
        return;
    m_events.changed(container);
    const auto& limits = container.spec.limits;
    const auto tell = [&](const char* kind, std::uint64_t now, std::uint64_t then,
                          const std::optional<std::uint64_t>& limit) {
        if (now > then)
            m_events.limitReached(
                container, LimitEvent { kind, now - then, limit.value_or(0), {}, 0 });
    };
    if (counts.oomKills > before.oomKills)
        m_events.limitReached(
            container, oomKill(container, counts.oomKills - before.oomKills, m_kernelLog));
    tell("oom", counts.oom, before.oom, limits.memory);
    tell("memory-max", counts.memoryMax, before.memoryMax, limits.memory);
    tell("memory-high", counts.memoryHigh, before.memoryHigh, limits.memoryHigh);
    tell("pids-max", counts.pidsMax, before.pidsMax, limits.pids);
}

/// Its group is about to go: what it can still tell.
void Engine::lastCounts(Container& container)
{
    m_limitWatch.forget(container.id);
    if (container.cgroup.empty() || !m_facts.cgroup)
        return;
    if (const auto group = kernel::Cgroup::open(m_facts.cgroup->path, container.cgroup))
        countLimits(container, kernel::readCounts(group.value()));
}

void Engine::regroup(const std::string& problem)
{
    kernel::findControlGroups(m_facts);
    m_releaser.begin();
    if (!m_facts.cgroup && !problem.empty())
        m_facts.noCgroupReason += "; " + problem;
}

std::string Engine::group() const
{
    return m_facts.cgroup ? m_facts.cgroup->path + m_facts.cgroup->parent : std::string();
}

Engine::LimitChange Engine::setLimits(const std::string& id, const Json& limits, plan::Room room)
{
    LimitChange change;
    const auto found = m_store.find(id);
    const auto done
        = found ? changeLimits(*found.value(), limits, room, change) : Result<void>(found.error());
    if (!done)
        change.failure = plan::RunFailure { done.error(), -1 };
    if (!found)
        return change;
    m_events.changed(*found.value());
    if (!change.steps.empty())
        m_events.stepsChanged(*found.value());
    return change;
}

} // namespace vitrine::launcher
