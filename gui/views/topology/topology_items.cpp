// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/topology_items.h"
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

QColor mixed(const QColor& a, const QColor& b, float part)
{
    return QColor::fromRgbF(a.redF() * (1 - part) + b.redF() * part,
        a.greenF() * (1 - part) + b.greenF() * part, a.blueF() * (1 - part) + b.blueF() * part);
}

/// The hue of a kind of interface, from the Okabe–Ito set.
QColor hueOf(const QString& kind)
{
    if (kind == QLatin1String("veth"))
        return QColor(0x00, 0x9e, 0x73);
    if (kind == QLatin1String("bridge"))
        return QColor(0xe6, 0x9f, 0x00);
    if (kind == QLatin1String("physical"))
        return QColor(0x00, 0x72, 0xb2);
    if (kind == QLatin1String("tun") || kind == QLatin1String("tap"))
        return QColor(0xcc, 0x79, 0xa7);
    if (kind == QLatin1String("loopback"))
        return QColor(0x8c, 0x8c, 0x8c);
    return QColor(0x56, 0xb4, 0xe9);
}

/// How much of the text is worth drawing at this zoom.
enum class Detail { Shapes, Names, All };

Detail detailOf(const QStyleOptionGraphicsItem* option, const QPainter* painter)
{
    const qreal scale = option->levelOfDetailFromTransform(painter->worldTransform());
    if (scale < 0.3)
        return Detail::Shapes;
    return scale < 0.6 ? Detail::Names : Detail::All;
}

void drawElided(QPainter* painter, const QRectF& area, const QString& text, int flags)
{
    const QFontMetricsF metrics(painter->font());
    painter->drawText(area, flags, metrics.elidedText(text, Qt::ElideRight, area.width()));
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
        // Half of the shorter side at most, so that two corners do not meet.
        const QLineF in(corners[i - 1], corner), out(corner, corners[i + 1]);
        const qreal radius = std::min({ cornerRadius, in.length() / 2, out.length() / 2 });
        if (radius < 0.5) {
            path.lineTo(corner);
            continue;
        }
        path.lineTo(in.pointAt(1 - radius / in.length()));
        path.quadTo(corner, out.pointAt(radius / out.length()));
    }
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

CardItem::CardItem(const TopologyCard& card, const Text& text, qreal headerHeight)
    : m_netns(card.netns)
    , m_area(card.area)
    , m_text(text)
    , m_headerHeight(headerHeight)
{
    setZValue(0);
}

void CardItem::update(const TopologyCard& card, const Text& text)
{
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
    painter->setLayoutDirection(Qt::LeftToRight); // addresses; a graph has no reading direction
    const QPalette palette = paletteOf(widget);
    const Detail detail = detailOf(option, painter);
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    const bool lit = emphasis() == Emphasis::Lit;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(base);
    painter->setPen(
        QPen(lit ? palette.color(QPalette::Highlight) : mixed(base, text, 0.3F), lit ? 2 : 1));
    painter->drawRoundedRect(m_area, cornerRadius, cornerRadius);
    if (detail == Detail::Shapes)
        return;
    const QRectF header(m_area.left() + 12, m_area.top(), m_area.width() - 24, m_headerHeight);
    painter->setPen(text);
    QFont font = painter->font();
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    const QFontMetricsF metrics(font);
    drawElided(painter, header, m_text.title, int(Qt::AlignVCenter | Qt::AlignLeft));
    font.setWeight(QFont::Normal);
    painter->setFont(font);
    painter->setPen(mixed(base, text, 0.6F));
    const qreal used = metrics.horizontalAdvance(m_text.title) + 12;
    if (used < header.width() - 40)
        drawElided(painter, header.adjusted(used, 0, 0, 0), m_text.kind,
            int(Qt::AlignVCenter | Qt::AlignRight));
    painter->setPen(mixed(base, text, 0.15F));
    painter->drawLine(
        QPointF(m_area.left() + 1, header.bottom()), QPointF(m_area.right() - 1, header.bottom()));
    if (!m_text.note.isEmpty() && detail == Detail::All) {
        painter->setPen(mixed(base, text, 0.6F));
        drawElided(painter,
            QRectF(m_area.left() + 12, m_area.bottom() - 30, m_area.width() - 24, 28), m_text.note,
            int(Qt::AlignVCenter | Qt::AlignLeft));
    }
}

PortItem::PortItem(const TopologyPort& port, const Text& text)
    : m_port(port)
    , m_text(text)
{
    setZValue(2);
    setAcceptHoverEvents(true);
    setFlag(ItemIsSelectable);
    setToolTip(plainToolTip(text.description));
}

void PortItem::update(const TopologyPort& port, const Text& text)
{
    prepareGeometryChange();
    m_port = port;
    m_text = text;
    setToolTip(plainToolTip(text.description));
    QGraphicsItem::update();
}

QRectF PortItem::boundingRect() const
{
    return m_port.area.adjusted(-2, -2, 2, 2);
}

void PortItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget)
{
    painter->setLayoutDirection(Qt::LeftToRight); // addresses; a graph has no reading direction
    const QPalette palette = paletteOf(widget);
    const Detail detail = detailOf(option, painter);
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    const QColor hue = hueOf(m_text.kind);
    const qreal radius = m_text.bridge ? 3 : m_port.area.height() / 2;
    const bool lit = emphasis() == Emphasis::Lit || isSelected();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(mixed(base, hue, m_text.up ? 0.22F : 0.06F));
    QPen pen(lit ? palette.color(QPalette::Highlight) : mixed(base, hue, 0.8F), lit ? 2 : 1);
    if (!m_text.up)
        pen.setStyle(Qt::DashLine);
    painter->setPen(pen);
    painter->drawRoundedRect(m_port.area, radius, radius);
    if (detail == Detail::Shapes)
        return;
    painter->setPen(text);
    const QRectF inner = m_port.area.adjusted(10, 0, -10, 0);
    QFont font = painter->font();
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    const QFontMetricsF metrics(font);
    const qreal nameWidth = std::min(metrics.horizontalAdvance(m_text.name), inner.width());
    drawElided(painter, inner, m_text.name, int(Qt::AlignVCenter | Qt::AlignLeft));
    if (detail != Detail::All)
        return;
    font.setWeight(QFont::Normal);
    painter->setFont(font);
    const QString rest = m_text.up ? m_text.addresses : m_text.state;
    drawElided(painter, inner.adjusted(nameWidth + 10, 0, 0, 0),
        rest.isEmpty() ? m_text.kind : rest, int(Qt::AlignVCenter | Qt::AlignRight));
}

LineItem::LineItem(Kind kind, const QStringList& keys)
    : m_kind(kind)
    , m_keys(keys)
{
    setZValue(1);
    setAcceptHoverEvents(true);
}

void LineItem::setPath(const QList<QList<QPointF>>& lines, bool up)
{
    prepareGeometryChange();
    m_up = up;
    m_path = QPainterPath();
    for (const auto& corners : lines)
        addRounded(m_path, corners);
    QGraphicsItem::update();
}

QRectF LineItem::boundingRect() const
{
    return m_path.boundingRect().adjusted(-4, -4, 4, 4);
}

QPainterPath LineItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(8);
    return stroker.createStroke(m_path);
}

void LineItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget* widget)
{
    const QPalette palette = paletteOf(widget);
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    const bool lit = emphasis() == Emphasis::Lit;
    const QColor color
        = m_kind == Kind::Bus ? hueOf(QStringLiteral("bridge")) : mixed(base, text, 0.55F);
    QPen pen(lit ? palette.color(QPalette::Highlight) : color, m_kind == Kind::Bus ? 3 : 1.5);
    if (lit)
        pen.setWidthF(pen.widthF() + 1);
    if (!m_up)
        pen.setStyle(Qt::DashLine);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(pen);
    painter->drawPath(m_path);
}

} // namespace vitrine
