// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_items.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"
#include "gui/views/tool_tip.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPalette>
#include <QStyleOptionGraphicsItem>
#include <QWidget>

namespace vitrine {

namespace {

constexpr qreal cornerRadius = 6;

constexpr int leftOfLine = int(Qt::AlignVCenter | Qt::AlignLeft);
constexpr int rightOfLine = int(Qt::AlignVCenter | Qt::AlignRight);

void drawElided(QPainter* painter, const QRectF& area, const QString& text, int flags)
{
    const QFontMetricsF metrics(painter->font());
    painter->drawText(area, flags, metrics.elidedText(text, Qt::ElideRight, area.width()));
}

} // namespace

void TopologyItem::setEmphasis(Emphasis emphasis)
{
    if (emphasis == m_emphasis)
        return;
    m_emphasis = emphasis;
    setOpacity(emphasis == Emphasis::Dimmed ? dimmedOpacity : 1.0);
    QGraphicsItem::update();
}

QPalette TopologyItem::paletteOf(const QWidget* widget)
{
    return widget ? widget->palette() : QApplication::palette();
}

CardItem::CardItem(
    const TopologyCard& card, const TopologyCardText& text, const TopologyMetrics& metrics)
    : m_netns(card.netns)
    , m_area(card.area)
    , m_text(text)
    , m_metrics(metrics)
{
    setZValue(0);
}

void CardItem::update(const TopologyCard& card, const TopologyCardText& text)
{
    if (m_area == card.area && m_text == text)
        return;
    prepareGeometryChange();
    m_area = card.area;
    m_text = text;
    QGraphicsItem::update();
}

QRectF CardItem::boundingRect() const
{
    return m_area.adjusted(-2, -2, 2, 2);
}

void CardItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget)
{
    const QPalette palette = paletteOf(widget);
    const Detail detail = detailOf(option, painter);
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    const bool lit = emphasis() == Emphasis::Lit, current = emphasis() == Emphasis::Current;
    const QColor light = palette.color(QPalette::Highlight);
    painter->setBrush(current ? mixed(base, light, 0.15F) : base);
    painter->setPen(
        lit || current ? QPen(light, current ? 3 : 2) : QPen(mixed(base, text, 0.3F), 1));
    if (detail == Detail::Shapes) {
        painter->drawRect(m_area);
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->drawRoundedRect(m_area, cornerRadius, cornerRadius);
    paintHeader(painter, palette);
    if (detail == Detail::All)
        paintNotes(painter, palette);
}

void CardItem::paintHeader(QPainter* painter, const QPalette& palette) const
{
    painter->setLayoutDirection(Qt::LeftToRight); // addresses; a graph has no reading direction
    QRectF header(m_area.left() + 12, m_area.top(), m_area.width() - 24, m_metrics.headerHeight);
    const QRectF symbol(header.left(), header.center().y() - 8, 16, 16);
    const bool host = m_text.workload.isEmpty();
    icon(host ? QStringLiteral("network") : QStringLiteral("container"), QPalette::Text)
        .paint(painter, symbol.toRect());
    const qreal line = header.bottom();
    header.setLeft(symbol.right() + 8);
    QFont font = painter->font();
    if (m_text.state) {
        const QString word = vitrine::textOf(*m_text.state);
        const qreal width = QFontMetricsF(font).horizontalAdvance(word) + 1;
        painter->setPen(palette.color(QPalette::Text));
        painter->drawText(header, rightOfLine, word);
        header.setRight(header.right() - width - 20);
        stateIcon(*m_text.state, m_text.unhealthy, palette)
            .paint(painter, QRectF(header.right(), symbol.top(), 16, 16).toRect());
        header.setRight(header.right() - 8);
    }
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(palette.color(QPalette::Text));
    drawElided(painter, header, m_text.title, leftOfLine);
    font.setWeight(QFont::Normal);
    painter->setFont(font);
    painter->setPen(mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.15F));
    painter->drawLine(QPointF(m_area.left() + 1, line), QPointF(m_area.right() - 1, line));
}

void CardItem::paintNotes(QPainter* painter, const QPalette& palette) const
{
    const QStringList& ports = m_text.ports;
    const qreal height = m_metrics.portHeight;
    QRectF line(m_area.left() + 2 * m_metrics.padding,
        m_area.bottom() - m_metrics.padding
            - height * qreal(ports.size() + (m_text.note.isEmpty() ? 0 : 1)),
        m_area.width() - 4 * m_metrics.padding, height);
    if (!m_text.note.isEmpty()) {
        painter->setPen(quietColour(palette));
        drawElided(painter, line, m_text.note, leftOfLine);
        line.translate(0, height);
    }
    const QFontMetricsF metrics(painter->font());
    for (const QString& port : ports) {
        const qreal width = std::min(line.width(), metrics.horizontalAdvance(port) + 20);
        const QRectF pill(line.left() - m_metrics.padding, line.top() + 3, width, height - 6);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(
            QPen(mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.4F), 1));
        painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
        painter->setPen(palette.color(QPalette::Text));
        drawElided(painter, pill.adjusted(10, 0, -9, 0), port, leftOfLine);
        line.translate(0, height);
    }
}

PortItem::PortItem(const TopologyPort& port, const TopologyPortText& text)
    : m_port(port)
    , m_text(text)
{
    setZValue(2);
    setAcceptHoverEvents(true);
    setToolTip(plainToolTip(text.description));
}

void PortItem::update(const TopologyPort& port, const TopologyPortText& text)
{
    const bool same = m_port.area == port.area && m_port.folded == port.folded && m_text == text;
    m_port = port;
    if (same)
        return;
    prepareGeometryChange();
    if (m_text.description != text.description)
        setToolTip(plainToolTip(text.description));
    m_text = text;
    QGraphicsItem::update();
}

QRectF PortItem::boundingRect() const
{
    return m_port.area.adjusted(-2, -2, 2, 2);
}

void PortItem::paintShape(QPainter* painter, const QPalette& palette, Detail detail) const
{
    const QColor base = palette.color(QPalette::Base), hue = hueOf(m_text.kind);
    const bool lit = emphasis() == Emphasis::Lit || emphasis() == Emphasis::Current;
    painter->setBrush(
        mixed(base, emphasis() == Emphasis::Current ? palette.color(QPalette::Highlight) : hue,
            emphasis() == Emphasis::Current ? 0.35F
                : m_text.up                 ? 0.22F
                                            : 0.06F));
    QPen pen(lit ? palette.color(QPalette::Highlight) : mixed(base, hue, 0.8F), lit ? 2 : 1);
    if (!m_text.up)
        pen.setStyle(Qt::DashLine);
    painter->setPen(pen);
    if (detail == Detail::Shapes) {
        painter->drawRect(m_port.area);
        return;
    }
    const qreal radius = m_port.isBridge || m_port.isGroup() ? 3 : 12;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->drawRoundedRect(m_port.area, radius, radius);
}

void PortItem::paintLine(QPainter* painter, const QRectF& line, const QString& left,
    const QString& right, QFont::Weight weight) const
{
    QFont font = painter->font();
    font.setWeight(weight);
    painter->setFont(font);
    const qreal used = std::min(QFontMetricsF(font).horizontalAdvance(left) + 1, line.width());
    drawElided(painter, line, left, leftOfLine);
    font.setWeight(QFont::Normal);
    painter->setFont(font);
    if (line.width() - used > 30)
        drawElided(painter, line.adjusted(used + 10, 0, 0, 0), right, rightOfLine);
}

void PortItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget)
{
    const QPalette palette = paletteOf(widget);
    const Detail detail = detailOf(option, painter);
    paintShape(painter, palette, detail);
    if (detail == Detail::Shapes)
        return;
    painter->setLayoutDirection(Qt::LeftToRight); // addresses; a graph has no reading direction
    painter->setPen(palette.color(QPalette::Text));
    QRectF line = m_port.area.adjusted(10, 0, -10, 0);
    if (m_port.lines > 1) {
        line.adjust(0, 3, 0, -3);
        line.setHeight(line.height() / 2);
    }
    if (m_port.isGroup()) { // a triangle, as of a branch of a tree
        const QPointF at(line.left() + 4, line.center().y());
        painter->setBrush(palette.color(QPalette::Text));
        painter->drawPolygon(m_port.folded
                ? QPolygonF({ at + QPointF(-3, -4), at + QPointF(3, 0), at + QPointF(-3, 4) })
                : QPolygonF({ at + QPointF(-4, -3), at + QPointF(4, -3), at + QPointF(0, 3) }));
        line.setLeft(line.left() + 14);
    }
    const bool all = detail == Detail::All;
    paintLine(painter, line, m_text.name, all ? m_text.right : QString(), QFont::DemiBold);
    if (m_port.lines == 1 || !all)
        return;
    line.translate(0, line.height());
    paintLine(painter, line, m_text.below, m_text.belowRight, QFont::Normal);
}

} // namespace vitrine
