// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_way.h"

#include <algorithm>

namespace vitrine {

namespace {

/// The network namespace of HOP; 0: nobody knows. One of somebody else's is named by nothing.
quint64 spaceOf(const api::HopInfo& hop, const QList<api::LinkRow>& links, quint64 host)
{
    if (hop.container.isEmpty())
        return hop.where == QLatin1String("host") ? host : 0;
    const auto found = std::find_if(links.begin(), links.end(),
        [&](const api::LinkRow& link) { return link.workload == hop.container; });
    return found == links.end() ? 0 : found->netns;
}

const api::LinkRow* otherEnd(const api::LinkRow& link, const QList<api::LinkRow>& links)
{
    const auto found = std::find_if(links.begin(), links.end(), [&](const api::LinkRow& other) {
        return link.peerIndex != 0 && other.netns == link.peerNetns
            && other.index == link.peerIndex;
    });
    return found == links.end() ? nullptr : &*found;
}

} // namespace

const api::LinkRow* linkOf(const api::HopInfo& hop, const QList<api::LinkRow>& links, quint64 host)
{
    const quint64 space = spaceOf(hop, links, host);
    const auto found = std::find_if(links.begin(), links.end(), [&](const api::LinkRow& link) {
        return link.netns == space && link.name == hop.interface;
    });
    return found == links.end() ? nullptr : &*found;
}

TopologyWay topologyWay(const api::PacketPath& path, const QList<api::LinkRow>& links, quint64 host)
{
    TopologyWay way;
    for (const auto& hop : path.hops) {
        way.endSpace = spaceOf(hop, links, host);
        if (way.endSpace != 0)
            way.spaces.insert(way.endSpace);
        const auto* link = linkOf(hop, links, host);
        way.end = link ? link->key : QString();
        if (!link)
            continue;
        way.keys.insert(link->key);
        const auto* other = hop.kind == QLatin1String("link") ? otherEnd(*link, links) : nullptr;
        if (other) {
            way.keys.insert(other->key);
            way.spaces.insert(other->netns);
        }
    }
    PacketPathModel model;
    model.setPath(path);
    way.state = model.state();
    if (!path.hops.isEmpty())
        way.words = kindOf(path.hops.last());
    return way;
}

} // namespace vitrine
