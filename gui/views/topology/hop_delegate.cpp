// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/hop_delegate.h"

#include "gui/views/colours.h"
#include "gui/views/direction.h"
#include "gui/views/icons.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace vitrine {

namespace {

constexpr int margin = 8, iconSize = 16, gap = 8, lineGap = 2;

HopState stateAt(const QModelIndex& index)
{
    return HopState(index.data(PacketPathModel::StateRole).toInt());
}

/// Lays TEXT out in lines of WIDTH; an address breaks where it must. Returns the height.
qreal layOut(QTextLayout& layout, qreal width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    qreal height = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition(QPointF(0, height));
        height += line.height();
    }
    layout.endLayout();
    return height;
}

int textWidth(const QStyleOptionViewItem& option)
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    return std::max(80, width - 2 * margin - iconSize - gap);
}

} // namespace

QColor hopColour(HopState state, const QPalette& palette)
{
    switch (state) {
    case HopState::Ends:
        return errorColour(palette);
    case HopState::Arrives:
        return goodColour(palette);
    case HopState::Unclear:
        return colourOf(api::WorkloadState::Paused, palette);
    case HopState::Passes:
        break;
    }
    return quietColour(palette);
}

QIcon hopIcon(HopState state, const QPalette& palette)
{
    const QColor colour = hopColour(state, palette);
    switch (state) {
    case HopState::Ends:
        return icon(QStringLiteral("state-failed"), colour);
    case HopState::Arrives:
        return icon(QStringLiteral("check"), colour);
    case HopState::Unclear:
        return icon(QStringLiteral("warning"), colour);
    case HopState::Passes:
        break;
    }
    return icon(QStringLiteral("state-running"), colour);
}

QSize HopDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QTextLayout layout(index.data(PacketPathModel::TextRole).toString(), option.font);
    const int width = textWidth(option);
    const qreal height = layOut(layout, width);
    return { width + 2 * margin + iconSize + gap,
        2 * (margin - 2) + option.fontMetrics.height() + lineGap + int(std::ceil(height)) };
}

void HopDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor ink = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const auto visual = [&](const QRect& rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    QRect area = option.rect.adjusted(margin, margin - 2, -margin, 0);
    const HopState state = stateAt(index);
    const int line = option.fontMetrics.height();
    const QRect symbol(area.left(), area.top() + (line - iconSize) / 2, iconSize, iconSize);
    hopIcon(state, option.palette)
        .paint(
            painter, visual(symbol), Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
    area.setLeft(area.left() + iconSize + gap);
    painter->save();
    painter->setPen(selected ? ink : hopColour(state, option.palette));
    painter->setFont(option.font);
    const QString word = textOf(state);
    const int side = int(QStyle::visualAlignment(option.direction, Qt::AlignRight));
    const QRect head(area.left(), area.top(), area.width(), line);
    painter->drawText(visual(head), side | int(Qt::AlignVCenter), word);
    const int used = option.fontMetrics.horizontalAdvance(word) + gap;
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(ink);
    const QString title
        = QStringLiteral("%1 · %2").arg(index.data(PacketPathModel::WhereRole).toString(),
            index.data(PacketPathModel::KindRole).toString());
    painter->drawText(visual(head.adjusted(0, 0, -used, 0)),
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | int(Qt::AlignVCenter),
        QFontMetrics(bold).elidedText(inOrder(title), Qt::ElideRight, head.width() - used));
    QTextLayout layout(inOrder(index.data(PacketPathModel::TextRole).toString()), option.font);
    const int width = textWidth(option);
    layOut(layout, width);
    layout.draw(
        painter, visual(QRect(area.left(), head.bottom() + 1 + lineGap, width, 1)).topLeft());
    painter->restore();
}

} // namespace vitrine
