// SPDX-License-Identifier: GPL-3.0-or-later
// The network graph as a file.
#pragma once

#include "helper/api/values.h"

namespace vitrine {

class TopologyFacts;
class TopologyGraph;

/// Writes all of GRAPH to PATH: a drawing (.svg), an image (.png) or the facts (.json), by the end
/// of its name. Returns what went wrong; no text: nothing did, and a file that was there is as it
/// was when something did.
[[nodiscard]] api::ErrorInfo saveTopology(
    TopologyGraph& graph, const TopologyFacts& facts, const QString& path);

} // namespace vitrine
