// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/connection_actions.h"

#include "gui/app/job_watch.h"
#include "gui/app/session.h"
#include "gui/models/network_plug.h"

namespace vitrine {

ConnectionActions::ConnectionActions(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
}

void ConnectionActions::send(const QString& workload, const QVariantList& networks,
    const QString& what, const std::function<void()>& done)
{
    m_session.client().change(workload, { { QStringLiteral("networks"), networks } }, {}, this,
        [this, what, done](const Reply<QString>& reply) {
            watchJob(m_session, reply, this, [this, what, done](const api::ErrorInfo& error) {
                if (!error.isEmpty())
                    emit failed(what, error);
                else if (done)
                    done();
            });
        });
}

void ConnectionActions::connectTo(const QString& workload, const QString& network)
{
    const auto* guest = m_session.workloads().find(workload);
    const auto* into = m_session.networks().find(network);
    if (guest && into)
        send(workload, networksWith(*guest, into->name),
            tr("Connect %1 to %2").arg(guest->name, into->name));
}

void ConnectionActions::change(const TopologyDrop& drop)
{
    if (drop.kind == TopologyDrop::Kind::Connect)
        return connectTo(drop.workload, drop.network);
    const auto* guest = m_session.workloads().find(drop.workload);
    const auto* from = m_session.networks().find(drop.left);
    const auto* into = m_session.networks().find(drop.network);
    const bool moves = drop.kind == TopologyDrop::Kind::Move;
    if (!guest || !from || (moves && !into)
        || (!moves && drop.kind != TopologyDrop::Kind::Disconnect))
        return;
    const QString what = moves
        ? tr("Move %1 from %2 to %3").arg(guest->name, from->name, into->name)
        : tr("Disconnect %1 from %2").arg(guest->name, from->name);
    const QString done = moves
        ? tr("“%1” was moved from “%2” to “%3”.").arg(guest->name, from->name, into->name)
        : tr("“%1” was disconnected from “%2”.").arg(guest->name, from->name);
    const auto back
        = [this, before = *guest, added = moves ? into->name : QString(), removed = from->name] {
              if (const auto* now = m_session.workloads().find(before.path))
                  send(now->path, networksBefore(*now, before, added, removed),
                      tr("Connect %1 to %2").arg(before.name, removed));
          };
    send(guest->path,
        moves ? networksMoved(*guest, from->name, into->name) : networksWithout(*guest, from->name),
        what, [this, done, back] { emit disconnected(done, back); });
}

} // namespace vitrine
