// SPDX-License-Identifier: GPL-3.0-or-later
// The way of a packet in the network graph.
#pragma once

#include "gui/models/packet_path_model.h"
#include "helper/api/observation.h"

#include <QSet>
#include <QString>

namespace vitrine {

struct TopologyWay {
    QSet<QString> keys; ///< of the interfaces that it passes
    QSet<quint64> spaces; ///< the network namespaces that it is in
    QString end; ///< key of the interface where it ends; empty: not known
    quint64 endSpace = 0; ///< 0: it ends where nothing is drawn
    HopState state = HopState::Ends; ///< of the whole
    QString words; ///< that stand where it ends
};

/// The way of PATH through LINKS, as they are now; HOST is the host's network namespace. What has
/// gone meanwhile is left out.
[[nodiscard]] TopologyWay topologyWay(
    const api::PacketPath& path, const QList<api::LinkRow>& links, quint64 host);

/// The interface that HOP names, or null.
[[nodiscard]] const api::LinkRow* linkOf(
    const api::HopInfo& hop, const QList<api::LinkRow>& links, quint64 host);

} // namespace vitrine
