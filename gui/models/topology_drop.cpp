// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_drop.h"

#include "gui/models/network_list_model.h"
#include "gui/models/network_plug.h"
#include "gui/models/workload_list_model.h"

#include <QCoreApplication>

namespace vitrine {

namespace {

using Grip = TopologyGrip::Kind;
using Drop = TopologyDrop::Kind;

struct Drops {
    Q_DECLARE_TR_FUNCTIONS(TopologyDrop)
};

TopologyDrop refused(const QString& words)
{
    return { Drop::Refused, {}, {}, {}, words };
}

TopologyDrop nothing(const QString& words)
{
    return { Drop::Nothing, {}, {}, {}, words };
}

TopologyDrop connected(const api::WorkloadInfo& workload, const api::NetworkInfo& network,
    const NetworkListModel& networks)
{
    if (const QString why = whyNotConnected(workload, network, networks); !why.isEmpty())
        return refused(why);
    return { Drop::Connect, workload.path, network.path, {},
        Drops::tr("Connect “%1” to “%2”").arg(workload.name, network.name) };
}

TopologyDrop ofContainer(
    const api::WorkloadInfo& workload, const TopologyGrip& over, const NetworkListModel& networks)
{
    const QString hint
        = Drops::tr("Drop “%1” on a network, or on empty space for a new one").arg(workload.name);
    if (over.kind == Grip::Nothing)
        return { Drop::NewNetwork, workload.path, {}, {},
            Drops::tr("Make a network for “%1”").arg(workload.name) };
    if (over.kind == Grip::Network)
        if (const auto* network = networks.find(over.network))
            return connected(workload, *network, networks);
    return over.workload == workload.path ? nothing(hint) : refused(hint);
}

TopologyDrop ofNetwork(const api::NetworkInfo& network, const TopologyGrip& over,
    const WorkloadListModel& workloads, const NetworkListModel& networks)
{
    const QString hint = Drops::tr("Drop “%1” on a container").arg(network.name);
    const auto* workload = workloads.find(over.workload);
    if (workload && over.kind == Grip::Container)
        return connected(*workload, network, networks);
    return over.kind == Grip::Network && over.network == network.path ? nothing(hint)
                                                                      : refused(hint);
}

TopologyDrop ofPlug(const api::WorkloadInfo& workload, const api::NetworkInfo& from,
    const TopologyGrip& over, const NetworkListModel& networks)
{
    const QString hint
        = Drops::tr("Drop it on another network, or on empty space to disconnect “%1” from “%2”")
              .arg(workload.name, from.name);
    if (over.kind == Grip::Nothing) {
        const QString why = whyNotDisconnected(workload, from.name);
        return !why.isEmpty()
            ? refused(why)
            : TopologyDrop { Drop::Disconnect, workload.path, {}, from.path,
                  Drops::tr("Disconnect “%1” from “%2”").arg(workload.name, from.name) };
    }
    const auto* to = over.kind == Grip::Network ? networks.find(over.network) : nullptr;
    if (to && to->path != from.path) {
        TopologyDrop drop = connected(workload, *to, networks);
        if (drop.kind == Drop::Connect)
            drop = { Drop::Move, workload.path, to->path, from.path,
                Drops::tr("Move “%1” from “%2” to “%3”").arg(workload.name, from.name, to->name) };
        return drop;
    }
    return to || over.workload == workload.path ? nothing(hint) : refused(hint);
}

} // namespace

TopologyDrop topologyDrop(const TopologyGrip& held, const TopologyGrip& over,
    const WorkloadListModel& workloads, const NetworkListModel& networks)
{
    const auto* workload = workloads.find(held.workload);
    const auto* network = networks.find(held.network);
    if (held.kind == Grip::Container && workload)
        return ofContainer(*workload, over, networks);
    if (held.kind == Grip::Network && network)
        return ofNetwork(*network, over, workloads, networks);
    if (held.kind == Grip::Plug && workload && network)
        return ofPlug(*workload, *network, over, networks);
    return {};
}

} // namespace vitrine
