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
    const QRectF area = m_graph->sceneRect();
    const QSizeF view = QSizeF(m_graph->viewport()->size()) * partOfView;
    return std::min(std::min(largest, view.width()) / area.width(),
        std::min(largest, view.height()) / area.height());
}

void TopologyMinimap::refresh()
{
    const QRectF area = m_graph->sceneRect();
    const QSizeF shown = m_graph->transform().mapRect(area).size();
    const QSize view = m_graph->viewport()->size();
    const bool larger = !m_graph->layout().cards.isEmpty()
        && (shown.width() > view.width() + 1 || shown.height() > view.height() + 1);
    if (larger) {
        const QSize size = (area.size() * factor()).toSize().expandedTo(QSize(24, 24));
        setGeometry(QRect(QPoint(m_graph->viewport()->geometry().right() - size.width() - margin,
                              m_graph->viewport()->geometry().bottom() - size.height() - margin),
            size));
        update();
    }
    setVisible(larger);
}

void TopologyMinimap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor base = palette().color(QPalette::Base), text = palette().color(QPalette::Text);
    painter.fillRect(rect(), base);
    const QRectF area = m_graph->sceneRect();
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
    m_graph->centerOn(m_graph->sceneRect().topLeft() + at / factor());
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
