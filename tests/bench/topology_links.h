// SPDX-License-Identifier: GPL-3.0-or-later
// The network that the benchmarks of the graph show: containers on bridges of one computer.
#pragma once

#include "helper/api/observation.h"

namespace vitrine::bench {

inline constexpr quint64 hostNetns = 100;
inline constexpr int bridgeCount = 20;

/// The host's interfaces with its bridges, and COUNT containers, each on one of them.
[[nodiscard]] QList<api::LinkRow> topologyLinks(int count);

} // namespace vitrine::bench
