// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/observation_models.h"

#include <QDeadlineTimer>

namespace vitrine {

namespace {

qint64 monotonicNow()
{
    return QDeadlineTimer::current().deadline();
}

} // namespace

ObservationModels::ObservationModels(QObject* parent)
    : QObject(parent)
{
    m_settleTimer.setSingleShot(true);
    m_settleTimer.setInterval(int(Rate::longestLook));
    connect(&m_settleTimer, &QTimer::timeout, this, &ObservationModels::settle);
}

void ObservationModels::apply(const api::ObservationDelta& delta)
{
    apply(delta, monotonicNow());
    m_settleTimer.start();
}

void ObservationModels::apply(const api::ObservationDelta& delta, qint64 now)
{
    // A full line replaces the tables that it carries; the others wait for their next view.
    const auto concerned = [&](const char* table, bool empty) {
        return delta.tables.contains(QLatin1String(table)) || !empty;
    };
    m_hasData = true;
    if (concerned("processes", delta.processes.isEmpty())) {
        m_processes.apply(delta.processes, delta.full, now);
        m_processList.apply(delta.processes, delta.full, now);
        m_matrix.update(m_processList);
    }
    if (concerned("namespaces", delta.namespaces.isEmpty()))
        m_namespaces.apply(delta.namespaces, delta.full, now);
    if (concerned("links", delta.links.isEmpty()))
        m_links.apply(delta.links, delta.full, now);
    if (concerned("mounts", delta.mounts.isEmpty()))
        m_overlays.apply(delta.mounts, delta.full, now);
    if (concerned("changes", delta.changes.isEmpty()))
        m_changes.apply(delta.changes, delta.full, now);
    if (concerned("cgroups", delta.cgroups.isEmpty()))
        m_cgroups.apply(delta.cgroups, delta.full, now);
    Q_EMIT applied();
}

void ObservationModels::settle()
{
    const qint64 now = monotonicNow();
    bool busy = m_processes.settle(now);
    busy = m_processList.settle(now) || busy;
    busy = m_links.settle(now) || busy;
    busy = m_cgroups.settle(now) || busy;
    if (busy)
        m_settleTimer.start();
}

void ObservationModels::reset()
{
    m_hasData = false;
    m_settleTimer.stop();
    m_processes.reset();
    m_processList.reset();
    m_namespaces.reset();
    m_matrix.reset();
    m_links.reset();
    m_overlays.reset();
    m_changes.reset();
    m_cgroups.reset();
    Q_EMIT applied();
}

void ObservationModels::setWorkloadNames(const WorkloadNames& names)
{
    if (names == m_names)
        return;
    m_names = names;
    m_namespaces.setWorkloadNames(names);
    m_matrix.setWorkloadNames(names);
    m_links.setWorkloadNames(names);
    m_overlays.setWorkloadNames(names);
    m_cgroups.setWorkloadNames(names);
}

} // namespace vitrine
