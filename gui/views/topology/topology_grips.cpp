// SPDX-License-Identifier: GPL-3.0-or-later
// What of the network graph can be taken hold of, and dropped on.
#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_items.h"

namespace vitrine {

TopologyGrip TopologyGraph::gripOf(const PortItem& port) const
{
    const auto& text = port.text();
    if (!text.workload.isEmpty())
        return { TopologyGrip::Kind::Plug, text.workload, text.network };
    // What is on a bridge is a part of it.
    const auto* bridge = port.port().bridge.isEmpty() ? &port : m_ports.value(port.port().bridge);
    if (bridge && !bridge->text().network.isEmpty())
        return { TopologyGrip::Kind::Network, {}, bridge->text().network };
    return { TopologyGrip::Kind::Other, {}, {} };
}

TopologyGrip TopologyGraph::gripOf(const LineItem& line) const
{
    TopologyGrip grip { TopologyGrip::Kind::Other, {}, {} };
    for (const QString& key : line.keys())
        if (const auto* port = m_ports.value(key)) {
            const TopologyGrip end = gripOf(*port);
            const bool bus = line.keys().size() == 1;
            if (bus || end.kind == TopologyGrip::Kind::Plug)
                grip = end;
        }
    return grip;
}

TopologyGrip TopologyGraph::gripAt(QPoint at) const
{
    for (auto* item : items(at)) {
        if (const auto* port = dynamic_cast<PortItem*>(item)) {
            const TopologyGrip grip = gripOf(*port);
            if (grip.kind != TopologyGrip::Kind::Other)
                return grip;
        } else if (const auto* line = dynamic_cast<LineItem*>(item)) {
            return gripOf(*line);
        } else if (const auto* card = dynamic_cast<CardItem*>(item)) {
            return { card->text().workload.isEmpty() ? TopologyGrip::Kind::Other
                                                     : TopologyGrip::Kind::Container,
                card->text().workload, {} };
        }
    }
    return {};
}

TopologyGrip TopologyGraph::targetAt(QPoint at) const
{
    TopologyGrip grip = gripAt(at);
    if (grip.kind == TopologyGrip::Kind::Plug && cardAt(at))
        return { TopologyGrip::Kind::Container, grip.workload, {} };
    if (!cardAt(at))
        return {}; // a wire is in nobody's way
    return grip;
}

TopologyDrop TopologyGraph::dropOf(const TopologyGrip& held, const TopologyGrip& over) const
{
    return m_judge ? m_judge(held, over) : TopologyDrop();
}

QPointF TopologyGraph::anchorOf(const TopologyGrip& grip) const
{
    for (const auto* port : m_ports)
        if (grip.kind == TopologyGrip::Kind::Plug && gripOf(*port) == grip)
            return { port->port().area.left(), port->port().area.center().y() };
    for (const auto* port : m_ports)
        if (port->port().isBridge && gripOf(*port) == grip)
            return { port->port().area.right(), port->port().area.center().y() };
    for (const auto& card : m_layout.cards)
        if (!grip.workload.isEmpty() && m_cards.value(card.netns)->text().workload == grip.workload)
            return { card.area.left(), card.area.top() + TopologyMetrics().headerHeight / 2 };
    return {};
}

} // namespace vitrine
