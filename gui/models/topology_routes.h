// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of the network graph, between cards that have their places.
#pragma once

#include "gui/models/topology_layout.h"

namespace vitrine {

/// A wire for each veth pair with both ends in CARDS, in the lane that LANES keeps for its bridge.
[[nodiscard]] QList<TopologyWire> topologyWires(
    const QList<TopologyCard>& cards, QHash<QString, int>& lanes, const TopologyMetrics& metrics);

/// A bus for each bridge that has ports.
[[nodiscard]] QList<TopologyBus> topologyBuses(
    const QList<TopologyCard>& cards, const TopologyMetrics& metrics);

} // namespace vitrine
