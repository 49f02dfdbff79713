// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_graph.h"

#include "gui/models/topology_paths.h"
#include "gui/views/topology/topology_drag.h"
#include "gui/views/topology/topology_items.h"
#include "gui/views/topology/topology_minimap.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr qreal readableScale = 0.75; ///< what is smaller by itself is better scrolled
constexpr qreal smallestScale = 0.1, largestScale = 3.0;

/// Keeps HASH to the keys in KEPT and deletes the items of the others.
template <typename Key, typename Item>
void dropOthers(QHash<Key, Item*>& hash, const QSet<Key>& kept)
{
    for (auto it = hash.begin(); it != hash.end();) {
        if (kept.contains(it.key())) {
            ++it;
        } else {
            delete it.value();
            it = hash.erase(it);
        }
    }
}

} // namespace

TopologyGraph::TopologyGraph(QWidget* parent)
    : QGraphicsView(parent)
    , m_wires(new WiresItem(m_lines))
    , m_minimap(new TopologyMinimap(this))
    , m_drag(new TopologyDrag(this))
{
    setObjectName(QStringLiteral("networkGraph"));
    setScene(&m_scene);
    setFrameShape(QFrame::NoFrame);
    setDragMode(QGraphicsView::ScrollHandDrag);
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setAccessibleName(tr("Network graph"));
    setAccessibleDescription(tr("The table beside it says the same in words."));
    setBackgroundBrush(palette().color(QPalette::Window));
    m_scene.addItem(m_wires);
    m_scene.setItemIndexMethod(QGraphicsScene::BspTreeIndex);
}

void TopologyGraph::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setBackgroundBrush(palette().color(QPalette::Window));
}

// As many columns as the window has room for beside the host, and beside a scroll bar: whether one
// is there must not change the picture, which would change whether one is there.
int TopologyGraph::columnsThatFit() const
{
    const TopologyMetrics metrics;
    const qreal step = metrics.cardWidth + metrics.gapX;
    const int room = width() - 2 * frameWidth() - verticalScrollBar()->sizeHint().width();
    return std::clamp(int((room / readableScale - metrics.gapX) / step) - 1, 1, 6);
}

void TopologyGraph::layOut(const TopologyFacts& facts)
{
    TopologyMetrics metrics;
    m_columns = metrics.columns = columnsThatFit();
    m_layout = layoutTopology(facts.cards(m_folding), m_places, metrics);
}

void TopologyGraph::refresh(const TopologyFacts& facts)
{
    layOut(facts);
    syncCards(facts);
    syncLines(facts);
    const bool grown = m_scene.sceneRect() != m_layout.area;
    m_scene.setSceneRect(m_layout.area);
    pointAt(m_ports.contains(m_pointed) ? m_pointed : QString());
    drawWay();
    if (grown && !m_userZoom)
        m_way ? showWay() : fit();
    m_minimap->refresh();
}

void TopologyGraph::syncCards(const TopologyFacts& facts)
{
    QSet<quint64> cards;
    QSet<QString> ports;
    for (const auto& card : m_layout.cards) {
        cards.insert(card.netns);
        const auto text = facts.textOf(card);
        if (auto* item = m_cards.value(card.netns)) {
            item->update(card, text);
        } else {
            m_cards[card.netns] = item = new CardItem(card, text, TopologyMetrics());
            m_scene.addItem(item);
        }
        for (const auto& port : card.ports) {
            ports.insert(port.key);
            const auto words = facts.textOf(port);
            if (auto* item = m_ports.value(port.key)) {
                item->update(port, words);
            } else {
                m_ports[port.key] = item = new PortItem(port, words);
                m_scene.addItem(item);
            }
        }
    }
    dropOthers(m_cards, cards);
    dropOthers(m_ports, ports);
}

void TopologyGraph::syncLines(const TopologyFacts& facts)
{
    const auto up = [&facts](const QString& key) {
        const auto* row = facts.linkOf(key);
        return row && isUp(*row);
    };
    QSet<QString> kept;
    const auto sync = [&](LineItem::Kind kind, const QString& name, const QStringList& keys,
                          const QList<QList<QPointF>>& lines, bool isUp) {
        kept.insert(name);
        auto*& item = m_lines[name];
        if (!item) {
            item = new LineItem(kind, keys);
            m_scene.addItem(item);
        }
        item->setPath(lines, isUp);
    };
    for (const auto& wire : m_layout.wires)
        sync(LineItem::Kind::Wire, wire.first + QLatin1Char(' ') + wire.second,
            { wire.first, wire.second }, { wire.path }, up(wire.first) && up(wire.second));
    for (const auto& bus : m_layout.buses) {
        QList<QList<QPointF>> lines;
        for (const QPointF& end : bus.ends)
            lines.append({ bus.from, { bus.from.x(), end.y() }, end });
        sync(LineItem::Kind::Bus, bus.bridge, { bus.bridge }, lines, up(bus.bridge));
    }
    dropOthers(m_lines, kept);
}

void TopologyGraph::pointAt(const QString& key)
{
    m_pointed = key;
    emphasize();
}

void TopologyGraph::setFound(const std::optional<QSet<QString>>& keys)
{
    m_found = keys;
    emphasize();
}

void TopologyGraph::reveal(const QString& key)
{
    if (const QString shown = topologyShown(m_layout, key); shown != key)
        toggleGroup(shown);
    pointAt(key);
    if (auto* item = m_ports.value(key))
        ensureVisible(item, 80, 80);
}

void TopologyGraph::toggleGroup(const QString& key)
{
    if (!m_folding.open.remove(key))
        m_folding.open.insert(key);
    Q_EMIT refreshWanted();
}

void TopologyGraph::drawAll(QPainter* painter, const QRectF& area)
{
    const QString pointed = std::exchange(m_pointed, {});
    const auto found = std::exchange(m_found, std::nullopt);
    const auto way = std::exchange(m_way, std::nullopt);
    drawWay();
    emphasize();
    m_scene.render(painter, area, m_scene.sceneRect());
    m_found = found;
    m_way = way;
    drawWay();
    pointAt(pointed);
}

QString TopologyGraph::keyAt(QPoint position) const
{
    for (auto* item : items(position)) {
        if (const auto* port = dynamic_cast<PortItem*>(item))
            return port->key();
        if (const auto* line = dynamic_cast<LineItem*>(item))
            return line->keys().first();
    }
    return {};
}

const CardItem* TopologyGraph::cardAt(QPoint position) const
{
    for (auto* item : items(position))
        if (const auto* card = dynamic_cast<CardItem*>(item))
            return card;
    return nullptr;
}

void TopologyGraph::open(const QString& key)
{
    const auto* item = m_ports.value(key);
    if (item && item->port().isGroup())
        toggleGroup(key);
    else if (!key.isEmpty())
        Q_EMIT portOpened(key);
}

void TopologyGraph::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && m_drag->move(event->pos()))
        return;
    QGraphicsView::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton || m_found || m_way)
        return;
    const QString key = keyAt(event->pos());
    if (key != m_pointed)
        pointAt(key);
    m_hovered = true;
}

void TopologyGraph::mousePressEvent(QMouseEvent* event)
{
    const QString key = keyAt(event->pos());
    // What can be dragged does not move the picture.
    if (event->button() != Qt::LeftButton || !m_drag->press(event->pos()))
        QGraphicsView::mousePressEvent(event);
    if (key.isEmpty() || event->button() != Qt::LeftButton)
        return;
    pointAt(key);
    const auto* item = m_ports.value(key);
    if (item && item->port().isGroup())
        toggleGroup(key);
    else
        Q_EMIT portSelected(key);
}

void TopologyGraph::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_drag->release())
        QGraphicsView::mouseReleaseEvent(event);
}

void TopologyGraph::mouseDoubleClickEvent(QMouseEvent* event)
{
    QGraphicsView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton)
        open(keyAt(event->pos()));
}

void TopologyGraph::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QString key = byKey ? m_pointed : keyAt(event->pos());
    const auto* item = m_ports.value(key);
    if (!item) {
        if (const auto* card = byKey ? nullptr : cardAt(event->pos()))
            Q_EMIT cardMenuWanted(card->netns(), event->globalPos());
        else
            Q_EMIT emptyMenuWanted(
                byKey ? viewport()->mapToGlobal(viewport()->rect().center()) : event->globalPos());
        return;
    }
    pointAt(key);
    const QPoint at = byKey ? viewport()->mapToGlobal(mapFromScene(item->port().area.bottomLeft()))
                            : event->globalPos();
    Q_EMIT menuWanted(key, at);
}

void TopologyGraph::leaveEvent(QEvent* event)
{
    QGraphicsView::leaveEvent(event);
    if (std::exchange(m_hovered, false) && !m_found && !m_way)
        pointAt({});
}

void TopologyGraph::scaleTo(qreal scale)
{
    setTransform(QTransform::fromScale(scale, scale));
    m_minimap->refresh();
}

void TopologyGraph::zoomBy(qreal factor)
{
    const qreal scale = transform().m11();
    factor = std::clamp(scale * factor, smallestScale, largestScale) / scale;
    m_userZoom = true;
    this->scale(factor, factor);
    m_minimap->refresh();
}

void TopologyGraph::zoomIn()
{
    zoomBy(1.25);
}

void TopologyGraph::zoomOut()
{
    zoomBy(0.8);
}

void TopologyGraph::fit()
{
    m_userZoom = false;
    if (m_layout.area.isEmpty())
        return;
    const qreal byWidth = std::min(1.0, viewport()->width() / m_layout.area.width());
    const qreal scale = std::min(byWidth, viewport()->height() / m_layout.area.height());
    const qreal shown = scale < readableScale ? std::max(byWidth, readableScale) : scale;
    scaleTo(shown);
}

void TopologyGraph::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() != Qt::ControlModifier)
        return QGraphicsView::wheelEvent(event);
    zoomBy(std::pow(1.2, event->angleDelta().y() / 120.0));
    event->accept();
}

void TopologyGraph::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (columnsThatFit() != m_columns)
        Q_EMIT refreshWanted();
    else if (!m_userZoom)
        m_way ? showWay() : fit();
    m_minimap->refresh();
}

void TopologyGraph::scrollContentsBy(int dx, int dy)
{
    QGraphicsView::scrollContentsBy(dx, dy);
    m_minimap->update();
}

void TopologyGraph::step(TopologyStep step)
{
    m_hovered = false;
    pointAt(topologyNext(m_layout, m_pointed, step));
    if (auto* item = m_ports.value(m_pointed))
        ensureVisible(item);
}

void TopologyGraph::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomIn();
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_0:
        return fit();
    case Qt::Key_Up:
        return step(TopologyStep::Up);
    case Qt::Key_Down:
        return step(TopologyStep::Down);
    case Qt::Key_Left:
        return step(TopologyStep::Left);
    case Qt::Key_Right:
        return step(TopologyStep::Right);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return open(m_pointed);
    case Qt::Key_Delete:
        if (!m_pointed.isEmpty())
            Q_EMIT unplugWanted(m_pointed);
        return;
    case Qt::Key_Escape:
        if (m_drag->cancel())
            return;
        if (!m_pointed.isEmpty())
            return pointAt({});
        break;
    default:
        break;
    }
    QGraphicsView::keyPressEvent(event);
}

} // namespace vitrine
