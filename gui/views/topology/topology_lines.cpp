// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_items.h"

#include <QPainter>
#include <QPalette>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace vitrine {

namespace {

constexpr qreal cornerRadius = 6;

/// The radius of the corner AT of a line through CORNERS: at most half of its shorter side, so that
/// two corners do not meet. 0: it is none.
qreal cornerAt(const QList<QPointF>& corners, qsizetype at)
{
    const qreal in = QLineF(corners[at - 1], corners[at]).length();
    const qreal out = QLineF(corners[at], corners[at + 1]).length();
    const qreal radius = std::min({ cornerRadius, in / 2, out / 2 });
    return radius < 0.5 ? 0 : radius;
}

/// Adds the line through CORNERS to PATH, each corner rounded.
void addRounded(QPainterPath& path, const QList<QPointF>& corners)
{
    if (corners.isEmpty())
        return;
    path.moveTo(corners.first());
    for (qsizetype i = 1; i < corners.size(); ++i) {
        const QPointF corner = corners[i];
        if (i + 1 == corners.size()) {
            path.lineTo(corner);
            continue;
        }
        const QLineF in(corners[i - 1], corner), out(corner, corners[i + 1]);
        const qreal radius = cornerAt(corners, i);
        if (radius == 0) {
            path.lineTo(corner);
            continue;
        }
        path.lineTo(in.pointAt(1 - radius / in.length()));
        path.quadTo(corner, out.pointAt(radius / out.length()));
    }
}

/// In the order of their places, so that those that are the same stand together.
bool isBefore(const QRectF& left, const QRectF& right)
{
    return std::tuple(left.x(), left.y(), left.width(), left.height())
        < std::tuple(right.x(), right.y(), right.width(), right.height());
}

/// WIDTH as whole dots on the screen, so that all lines are as wide.
qreal wholeDots(qreal width, const QStyleOptionGraphicsItem* option, const QPainter* painter)
{
    const qreal scale = option->levelOfDetailFromTransform(painter->worldTransform());
    return std::max(1.0, std::round(width * scale)) / scale;
}

} // namespace

LineItem::LineItem(Kind kind, const QStringList& keys)
    : m_kind(kind)
    , m_keys(keys)
{
    setZValue(1);
    setAcceptHoverEvents(true);
    setFlag(ItemUsesExtendedStyleOption); // for what is exposed of it
}

void LineItem::setPath(const QList<QList<QPointF>>& lines, bool up)
{
    if (m_up == up && m_lines == lines)
        return;
    prepareGeometryChange();
    m_up = up;
    m_lines = lines;
    setFlag(ItemHasNoContents, isStraightWire()); // WiresItem draws it
    m_path = QPainterPath();
    for (const auto& corners : lines)
        addRounded(m_path, corners);
    m_area = m_path.boundingRect().adjusted(-4, -4, 4, 4);
    QGraphicsItem::update();
}

QRectF LineItem::boundingRect() const
{
    return m_area;
}

QPainterPath LineItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    return stroker.createStroke(m_path);
}

void LineItem::collect(const QRectF& seen, qreal width, LineInk& ink) const
{
    if (!seen.intersects(m_area))
        return;
    const qreal half = width / 2;
    for (const auto& line : m_lines) {
        qreal before = 0; // what the corner at the begin of the segment takes of it
        for (qsizetype i = 1; i < line.size(); ++i) {
            const QLineF segment(line[i - 1], line[i]);
            const qreal after = i + 1 < line.size() ? cornerAt(line, i) : 0;
            const qreal length = std::max(segment.length(), 0.001);
            const bool down = segment.dx() == 0;
            const QRectF bar
                = QRectF(segment.pointAt(before / length), segment.pointAt(1 - after / length))
                      .normalized()
                      .adjusted(
                          down ? -half : 0, down ? 0 : -half, down ? half : 0, down ? 0 : half)
                      .intersected(seen);
            if (!bar.isEmpty())
                ink.bars.push_back(bar);
            if (after > 0 && seen.contains(line[i])) {
                const QLineF out(line[i], line[i + 1]);
                ink.corners.moveTo(segment.pointAt(1 - after / length));
                ink.corners.quadTo(line[i], out.pointAt(after / out.length()));
            }
            before = after;
        }
    }
}

QPen LineItem::penOf(Kind kind, Emphasis emphasis, const QPalette& palette)
{
    const bool lit = emphasis == Emphasis::Lit;
    const QColor base = palette.color(QPalette::Base);
    QColor color = kind == Kind::Bus ? hueOf(QStringLiteral("bridge"))
                                     : mixed(base, palette.color(QPalette::Text), 0.55F);
    if (lit)
        color = palette.color(QPalette::Highlight);
    return QPen(color, (kind == Kind::Bus ? 3 : 1.5) + (lit ? 1 : 0));
}

void LineInk::paint(QPainter* painter, const QPen& pen)
{
    // Many wires of a bridge lie in one lane.
    std::sort(bars.begin(), bars.end(), isBefore);
    bars.erase(std::unique(bars.begin(), bars.end()), bars.end());
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const QRectF& bar : bars)
        painter->fillRect(bar, pen.color());
    painter->setRenderHint(QPainter::Antialiasing);
    if (!corners.isEmpty())
        painter->strokePath(corners, pen);
}

void LineItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget)
{
    QPen pen = penOf(m_kind, emphasis(), paletteOf(widget));
    if (m_up) {
        pen.setWidthF(wholeDots(pen.widthF(), option, painter));
        LineInk ink;
        const qreal margin = pen.widthF() + 1;
        collect(option->exposedRect.adjusted(-margin, -margin, margin, margin), pen.widthF(), ink);
        return ink.paint(painter, pen);
    }
    painter->setRenderHint(QPainter::Antialiasing, detailOf(option, painter) != Detail::Shapes);
    pen.setStyle(Qt::DashLine);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(pen);
    painter->drawPath(m_path);
}

WiresItem::WiresItem(const QHash<QString, LineItem*>& lines)
    : m_lines(lines)
{
    setZValue(0.5);
    setAcceptedMouseButtons(Qt::NoButton);
    setFlag(ItemUsesExtendedStyleOption); // for what is exposed
}

void WiresItem::setArea(const QRectF& area)
{
    if (area != m_area)
        prepareGeometryChange();
    m_area = area;
    update();
}

void WiresItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget)
{
    const QPalette palette = paletteOf(widget);
    const auto wire = LineItem::Kind::Wire;
    std::array<LineInk, 3> inks; // dimmed, usual, lit: in the order in which they cover each other
    const std::array emphases { Emphasis::Dimmed, Emphasis::Normal, Emphasis::Lit };
    std::array<QPen, 3> pens;
    for (std::size_t i = 0; i < pens.size(); ++i) {
        pens[i] = LineItem::penOf(wire, emphases[i], palette);
        pens[i].setWidthF(wholeDots(pens[i].widthF(), option, painter));
    }
    pens[0].setColor(mixed(palette.color(QPalette::Window), pens[0].color(), dimmedOpacity));
    const QRectF seen = option->exposedRect.adjusted(-4, -4, 4, 4);
    for (const auto* line : m_lines) {
        if (!line->isStraightWire())
            continue;
        const auto found = std::find(emphases.begin(), emphases.end(), line->emphasis());
        const auto which = std::size_t(found - emphases.begin()) % emphases.size();
        line->collect(seen, pens[which].widthF(), inks[which]);
    }
    for (std::size_t i = 0; i < inks.size(); ++i)
        inks[i].paint(painter, pens[i]);
}

} // namespace vitrine
