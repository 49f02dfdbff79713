// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_mark.h"

#include "gui/views/topology/hop_delegate.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QWidget>

namespace vitrine {

namespace {

constexpr qreal height = 26, tip = 6, indent = 12, iconSize = 16, padding = 8;

QFont markFont()
{
    QFont font = QApplication::font();
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

TopologyMark::TopologyMark()
{
    setZValue(10);
    setAcceptedMouseButtons(Qt::NoButton);
}

void TopologyMark::show(const QRectF& anchor, HopState state, const QString& words)
{
    const qreal wanted
        = QFontMetricsF(markFont()).horizontalAdvance(words) + iconSize + 3 * padding;
    const QRectF area(anchor.left() + indent, anchor.bottom() + tip, wanted, height);
    if (area == m_area && state == m_state && words == m_words)
        return;
    prepareGeometryChange();
    m_area = area;
    m_state = state;
    m_words = words;
    update();
}

QRectF TopologyMark::boundingRect() const
{
    return m_area.adjusted(-2, -tip - 2, 2, 2);
}

void TopologyMark::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget* widget)
{
    const QPalette palette = widget ? widget->palette() : QApplication::palette();
    const QColor colour = hopColour(m_state, palette);
    QPainterPath outline;
    outline.addRoundedRect(m_area, 6, 6);
    const QPointF at(m_area.left() + 2 * indent, m_area.top() - tip);
    QPainterPath arrow(at);
    arrow.lineTo(at + QPointF(tip, tip + 1));
    arrow.lineTo(at + QPointF(-tip, tip + 1));
    arrow.closeSubpath();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(palette.color(QPalette::Base));
    painter->setPen(QPen(colour, 2));
    painter->drawPath(outline.united(arrow));
    const QRectF symbol(
        m_area.left() + padding, m_area.center().y() - iconSize / 2, iconSize, iconSize);
    hopIcon(m_state, palette).paint(painter, symbol.toRect());
    painter->setLayoutDirection(
        Qt::LeftToRight); // beside the icon; a graph has no reading direction
    painter->setFont(markFont());
    painter->setPen(palette.color(QPalette::Text));
    painter->drawText(m_area.adjusted(iconSize + 2 * padding, 0, 0, 0),
        int(Qt::AlignVCenter | Qt::AlignLeft), m_words);
}

} // namespace vitrine
