// SPDX-License-Identifier: GPL-3.0-or-later
// What comes of it when something in the network graph is dragged to something else.
#pragma once

#include "helper/api/values.h"

namespace vitrine {

class NetworkListModel;
class WorkloadListModel;

/// What can be taken hold of in the graph, or be dropped on.
struct TopologyGrip {
    enum class Kind {
        Nothing, ///< empty space
        Other, ///< something that nothing is to be had from
        Container,
        Network,
        Plug, ///< a container's interface in a network
    };
    Kind kind = Kind::Nothing;
    QString workload; ///< object path, of a container and of a plug
    QString network; ///< object path, of a network and of the one that a plug is in
    bool operator==(const TopologyGrip&) const = default;
};

/// What a drop does, with the words for it: what it would do, or why it cannot.
struct TopologyDrop {
    enum class Kind { Nothing, Refused, Connect, Disconnect, Move, NewNetwork };
    Kind kind = Kind::Nothing;
    QString workload; ///< object path; of NewNetwork it may be empty
    QString network; ///< object path of the one that it comes into
    QString left; ///< object path of the one that it leaves
    QString words;
    [[nodiscard]] bool isPossible() const { return kind != Kind::Nothing && kind != Kind::Refused; }
};

/// What it means to drop HELD on OVER.
[[nodiscard]] TopologyDrop topologyDrop(const TopologyGrip& held, const TopologyGrip& over,
    const WorkloadListModel& workloads, const NetworkListModel& networks);

} // namespace vitrine
