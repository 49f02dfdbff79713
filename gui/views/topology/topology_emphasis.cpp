// SPDX-License-Identifier: GPL-3.0-or-later
// What of the network graph is lit, and what is dimmed.
#include "gui/models/topology_paths.h"
#include "gui/views/topology/topology_drag.h"
#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_items.h"
#include "gui/views/topology/topology_mark.h"
#include "gui/views/topology/topology_minimap.h"

#include <algorithm>

namespace vitrine {

namespace {

constexpr qreal aboveLines = 1.5;

/// The branches of BUS to ports in KEYS, each given by its corners.
QList<QList<QPointF>> branchesTo(
    const TopologyScene& scene, const TopologyBus& bus, const QSet<QString>& keys)
{
    QList<QList<QPointF>> lines;
    auto end = bus.ends.begin(); // one a port that is shown, in the order of the picture
    for (const auto& card : scene.cards)
        for (const auto& port : card.ports) {
            if (port.bridge != bus.bridge || end == bus.ends.end())
                continue;
            if (keys.contains(port.key))
                lines.append({ bus.from, { bus.from.x(), end->y() }, *end });
            ++end;
        }
    return lines;
}

} // namespace

void TopologyGraph::emphasize()
{
    if (m_drag->isRunning())
        emphasizeDrag();
    else if (m_found)
        emphasizeFound();
    else if (m_way)
        emphasizeWay();
    else
        emphasizePath();
    m_wires->setArea(m_layout.area);
}

// Everything that a packet can reach from what is pointed at.
void TopologyGraph::emphasizePath()
{
    const bool none = m_pointed.isEmpty();
    const auto path = none ? QSet<QString>() : topologyReach(m_layout, m_pointed);
    const auto emphasis = [&](bool lit) {
        return none ? Emphasis::Normal : lit ? Emphasis::Lit : Emphasis::Dimmed;
    };
    QSet<quint64> cards;
    for (const QString& lit : path)
        cards.insert(lit.section(QLatin1Char('/'), 0, 0).toULongLong());
    for (auto it = m_ports.begin(); it != m_ports.end(); ++it)
        it.value()->setEmphasis(
            it.key() == m_pointed ? Emphasis::Current : emphasis(path.contains(it.key())));
    for (auto* line : std::as_const(m_lines))
        line->setEmphasis(emphasis(path.contains(line->keys().first())));
    for (auto it = m_cards.begin(); it != m_cards.end(); ++it)
        it.value()->setEmphasis(
            none || cards.contains(it.key()) ? Emphasis::Normal : Emphasis::Dimmed);
}

// Where what is dragged can be dropped, and what it is over.
void TopologyGraph::emphasizeDrag()
{
    const auto& held = m_drag->held();
    const auto& over = m_drag->over();
    const auto emphasis = [&](const TopologyGrip& grip) {
        const bool possible = dropOf(held, grip).isPossible();
        return possible && grip == over ? Emphasis::Current
            : possible                  ? Emphasis::Lit
            : grip == held              ? Emphasis::Normal
                                        : Emphasis::Dimmed;
    };
    QHash<QString, Emphasis> ofNetworks;
    QSet<quint64> spaces;
    for (auto* port : std::as_const(m_ports)) {
        const TopologyGrip grip = gripOf(*port);
        const bool bridge = grip.kind == TopologyGrip::Kind::Network && port->port().isBridge;
        const auto how = bridge || grip == held ? emphasis(grip) : Emphasis::Dimmed;
        if (bridge)
            ofNetworks.insert(port->key(), how);
        if (how != Emphasis::Dimmed)
            spaces.insert(port->key().section(QLatin1Char('/'), 0, 0).toULongLong());
        port->setEmphasis(how);
    }
    for (auto* line : std::as_const(m_lines)) {
        const auto how = ofNetworks.value(line->keys().first(), Emphasis::Dimmed);
        line->setEmphasis(how == Emphasis::Current ? Emphasis::Lit : how);
    }
    for (auto* card : std::as_const(m_cards)) {
        const QString& workload = card->text().workload;
        const bool part
            = spaces.contains(card->netns()) || (!workload.isEmpty() && workload == held.workload);
        card->setEmphasis(part       ? Emphasis::Normal
                : workload.isEmpty() ? Emphasis::Dimmed
                                     : emphasis({ TopologyGrip::Kind::Container, workload, {} }));
    }
}

void TopologyGraph::emphasizeFound()
{
    QSet<quint64> cards;
    for (const QString& key : *m_found)
        cards.insert(key.section(QLatin1Char('/'), 0, 0).toULongLong());
    for (auto* port : std::as_const(m_ports)) {
        const auto& members = port->port().members;
        const bool found = m_found->contains(port->key())
            || (port->port().folded
                && std::any_of(members.begin(), members.end(),
                    [this](const QString& key) { return m_found->contains(key); }));
        port->setEmphasis(port->key() == m_pointed ? Emphasis::Current
                : found                            ? Emphasis::Lit
                                                   : Emphasis::Dimmed);
    }
    for (auto* line : std::as_const(m_lines))
        line->setEmphasis(Emphasis::Dimmed);
    for (auto it = m_cards.begin(); it != m_cards.end(); ++it)
        it.value()->setEmphasis(cards.contains(it.key()) ? Emphasis::Normal : Emphasis::Dimmed);
}

// The way of a packet: only what it passes, and of a bridge only the ports that it takes.
void TopologyGraph::emphasizeWay()
{
    const auto shown = shownKeys(m_way->keys);
    const auto emphasis = [](bool lit) { return lit ? Emphasis::Lit : Emphasis::Dimmed; };
    for (auto it = m_ports.begin(); it != m_ports.end(); ++it)
        it.value()->setEmphasis(
            it.key() == m_pointed ? Emphasis::Current : emphasis(shown.contains(it.key())));
    for (auto* line : std::as_const(m_lines)) {
        const auto& keys = line->keys();
        line->setEmphasis(emphasis(keys.size() > 1
            && std::all_of(keys.begin(), keys.end(),
                [this](const QString& key) { return m_way->keys.contains(key); })));
    }
    for (auto it = m_cards.begin(); it != m_cards.end(); ++it)
        it.value()->setEmphasis(
            m_way->spaces.contains(it.key()) ? Emphasis::Normal : Emphasis::Dimmed);
}

QSet<QString> TopologyGraph::shownKeys(const QSet<QString>& keys) const
{
    QSet<QString> shown;
    for (const QString& key : keys)
        shown.insert(topologyShown(m_layout, key));
    return shown;
}

void TopologyGraph::setWay(const std::optional<TopologyWay>& way)
{
    m_way = way;
    drawWay();
    emphasize();
}

void TopologyGraph::showWay()
{
    constexpr int margin = 24;
    constexpr qreal smallest = 0.5; ///< the whole way is worth less detail
    if (!m_mark)
        return;
    const QRectF end = m_mark->boundingRect();
    QRectF all = end;
    for (const QString& key : shownKeys(m_way->keys))
        if (const auto* port = m_ports.value(key))
            all |= port->port().area;
    const QSizeF room = QSizeF(viewport()->size()) - QSizeF(2 * margin, 2 * margin);
    const qreal scale = std::min(room.width() / all.width(), room.height() / all.height());
    if (scale < transform().m11() && scale >= smallest)
        scaleTo(scale);
    if (scale >= transform().m11())
        return centerOn(all.center());
    // Not behind the map in the corner.
    const int below = m_minimap->isVisible()
        ? std::min(m_minimap->height() + margin, viewport()->height() / 3)
        : margin;
    ensureVisible(end, margin, below);
}

// What stands above the rest of the picture: lit branches of bridges, and the mark at the end.
void TopologyGraph::drawWay()
{
    qDeleteAll(std::exchange(m_branches, {}));
    delete std::exchange(m_mark, nullptr);
    if (!m_way)
        return;
    const auto shown = shownKeys(m_way->keys);
    for (const auto& bus : m_layout.buses) {
        const auto lines = branchesTo(m_layout, bus, shown);
        if (!shown.contains(bus.bridge) || lines.isEmpty())
            continue;
        auto* item = new LineItem(LineItem::Kind::Bus, { bus.bridge });
        item->setPath(lines, true);
        item->setEmphasis(Emphasis::Lit);
        item->setZValue(aboveLines);
        m_scene.addItem(item);
        m_branches.append(item);
    }
    markEnd();
}

void TopologyGraph::markEnd()
{
    QRectF anchor;
    if (const auto* port = m_ports.value(topologyShown(m_layout, m_way->end))) {
        anchor = port->port().area;
    } else {
        for (const auto& card : m_layout.cards)
            if (card.netns == m_way->endSpace)
                anchor = QRectF(
                    card.area.topLeft(), QSizeF(card.area.width(), TopologyMetrics().headerHeight));
    }
    if (anchor.isNull())
        return;
    m_mark = new TopologyMark;
    m_mark->show(anchor, m_way->state, m_way->words);
    m_scene.addItem(m_mark);
}

} // namespace vitrine
