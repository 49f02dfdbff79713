// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/topology_drop.h"
#include "helper/api/values.h"

#include <QObject>
#include <QVariantList>

#include <functional>

namespace vitrine {

class Session;

/// Puts containers into networks and takes them out, while they run: the requests, and what became
/// of them.
class ConnectionActions : public QObject {
    Q_OBJECT
public:
    /// Seconds during which a container that was disconnected comes back by a click.
    static constexpr int undoSeconds = 10;

    explicit ConnectionActions(Session& session, QObject* parent = nullptr);

    /// Connects, disconnects or moves, as DROP says.
    void change(const TopologyDrop& drop);
    /// WORKLOAD and NETWORK are object paths.
    void connectTo(const QString& workload, const QString& network);

signals:
    /// WHAT, a sentence, was done; BACK takes it back.
    void disconnected(const QString& what, const std::function<void()>& back);
    void failed(const QString& what, const vitrine::api::ErrorInfo& error);

private:
    void send(const QString& workload, const QVariantList& networks, const QString& what,
        const std::function<void()>& done = {});

    Session& m_session;
};

} // namespace vitrine
