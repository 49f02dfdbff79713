// SPDX-License-Identifier: GPL-3.0-or-later
// Where the cards, interfaces and wires of the network graph stand. A pure function: the same rows
// and the same earlier places give the same picture.
#pragma once

#include "gui/models/topology_cards.h"

#include <QHash>
#include <QPointF>

namespace vitrine {

/// A veth pair.
struct TopologyWire {
    QString first, second; ///< keys of both ends
    QList<QPointF> path; ///< corners of an orthogonal line
};

/// The line down a bridge's ports, with a branch to each.
struct TopologyBus {
    QString bridge;
    QList<QString> ports;
    QPointF from, to;
    QList<QPointF> ends; ///< of the branches
};

struct TopologyScene {
    QList<TopologyCard> cards; ///< the host's first
    QList<TopologyWire> wires;
    QList<TopologyBus> buses;
    QRectF area;
};

/// What is kept from one layout to the next, so that nothing moves without a reason of its own.
struct TopologyPlaces {
    QHash<quint64, int> slot; ///< in the grid, by network namespace
    QList<qreal> rowHeights; ///< only the last row may still grow
    int columns = 0; ///< that the rows were made for
    QHash<QString, int> lanes; ///< by bridge, or by wire when there is none at its end
};

struct TopologyMetrics {
    qreal cardWidth = 304;
    qreal headerHeight = 40;
    qreal portHeight = 28;
    qreal lineHeight = 18; ///< of a port's further lines
    qreal padding = 8;
    qreal gapX = 64; ///< between columns: where wires run up and down
    qreal gapY = 56; ///< between rows: where wires run across
    qreal lane = 6; ///< between two wires side by side
    int columns = 3; ///< of containers, beside the host
};

/// Gives every card, port, wire and bus its place. PLACES are brought up to date: a card keeps its
/// place for as long as it lives and fits, a new one takes the first that is free and high enough.
/// The wires of one bridge run in one lane.
[[nodiscard]] TopologyScene layoutTopology(
    QList<TopologyCard> cards, TopologyPlaces& places, const TopologyMetrics& metrics = {});

} // namespace vitrine
