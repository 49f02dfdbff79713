// SPDX-License-Identifier: GPL-3.0-or-later
// Where the cards, interfaces and wires of the network graph stand. A pure function: the same rows
// and the same earlier places give the same picture.
#pragma once

#include "helper/api/observation.h"

#include <QHash>
#include <QList>
#include <QPointF>
#include <QRectF>

namespace vitrine {

struct TopologyPort {
    QString key; ///< of the LinkRow
    QString peer; ///< key of the other end of a veth pair, empty when there is none
    QString bridge; ///< key of the bridge that it is a port of, empty when it is none
    bool isBridge = false;
    QRectF area; ///< set by the layout
};

struct TopologyCard {
    quint64 netns = 0;
    QString workload;
    bool host = false;
    bool quiet = false; ///< not the host's, and loopback only: there is room for a note
    QList<TopologyPort> ports; ///< loopback first, then bridges each followed by its ports
    QRectF area; ///< set by the layout
    int slot = -1; ///< place in the grid of the containers; -1: the host's
};

/// A veth pair.
struct TopologyWire {
    QString first, second; ///< keys of both ends
    QList<QPointF> path; ///< corners of an orthogonal line
};

/// The line down a bridge's ports.
struct TopologyBus {
    QString bridge;
    QList<QString> ports;
    QPointF from, to;
};

struct TopologyScene {
    QList<TopologyCard> cards; ///< the host's first
    QList<TopologyWire> wires;
    QList<TopologyBus> buses;
    QRectF area;
};

/// Which grid place each network namespace has; kept from one layout to the next.
using TopologySlots = QHash<quint64, int>;

struct TopologyMetrics {
    qreal cardWidth = 264;
    qreal headerHeight = 40;
    qreal portHeight = 28;
    qreal padding = 8;
    qreal gapX = 64; ///< between columns: where wires run up and down
    qreal gapY = 40; ///< between rows: where wires run across
    qreal lane = 6; ///< between two wires side by side
    int columns = 3; ///< of containers, beside the host
};

/// The cards that LINKS make, without places: one a network namespace; HOSTNETNS is the host's.
[[nodiscard]] QList<TopologyCard> topologyCards(
    const QList<api::LinkRow>& links, quint64 hostNetns);

/// Gives every card, port, wire and bus its place. PLACES: earlier grid places, brought up to date;
/// a card keeps its slot for as long as it lives, a new one takes the first that is free.
[[nodiscard]] TopologyScene layoutTopology(
    QList<TopologyCard> cards, TopologySlots& places, const TopologyMetrics& metrics = {});

} // namespace vitrine
