// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/badge_delegate.h"

#include "gui/models/keyed_model.h"
#include "gui/models/namespace_types.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace vitrine {

namespace {

constexpr int spacing = 4;

QSize badgeSize(const QFontMetrics& metrics)
{
    return { metrics.horizontalAdvance(QStringLiteral("mn")) + 8, metrics.height() };
}

void paintBackground(QPainter* painter, const QStyleOptionViewItem& option)
{
    const QWidget* widget = option.widget;
    QStyle* style = widget ? widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, widget);
}

QString typeOfBadge(const QString& badge)
{
    for (const auto& type : namespaceTypes)
        if (badge == QLatin1String(type.badge))
            return QLatin1String(type.name);
    return {};
}

} // namespace

int paintBadge(
    QPainter& painter, const QRect& area, const QString& type, Qt::LayoutDirection direction)
{
    const int index = namespaceTypeIndex(type);
    if (index < 0)
        return 0;
    const auto& entry = namespaceTypes[std::size_t(index)];
    QFont font = painter.font();
    font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const QSize size = badgeSize(metrics);
    const QRect badge = QStyle::visualRect(direction, area,
        QRect(area.left(), area.center().y() - size.height() / 2 + 1, size.width(), size.height()));
    const QColor fill = QColor::fromRgb(entry.hue);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(badge, 3, 3);
    painter.setPen(inkOn(fill));
    painter.setFont(font);
    painter.drawText(badge, Qt::AlignCenter, QLatin1String(entry.badge));
    painter.restore();
    return size.width();
}

BadgeDelegate::BadgeDelegate(Style style, QObject* parent)
    : RowDelegate(parent)
    , m_style(style)
{
}

QSize BadgeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = RowDelegate::sizeHint(option, index);
    const QSize badge = badgeSize(option.fontMetrics);
    const auto count = m_style == Style::BadgesOnly ? namespaceTypes.size() : 1;
    return { size.width() + int(count) * (badge.width() + spacing),
        std::max(size.height(), badge.height() + 4) };
}

void BadgeDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    paintBackground(painter, option);
    QRect area = option.rect.adjusted(spacing, 0, -spacing, 0);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setFont(option.font);
    const auto advance = [&](int width) {
        if (option.direction == Qt::RightToLeft)
            area.setRight(area.right() - width);
        else
            area.setLeft(area.left() + width);
    };
    if (m_style == Style::BadgesOnly) {
        const QString badges = index.data().toString();
        for (const QString& badge : badges.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            advance(paintBadge(*painter, area, typeOfBadge(badge), option.direction) + spacing / 2);
    } else {
        const QString type = index.data(TypeRole).toString();
        if (const int width = paintBadge(*painter, area, type, option.direction); width > 0)
            advance(width + 2 * spacing);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->setPen(
            option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
        painter->drawText(area, int(Qt::AlignVCenter | Qt::AlignLeft),
            option.fontMetrics.elidedText(option.text, Qt::ElideRight, area.width()));
    }
    painter->restore();
}

QSize ChipDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize size = RowDelegate::sizeHint(option, index);
    return { option.fontMetrics.horizontalAdvance(QStringLiteral("4026531840")) + 24,
        std::max(size.height(), option.fontMetrics.height() + 12) };
}

void ChipDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    paintBackground(painter, option);
    const quint64 inode = index.data(InodeRole).toULongLong();
    const bool host = index.data(StateRole).toString() == QLatin1String("host");
    const QRectF chip = QRectF(option.rect).adjusted(2.5, 4.5, -2.5, -4.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor ink = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    if (inode != 0) {
        const QColor fill = chipColor(inode);
        const QColor outline = option.palette.color(QPalette::PlaceholderText);
        const bool marked = inode == m_marked;
        painter->setBrush(host ? QBrush(Qt::NoBrush) : QBrush(fill));
        painter->setPen(QPen(
            marked ? option.palette.color(QPalette::Text) : (host ? outline : fill.darker(120)),
            marked ? 2.5 : 1));
        painter->drawRoundedRect(chip, 4, 4);
        if (!host)
            ink = inkOn(fill);
    }
    painter->setPen(ink);
    painter->setFont(option.font);
    painter->drawText(chip, Qt::AlignCenter,
        option.fontMetrics.elidedText(option.text, Qt::ElideLeft, int(chip.width()) - 2));
    painter->restore();
}

} // namespace vitrine
