// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_routes.h"

#include <QSet>

#include <algorithm>

namespace vitrine {

namespace {

struct End {
    const TopologyCard* card = nullptr;
    const TopologyPort* port = nullptr;
};

/// Wires leave the host to the right and every other card to the left: all of the way lies in the
/// gaps. LANE keeps wires side by side apart.
QList<QPointF> route(const End& from, const End& to, int lane, const TopologyMetrics& metrics)
{
    const int perGap = int((metrics.gapX - 3 * metrics.lane) / metrics.lane);
    const qreal offset = metrics.lane * (1.5 + lane % std::max(1, perGap));
    const int perRow = int((metrics.gapY - 2 * metrics.lane) / metrics.lane);
    const qreal offsetY = metrics.lane * (1 + lane % std::max(1, perRow));
    const auto port = [&](const End& end) {
        return QPointF(end.card->host ? end.card->area.right() : end.card->area.left(),
            end.port->area.center().y());
    };
    const auto gap = [&](const End& end) {
        return end.card->host ? end.card->area.right() + offset
                              : end.card->area.left() - metrics.gapX + offset;
    };
    const QPointF start = port(from), end = port(to);
    const qreal x1 = gap(from), x2 = gap(to);
    if (qFuzzyCompare(1 + x1, 1 + x2))
        return { start, { x1, start.y() }, { x1, end.y() }, end };
    // Across, above the row of the target.
    const qreal across = to.card->area.top() - metrics.gapY + offsetY;
    return { start, { x1, start.y() }, { x1, across }, { x2, across }, { x2, end.y() }, end };
}

/// The end of each interface; members of a folded group end at the group.
QHash<QString, End> endsOf(const QList<TopologyCard>& cards)
{
    QHash<QString, End> ends;
    for (const auto& card : cards)
        for (const auto& port : card.ports) {
            ends.insert(port.key, { &card, &port });
            if (port.folded)
                for (const QString& member : port.members)
                    ends.insert(member, { &card, &port });
        }
    return ends;
}

/// Gives those that are there a lane, and keeps the lanes of those that had one.
class Lanes {
public:
    explicit Lanes(QHash<QString, int>& earlier)
        : m_earlier(earlier)
        , m_taken(earlier.begin(), earlier.end())
    {
    }
    ~Lanes() { m_earlier = std::move(m_kept); }
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    int of(const QString& key)
    {
        if (const auto kept = m_kept.constFind(key); kept != m_kept.constEnd())
            return *kept;
        auto lane = m_earlier.value(key, -1);
        if (lane < 0) {
            while (m_taken.contains(m_next))
                ++m_next;
            lane = m_next;
            m_taken.insert(lane);
        }
        m_kept.insert(key, lane);
        return lane;
    }

private:
    QHash<QString, int>& m_earlier;
    QSet<int> m_taken;
    QHash<QString, int> m_kept;
    int m_next = 0;
};

} // namespace

QList<TopologyWire> topologyWires(
    const QList<TopologyCard>& cards, QHash<QString, int>& lanes, const TopologyMetrics& metrics)
{
    const auto ends = endsOf(cards);
    Lanes lane(lanes);
    QList<TopologyWire> wires;
    QSet<QString> done;
    for (const auto& card : cards) {
        for (const auto& port : card.ports) {
            const auto peer = ends.constFind(port.peer);
            if (port.peer.isEmpty() || peer == ends.constEnd() || done.contains(port.key))
                continue;
            if (peer->port->peer == port.key) // else others may be connected with it, too
                done.insert(port.peer);
            TopologyWire wire { port.key, port.peer, {} };
            End from { &card, &port }, to = *peer;
            if (to.card->host && !from.card->host) {
                std::swap(from, to);
                std::swap(wire.first, wire.second);
            }
            const QString& trunk = !from.port->bridge.isEmpty() ? from.port->bridge
                : !to.port->bridge.isEmpty()                    ? to.port->bridge
                                                                : wire.first;
            wire.path = route(from, to, lane.of(trunk), metrics);
            wires.append(std::move(wire));
        }
    }
    return wires;
}

QList<TopologyBus> topologyBuses(const QList<TopologyCard>& cards, const TopologyMetrics& metrics)
{
    QList<TopologyBus> buses;
    QHash<QString, qsizetype> busOf;
    for (const auto& card : cards) {
        for (const auto& port : card.ports) {
            if (const auto found = busOf.constFind(port.bridge); found != busOf.constEnd()) {
                TopologyBus& bus = buses[*found];
                bus.ports.append(port.key);
                if (port.folded)
                    bus.ports.append(port.members);
                bus.to.setY(port.area.center().y());
                bus.ends.append(QPointF(port.area.left(), bus.to.y()));
            }
            if (!port.isBridge)
                continue;
            TopologyBus bus { port.key, {}, {}, {}, {} };
            bus.from = bus.to
                = QPointF(port.area.left() + 1.5 * metrics.padding, port.area.bottom());
            busOf.insert(port.key, buses.size());
            buses.append(bus);
        }
    }
    buses.removeIf([](const TopologyBus& bus) { return bus.ports.isEmpty(); });
    return buses;
}

} // namespace vitrine
