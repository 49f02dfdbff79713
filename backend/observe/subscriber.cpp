// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/subscriber.h"

#include <fcntl.h>

namespace vitrine::observe {

Result<Subscriber> Subscriber::create(Subscription subscription)
{
    const int flags = ::fcntl(subscription.stream.get(), F_GETFL);
    if (flags < 0 || ::fcntl(subscription.stream.get(), F_SETFL, flags | O_NONBLOCK) != 0)
        return Error::fromErrno("fcntl", "subscriber");
    Subscriber subscriber;
    subscriber.m_stream = std::move(subscription.stream);
    subscriber.m_viewer = std::move(subscription.viewer);
    subscriber.m_wanted = subscription.wanted;
    subscriber.m_interval = subscription.interval;
    return subscriber;
}

Wanted Subscriber::wanted() const
{
    return m_restart && isBehind() ? Wanted() : m_wanted;
}

Result<void> Subscriber::tell(const World& world)
{
    if (wanted().none())
        return flush();
    if (m_wanted.test(wantedStats))
        queueStats(world);
    else
        queueObservation(world);
    return flush();
}

void Subscriber::queueObservation(const World& world)
{
    const LineKind kind = m_restart ? LineKind::Full : LineKind::Delta;
    View view = viewOf(world, m_viewer, m_wanted, m_view);
    std::string line = observationLine(m_sequence, kind, m_wanted, m_view, view);
    if (line.empty())
        return;
    if (m_outbox.push(std::move(line))) {
        ++m_sequence;
        m_view = std::move(view);
        m_restart = false;
        return;
    }
    m_outbox.clear();
    m_view = {};
    m_restart = true;
}

void Subscriber::queueStats(const World& world)
{
    const Workloads& workloads = world.workloads();
    const bool all = m_viewer.scope == Viewer::Scope::All;
    const auto shown = [&](const std::string& id) {
        const auto workload = workloads.find(id);
        return workload != workloads.end() && (all || workload->second.owner == m_viewer.uid)
            && (m_viewer.workload.empty() || m_viewer.workload == id);
    };
    m_restart = false;
    if (!m_outbox.push(statsLine(world.stats(), shown) + "\n"))
        m_restart = true; // each line stands for itself: those that do not fit are left out
}

} // namespace vitrine::observe
