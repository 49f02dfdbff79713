// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the network graph: a card per network namespace with its interfaces in order.
#pragma once

#include "helper/api/observation.h"

#include <QList>
#include <QRectF>
#include <QSet>
#include <QString>
#include <QStringList>

namespace vitrine {

/// An interface, or the head of a group of them.
struct TopologyPort {
    QString key; ///< of the LinkRow, or of the group
    QString peer; ///< key of the other end of a veth pair, empty when there is none
    QString bridge; ///< key of the bridge that it is a port of, empty when it is none
    bool isBridge = false;
    QStringList members; ///< of a group: the keys of a bridge's ports
    bool folded = false; ///< a group whose members are not shown
    int lines = 1; ///< of text
    QRectF area; ///< set by the layout

    [[nodiscard]] bool isGroup() const { return !members.isEmpty(); }
};

struct TopologyCard {
    quint64 netns = 0;
    QString workload;
    bool host = false;
    bool quiet = false; ///< not the host's, and loopback only
    int notes = 0; ///< lines below the interfaces
    QList<TopologyPort> ports; ///< loopback first, then bridges each followed by its ports
    QRectF area; ///< set by the layout
    int slot = -1; ///< place in the grid of the containers; -1: the host's
};

/// Which bridges show their ports as one counted group.
struct TopologyFolding {
    int most = 30; ///< a bridge with more ports has a group
    QSet<QString> open; ///< keys of the groups that are unfolded
};

/// The cards that LINKS make, without places: one a network namespace; HOSTNETNS is the host's.
[[nodiscard]] QList<TopologyCard> topologyCards(
    const QList<api::LinkRow>& links, quint64 hostNetns, const TopologyFolding& folding = {});

/// The addresses of LINK without the link-local one that every interface has.
[[nodiscard]] QStringList tellingAddresses(const api::LinkRow& link);

} // namespace vitrine
