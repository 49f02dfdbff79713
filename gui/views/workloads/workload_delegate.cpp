// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/workloads/workload_delegate.h"

#include "gui/models/workload_list_model.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"
#include "gui/views/sparkline.h"

#include <QPainter>
#include <QStyle>

namespace vitrine {

namespace {

using Model = WorkloadListModel;

QColor textColour(const QStyleOptionViewItem& option)
{
    return option.palette.color(
        (option.state & QStyle::State_Selected) ? QPalette::HighlightedText : QPalette::Text);
}

void paintBar(QPainter& painter, const QStyleOptionViewItem& option, double share)
{
    const QRectF track(
        option.rect.left() + 8, option.rect.bottom() - 5, option.rect.width() - 16, 3);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor colour = selected ? textColour(option)
        : share > 0.9              ? errorColour(option.palette)
                                   : option.palette.color(QPalette::Highlight);
    QColor quiet = textColour(option);
    quiet.setAlphaF(0.15F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(quiet);
    painter.drawRoundedRect(track, 1.5, 1.5);
    painter.setBrush(colour);
    painter.drawRoundedRect(
        QRectF(track.topLeft(), QSizeF(track.width() * share, track.height())), 1.5, 1.5);
    painter.restore();
}

} // namespace

void WorkloadDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    RowDelegate::initStyleOption(option, index);
    option->decorationSize = QSize(16, 16);
    if (index.column() == Model::NameColumn) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = icon(QStringLiteral("container"), QPalette::Text);
    } else if (index.column() == Model::StateColumn) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        const auto state = api::WorkloadState(index.data(Model::StateRole).toInt());
        option->icon = stateIcon(state, index.data(Model::UnhealthyRole).toBool(), option->palette);
    }
}

void WorkloadDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    RowDelegate::paint(painter, option, index);
    if (index.column() == Model::CpuColumn) {
        const auto history = index.data(Model::CpuHistoryRole).value<QList<double>>();
        const int number = option.fontMetrics.horizontalAdvance(QStringLiteral("1 000.0 %")) + 8;
        const QRectF rect = QStyle::visualRect(
            option.direction, option.rect, option.rect.adjusted(8, 5, -number, -5));
        const QColor colour = (option.state & QStyle::State_Selected)
            ? textColour(option)
            : option.palette.color(QPalette::Highlight);
        if (rect.width() > 16)
            paintSparkline(*painter, rect, history, 10, Figures::historyLength, colour);
    } else if (index.column() == Model::MemoryColumn) {
        const double share = index.data(Model::MemoryShareRole).toDouble();
        if (share >= 0)
            paintBar(*painter, option, share);
    }
}

} // namespace vitrine
