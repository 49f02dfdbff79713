// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_layout.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace vitrine {

namespace {

QString keyOf(quint64 netns, qint64 index)
{
    return QStringLiteral("%1/%2").arg(netns).arg(index);
}

/// Loopback, then what stands alone, then each bridge with its ports.
QList<TopologyPort> portsOf(QList<api::LinkRow> links, const QSet<QString>& known)
{
    std::sort(
        links.begin(), links.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    const auto port = [&](const api::LinkRow& link) {
        TopologyPort result;
        result.key = link.key;
        const QString peer = keyOf(link.peerNetns, link.peerIndex);
        if (link.kind == QLatin1String("veth") && known.contains(peer) && peer != link.key)
            result.peer = peer;
        const QString bridge = keyOf(link.netns, link.master);
        if (link.master != 0 && known.contains(bridge))
            result.bridge = bridge;
        result.isBridge
            = link.kind == QLatin1String("bridge") || link.kind == QLatin1String("bond");
        return result;
    };
    QList<TopologyPort> alone, bridges, members;
    for (const auto& link : links) {
        TopologyPort made = port(link);
        auto& list = !made.bridge.isEmpty() ? members : made.isBridge ? bridges : alone;
        const bool loopback = link.kind == QLatin1String("loopback");
        loopback ? list.prepend(made) : list.append(made);
    }
    for (const auto& bridge : bridges) {
        alone.append(bridge);
        for (const auto& member : members)
            if (member.bridge == bridge.key)
                alone.append(member);
    }
    // A bridge that is a port itself (a bond in a bridge) has not been placed above.
    QSet<QString> placed;
    for (const auto& entry : alone)
        placed.insert(entry.key);
    for (const auto& member : members)
        if (!placed.contains(member.key))
            alone.append(member);
    return alone;
}

qreal heightOf(const TopologyCard& card, const TopologyMetrics& metrics)
{
    const auto rows = std::max<qsizetype>(1, card.ports.size()) + (card.quiet ? 1 : 0);
    return metrics.headerHeight + qreal(rows) * metrics.portHeight + 2 * metrics.padding;
}

void assignSlots(QList<TopologyCard>& cards, TopologySlots& places)
{
    TopologySlots kept;
    QSet<int> taken;
    for (const auto& card : cards)
        if (const int slot = places.value(card.netns, -1); !card.host && slot >= 0) {
            kept.insert(card.netns, slot);
            taken.insert(slot);
        }
    int next = 0;
    for (auto& card : cards) {
        if (card.host)
            continue;
        if (!kept.contains(card.netns)) {
            while (taken.contains(next))
                ++next;
            taken.insert(next);
            kept.insert(card.netns, next);
        }
        card.slot = kept.value(card.netns);
    }
    places = kept;
}

void placePorts(TopologyCard& card, const TopologyMetrics& metrics)
{
    qreal y = card.area.top() + metrics.headerHeight + metrics.padding;
    for (auto& port : card.ports) {
        const qreal indent = port.bridge.isEmpty() ? 0 : 3 * metrics.padding;
        port.area = QRectF(card.area.left() + metrics.padding + indent, y + 2,
            metrics.cardWidth - 2 * metrics.padding - indent, metrics.portHeight - 4);
        y += metrics.portHeight;
    }
}

/// Rows are as high as their highest card, so that the gaps between them run through.
void placeCards(QList<TopologyCard>& cards, const TopologyMetrics& metrics)
{
    QMap<int, qreal> rowHeights;
    for (const auto& card : cards)
        if (!card.host) {
            auto& height = rowHeights[card.slot / metrics.columns];
            height = std::max(height, heightOf(card, metrics));
        }
    QMap<int, qreal> rowTops;
    qreal top = 0;
    const int lastRow = rowHeights.isEmpty() ? -1 : rowHeights.lastKey();
    for (int row = 0; row <= lastRow; ++row) {
        rowTops[row] = top;
        top += rowHeights.value(row, metrics.headerHeight + metrics.portHeight) + metrics.gapY;
    }
    const bool withHost = std::any_of(
        cards.begin(), cards.end(), [](const TopologyCard& card) { return card.host; });
    const qreal step = metrics.cardWidth + metrics.gapX;
    for (auto& card : cards) {
        const int column = card.host ? 0 : card.slot % metrics.columns + (withHost ? 1 : 0);
        const qreal y = card.host ? 0 : rowTops[card.slot / metrics.columns];
        card.area = QRectF(column * step, y, metrics.cardWidth, heightOf(card, metrics));
        placePorts(card, metrics);
    }
}

struct End {
    const TopologyCard* card;
    const TopologyPort* port;
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

QList<TopologyWire> wiresOf(const QList<TopologyCard>& cards, const TopologyMetrics& metrics)
{
    QHash<QString, End> ends;
    for (const auto& card : cards)
        for (const auto& port : card.ports)
            ends.insert(port.key, { &card, &port });
    QList<TopologyWire> wires;
    QSet<QString> done;
    int lane = 0;
    for (const auto& card : cards) {
        for (const auto& port : card.ports) {
            if (port.peer.isEmpty() || done.contains(port.key) || !ends.contains(port.peer))
                continue;
            done.insert(port.peer);
            const End from { &card, &port }, to = ends.value(port.peer);
            wires.append({ port.key, port.peer, route(from, to, lane++, metrics) });
        }
    }
    return wires;
}

QList<TopologyBus> busesOf(const QList<TopologyCard>& cards, const TopologyMetrics& metrics)
{
    QList<TopologyBus> buses;
    for (const auto& card : cards) {
        for (const auto& bridge : card.ports) {
            if (!bridge.isBridge)
                continue;
            TopologyBus bus { bridge.key, {}, {}, {} };
            const qreal x = bridge.area.left() + 1.5 * metrics.padding;
            bus.from = bus.to = QPointF(x, bridge.area.bottom());
            for (const auto& port : card.ports) {
                if (port.bridge != bridge.key)
                    continue;
                bus.ports.append(port.key);
                bus.to.setY(port.area.center().y());
            }
            if (!bus.ports.isEmpty())
                buses.append(bus);
        }
    }
    return buses;
}

} // namespace

QList<TopologyCard> topologyCards(const QList<api::LinkRow>& links, quint64 hostNetns)
{
    QMap<quint64, QList<api::LinkRow>> byNetns;
    QSet<QString> known;
    for (const auto& link : links) {
        byNetns[link.netns].append(link);
        known.insert(link.key);
    }
    QList<TopologyCard> cards;
    for (auto it = byNetns.begin(); it != byNetns.end(); ++it) {
        TopologyCard card;
        card.netns = it.key();
        card.host = it.key() == hostNetns;
        card.workload = it->first().workload;
        card.ports = portsOf(it.value(), known);
        card.quiet = !card.host && std::all_of(it->begin(), it->end(), [](const auto& link) {
            return link.kind == QLatin1String("loopback");
        });
        card.host ? cards.prepend(card) : cards.append(card);
    }
    return cards;
}

TopologyScene layoutTopology(
    QList<TopologyCard> cards, TopologySlots& places, const TopologyMetrics& metrics)
{
    assignSlots(cards, places);
    placeCards(cards, metrics);
    TopologyScene scene;
    scene.wires = wiresOf(cards, metrics);
    scene.buses = busesOf(cards, metrics);
    for (const auto& card : cards)
        scene.area |= card.area;
    scene.area.adjust(-metrics.gapX, -metrics.gapY, metrics.gapX, metrics.gapY);
    scene.cards = std::move(cards);
    return scene;
}

} // namespace vitrine
