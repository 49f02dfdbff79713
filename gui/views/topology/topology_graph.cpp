// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_graph.h"

#include "gui/models/observation_models.h"
#include "gui/views/topology/topology_items.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace vitrine {

namespace {

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

TopologyGraph::TopologyGraph(ObservationModels* models, QWidget* parent)
    : QGraphicsView(parent)
    , m_models(models)
{
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
    m_scene.setItemIndexMethod(QGraphicsScene::BspTreeIndex);
}

void TopologyGraph::changeEvent(QEvent* event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setBackgroundBrush(palette().color(QPalette::Window));
}

quint64 TopologyGraph::hostNetns() const
{
    quint64 host = 0;
    m_models->namespaces()->forEach([&](const api::NamespaceRow& row, const NamespaceExtra&) {
        if (row.initial && row.type == QLatin1String("net"))
            host = row.inode;
    });
    if (host != 0)
        return host;
    // Without the namespaces at hand: the one with a real interface, else the lowest of nobody.
    m_models->links()->forEach([&](const api::LinkRow& row, const LinkExtra&) {
        if (row.workload.isEmpty()
            && (row.kind == QLatin1String("physical") || host == 0 || row.netns < host))
            host = row.netns;
    });
    return host;
}

void TopologyGraph::layOut()
{
    QList<api::LinkRow> links;
    m_models->links()->forEach(
        [&](const api::LinkRow& row, const LinkExtra&) { links.append(row); });
    TopologyMetrics metrics;
    const qreal step = metrics.cardWidth + metrics.gapX;
    // As many columns as the window has room for beside the host.
    metrics.columns = std::clamp(int((viewport()->width() - metrics.gapX) / step) - 1, 1, 6);
    m_columns = metrics.columns;
    TopologyFolding folding;
    folding.most = int(links.size()); // every port in sight
    m_layout = layoutTopology(topologyCards(links, hostNetns(), folding), m_places, metrics);
}

void TopologyGraph::refresh()
{
    layOut();
    syncCards();
    syncLines();
    if (m_scene.sceneRect() != m_layout.area) {
        m_scene.setSceneRect(m_layout.area);
        if (!m_userZoom)
            fit();
    }
    pointAt(m_ports.contains(m_pointed) ? m_pointed : QString());
}

void TopologyGraph::syncCards()
{
    const TopologyMetrics metrics;
    QSet<quint64> cards;
    QSet<QString> ports;
    for (const auto& card : m_layout.cards) {
        cards.insert(card.netns);
        CardItem::Text text;
        const bool container = !card.workload.isEmpty();
        text.title = card.host ? tr("Host")
            : container        ? workloadName(m_models->workloadNames(), card.workload)
                               : tr("Network namespace %1").arg(card.netns);
        text.kind = container ? tr("container") : QString();
        text.note = card.quiet ? tr("No network: loopback only") : QString();
        if (auto* item = m_cards.value(card.netns)) {
            item->update(card, text);
        } else {
            m_cards[card.netns] = item = new CardItem(card, text, metrics.headerHeight);
            m_scene.addItem(item);
        }
        for (const auto& port : card.ports) {
            ports.insert(port.key);
            const auto* row = m_models->links()->rowOf(port.key);
            const PortItem::Text words { row->name, row->kind,
                row->addresses.join(QStringLiteral(", ")), linkStateName(*row),
                tr("%1, %2, %3\n%4\nMAC %5, MTU %6")
                    .arg(row->name, row->kind, linkStateName(*row),
                        row->addresses.join(QLatin1Char('\n')), row->mac)
                    .arg(row->mtu),
                row->up && row->operState != QLatin1String("down"), port.isBridge };
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

void TopologyGraph::syncLines()
{
    const auto up = [this](const QString& key) {
        const auto* row = m_models->links()->rowOf(key);
        return row && row->up && row->operState != QLatin1String("down");
    };
    QSet<QString> kept;
    const auto sync = [&](LineItem::Kind kind, const QStringList& keys,
                          const QList<QList<QPointF>>& lines, bool isUp) {
        const QString name = keys.join(QLatin1Char(' '));
        kept.insert(name);
        auto*& item = m_lines[name];
        if (!item) {
            item = new LineItem(kind, keys);
            m_scene.addItem(item);
        }
        item->setPath(lines, isUp);
    };
    for (const auto& wire : m_layout.wires)
        sync(LineItem::Kind::Wire, { wire.first, wire.second }, { wire.path },
            up(wire.first) && up(wire.second));
    for (const auto& bus : m_layout.buses) {
        QList<QList<QPointF>> lines;
        for (const QPointF& end : bus.ends)
            lines.append({ bus.from, { bus.from.x(), end.y() }, end });
        sync(LineItem::Kind::Bus, QStringList(bus.bridge) + bus.ports, lines, up(bus.bridge));
    }
    dropOthers(m_lines, kept);
}

void TopologyGraph::pointAt(const QString& key)
{
    m_pointed = key;
    // Everything that a packet can reach from here over wires and bridges.
    QSet<QString> path;
    QStringList open;
    if (!key.isEmpty())
        open.append(key);
    while (!open.isEmpty()) {
        const QString at = open.takeLast();
        if (path.contains(at))
            continue;
        path.insert(at);
        for (const auto* line : std::as_const(m_lines))
            if (line->keys().contains(at))
                open.append(line->keys());
    }
    const auto emphasis = [&](bool lit) {
        return key.isEmpty() ? Emphasis::Normal : lit ? Emphasis::Lit : Emphasis::Dimmed;
    };
    QSet<quint64> cards;
    for (const QString& lit : path)
        cards.insert(lit.section(QLatin1Char('/'), 0, 0).toULongLong());
    for (auto it = m_ports.begin(); it != m_ports.end(); ++it)
        it.value()->setEmphasis(emphasis(path.contains(it.key())));
    for (auto* line : std::as_const(m_lines))
        line->setEmphasis(emphasis(path.contains(line->keys().first())));
    for (auto it = m_cards.begin(); it != m_cards.end(); ++it)
        it.value()->setEmphasis(
            key.isEmpty() || cards.contains(it.key()) ? Emphasis::Normal : Emphasis::Dimmed);
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

void TopologyGraph::mouseMoveEvent(QMouseEvent* event)
{
    QGraphicsView::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton)
        return;
    const QString key = keyAt(event->pos());
    if (key != m_pointed)
        pointAt(key);
}

void TopologyGraph::mousePressEvent(QMouseEvent* event)
{
    const QString key = keyAt(event->pos());
    if (!key.isEmpty() && event->button() == Qt::LeftButton)
        Q_EMIT portActivated(key);
    QGraphicsView::mousePressEvent(event);
}

void TopologyGraph::leaveEvent(QEvent* event)
{
    QGraphicsView::leaveEvent(event);
    pointAt({});
}

void TopologyGraph::zoomBy(qreal factor)
{
    const qreal scale = transform().m11();
    factor = std::clamp(scale * factor, smallestScale, largestScale) / scale;
    m_userZoom = true;
    this->scale(factor, factor);
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
    const qreal scale = std::min({ 1.0, viewport()->width() / m_layout.area.width(),
        viewport()->height() / m_layout.area.height() });
    // What would be too small to read is better scrolled.
    const qreal shown = std::max(scale, 0.6);
    setTransform(QTransform::fromScale(shown, shown));
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
    const int before = m_columns;
    layOut();
    if (m_columns != before)
        refresh();
    else if (!m_userZoom)
        fit();
}

void TopologyGraph::stepTo(int key)
{
    // Up and down through the interfaces in the order of the picture, left and right by cards.
    QStringList keys;
    QList<int> cardOf;
    for (int card = 0; card < m_layout.cards.size(); ++card)
        for (const auto& port : m_layout.cards[card].ports) {
            keys.append(port.key);
            cardOf.append(card);
        }
    if (keys.isEmpty())
        return;
    auto at = keys.indexOf(m_pointed);
    const bool back = key == Qt::Key_Up || key == Qt::Key_Left;
    if (at < 0) {
        at = 0;
    } else if (key == Qt::Key_Up || key == Qt::Key_Down) {
        at = std::clamp<qsizetype>(at + (back ? -1 : 1), 0, keys.size() - 1);
    } else {
        const int card = cardOf[at] + (back ? -1 : 1);
        if (card >= 0 && card < m_layout.cards.size())
            at = cardOf.indexOf(card) >= 0 ? cardOf.indexOf(card) : at;
    }
    pointAt(keys[at]);
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
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
        return stepTo(event->key());
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_pointed.isEmpty())
            Q_EMIT portActivated(m_pointed);
        return;
    case Qt::Key_Escape:
        if (!m_pointed.isEmpty())
            return pointAt({});
        break;
    default:
        break;
    }
    QGraphicsView::keyPressEvent(event);
}

} // namespace vitrine
