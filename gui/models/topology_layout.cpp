// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_layout.h"

#include "gui/models/topology_routes.h"

#include <algorithm>

namespace vitrine {

namespace {

qreal heightOf(const TopologyPort& port, const TopologyMetrics& metrics)
{
    return metrics.portHeight + (port.lines - 1) * metrics.lineHeight;
}

qreal heightOf(const TopologyCard& card, const TopologyMetrics& metrics)
{
    qreal height = metrics.headerHeight + 2 * metrics.padding + card.notes * metrics.portHeight;
    for (const auto& port : card.ports)
        height += heightOf(port, metrics);
    return height;
}

/// Gives the cards their slots.
class Grid {
public:
    Grid(TopologyPlaces& places, const TopologyMetrics& metrics)
        : m_places(places)
        , m_metrics(metrics)
        , m_columns(std::max(1, metrics.columns))
    {
    }

    void assign(QList<TopologyCard>& cards)
    {
        keepThoseThatLive(cards);
        QList<TopologyCard*> homeless;
        for (auto& card : cards)
            if (!card.host && !stays(card))
                homeless.append(&card);
        for (TopologyCard* card : homeless)
            findPlace(*card);
        m_places.slot = std::move(m_slots);
    }

private:
    void keepThoseThatLive(const QList<TopologyCard>& cards)
    {
        int last = -1;
        for (const auto& card : cards)
            if (const auto slot = m_places.slot.constFind(card.netns);
                !card.host && slot != m_places.slot.constEnd()) {
                m_slots.insert(card.netns, *slot);
                m_taken.insert(*slot);
                last = std::max(last, *slot / m_columns);
            }
        if (m_places.columns != m_columns)
            m_places.rowHeights.clear(); // another window: everything flows anew
        m_places.columns = m_columns;
        if (m_places.rowHeights.size() > last + 1)
            m_places.rowHeights.resize(last + 1);
        m_firmRows = int(m_places.rowHeights.size()) - 1;
    }

    /// Whether ROW has room for HEIGHT, which it has for sure while no row is below it.
    [[nodiscard]] bool fits(qreal height, int row) const
    {
        return row >= m_firmRows || height <= m_places.rowHeights[row];
    }

    void settle(TopologyCard& card, int slot)
    {
        card.slot = slot;
        const int row = slot / m_columns;
        while (m_places.rowHeights.size() <= row)
            m_places.rowHeights.append(m_metrics.headerHeight + m_metrics.portHeight);
        auto& height = m_places.rowHeights[row];
        height = std::max(height, heightOf(card, m_metrics));
    }

    bool stays(TopologyCard& card)
    {
        const int slot = m_slots.value(card.netns, -1);
        if (slot < 0)
            return false;
        if (fits(heightOf(card, m_metrics), slot / m_columns)) {
            settle(card, slot);
            return true;
        }
        m_taken.remove(slot);
        return false;
    }

    void findPlace(TopologyCard& card)
    {
        while (m_taken.contains(m_next))
            ++m_next;
        int slot = m_next;
        while (m_taken.contains(slot) || !fits(heightOf(card, m_metrics), slot / m_columns))
            ++slot;
        m_taken.insert(slot);
        m_slots.insert(card.netns, slot);
        settle(card, slot);
    }

    TopologyPlaces& m_places;
    const TopologyMetrics& m_metrics;
    int m_columns;
    int m_firmRows = 0; ///< rows with another below them, which may not grow
    QHash<quint64, int> m_slots;
    QSet<int> m_taken;
    int m_next = 0; ///< no slot below is free
};

void placePorts(TopologyCard& card, const TopologyMetrics& metrics)
{
    qreal y = card.area.top() + metrics.headerHeight + metrics.padding;
    for (auto& port : card.ports) {
        const qreal indent = port.bridge.isEmpty() ? 0 : 3 * metrics.padding;
        const qreal height = heightOf(port, metrics);
        port.area = QRectF(card.area.left() + metrics.padding + indent, y + 2,
            metrics.cardWidth - 2 * metrics.padding - indent, height - 4);
        y += height;
    }
}

/// Rows are as high as their highest card, so that the gaps between them run through.
void placeCards(
    QList<TopologyCard>& cards, const TopologyPlaces& places, const TopologyMetrics& metrics)
{
    QList<qreal> rowTops;
    qreal top = 0;
    for (const qreal height : places.rowHeights) {
        rowTops.append(top);
        top += height + metrics.gapY;
    }
    const bool withHost = !cards.isEmpty() && cards.first().host;
    const qreal step = metrics.cardWidth + metrics.gapX;
    for (auto& card : cards) {
        const int column = card.host ? 0 : card.slot % places.columns + (withHost ? 1 : 0);
        const qreal y = card.host ? 0 : rowTops[card.slot / places.columns];
        card.area = QRectF(column * step, y, metrics.cardWidth, heightOf(card, metrics));
        placePorts(card, metrics);
    }
}

} // namespace

TopologyScene layoutTopology(
    QList<TopologyCard> cards, TopologyPlaces& places, const TopologyMetrics& metrics)
{
    Grid(places, metrics).assign(cards);
    placeCards(cards, places, metrics);
    TopologyScene scene;
    scene.wires = topologyWires(cards, places.lanes, metrics);
    scene.buses = topologyBuses(cards, metrics);
    for (const auto& card : cards)
        scene.area |= card.area;
    if (!cards.isEmpty())
        scene.area.adjust(-metrics.gapX, -metrics.gapY, metrics.gapX, metrics.gapY);
    scene.cards = std::move(cards);
    return scene;
}

} // namespace vitrine
