// SPDX-License-Identifier: GPL-3.0-or-later
// The ways through the network graph: what a packet can reach, and where the cursor keys go.
#pragma once

#include "gui/models/topology_layout.h"

namespace vitrine {

enum class TopologyStep { Up, Down, Left, Right };

/// All interfaces that packets can reach from KEY over wires and bridges, with KEY itself. The
/// ports of a folded group are reached by the group.
[[nodiscard]] QSet<QString> topologyReach(const TopologyScene& scene, const QString& key);

/// The interface a STEP from KEY: up and down in the order of the picture; left and right along the
/// wire when it leads there, else to the card beside. The first one when KEY is not shown; empty
/// when there is none.
[[nodiscard]] QString topologyNext(
    const TopologyScene& scene, const QString& key, TopologyStep step);

/// KEY, or the folded group that it is in.
[[nodiscard]] QString topologyShown(const TopologyScene& scene, const QString& key);

} // namespace vitrine
