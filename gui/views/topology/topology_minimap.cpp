// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_minimap.h"

#include "gui/views/topology/topology_graph.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace vitrine {

namespace {

constexpr qreal largest = 160; // a side; and at most this part of the view's
constexpr qreal partOfView = 0.25;
constexpr int margin = 8;

} // namespace

TopologyMinimap::TopologyMinimap(TopologyGraph* graph)
    : QWidget(graph)
    , m_graph(graph)
{
    setObjectName(QStringLiteral("networkMinimap"));
    setAccessibleName(tr("Overview of the network graph"));
    setToolTip(tr("The whole picture; a click goes there"));
    setCursor(Qt::PointingHandCursor);
    hide();
}

qreal TopologyMinimap::factor() const
{
    const QRectF area = m_graph->layout().area;
    const QSizeF view = QSizeF(m_graph->viewport()->size()) * partOfView;
    return std::min(std::min(largest, view.width()) / area.width(),
        std::min(largest, view.height()) / area.height());
}

QRect TopologyMinimap::place(const QSize& size) const
{
    const QRect room = m_graph->viewport()->geometry().adjusted(margin, margin, -margin, -margin);
    QRect right(QPoint(), size), left(QPoint(), size);
    right.moveBottomRight(room.bottomRight());
    left.moveBottomLeft(room.bottomLeft());
    if (underMouse())
        return geometry().left() == left.left() ? left : right;
    const auto covered = [this](const QRect& place) {
        const QRectF at
            = m_graph->mapToScene(place.translated(-m_graph->viewport()->geometry().topLeft()))
                  .boundingRect();
        qreal area = 0;
        for (const auto& card : m_graph->layout().cards) {
            const QRectF below = card.area.intersected(at);
            area += below.width() * below.height();
        }
        return area;
    };
    return covered(left) < covered(right) ? left : right;
}

void TopologyMinimap::refresh()
{
    const QRectF area = m_graph->layout().area;
    const QSizeF shown = m_graph->transform().mapRect(area).size();
    const QSize view = m_graph->viewport()->size();
    const bool larger = !m_graph->layout().cards.isEmpty()
        && (shown.width() > view.width() + 1 || shown.height() > view.height() + 1);
    if (larger) {
        const QSize size = (area.size() * factor()).toSize().expandedTo(QSize(24, 24));
        setGeometry(place(size));
        update();
    }
    setVisible(larger);
    // What it covers can be scrolled out from below it.
    const bool higher = larger && shown.height() > view.height() + 1;
    const qreal below = higher ? (height() + 2 * margin) / m_graph->transform().m22() : 0;
    m_graph->setSceneRect(area.adjusted(0, 0, 0, below));
}

void TopologyMinimap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor base = palette().color(QPalette::Base), text = palette().color(QPalette::Text);
    painter.fillRect(rect(), base);
    const QRectF area = m_graph->layout().area;
    painter.save();
    painter.setClipRect(rect());
    painter.scale(factor(), factor());
    painter.translate(-area.topLeft());
    text.setAlphaF(0.35F);
    for (const auto& card : m_graph->layout().cards)
        painter.fillRect(card.area, text);
    const QRectF seen
        = m_graph->mapToScene(m_graph->viewport()->rect()).boundingRect().intersected(area);
    QPen frame(palette().color(QPalette::Highlight), 2);
    frame.setCosmetic(true);
    painter.setPen(frame);
    painter.drawRect(seen);
    painter.restore();
    painter.setPen(text);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void TopologyMinimap::goTo(const QPointF& at)
{
    m_graph->centerOn(m_graph->layout().area.topLeft() + at / factor());
}

void TopologyMinimap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        goTo(event->position());
}

void TopologyMinimap::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        goTo(event->position());
}

} // namespace vitrine
