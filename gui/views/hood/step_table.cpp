// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/hood/step_table.h"

#include "gui/console/fixed_font.h"
#include "gui/models/step_model.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>

namespace vitrine {

namespace {

/// Time with a bar of its share of the longest step; commands in a fixed font; failures marked.
class StepDelegate : public RowDelegate {
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        RowDelegate::paint(painter, option, index);
        const double share = index.data(StepModel::TimeShareRole).toDouble();
        if (index.column() != StepModel::TimeColumn || share < 0)
            return;
        const bool selected = option.state & QStyle::State_Selected;
        const QRectF track(
            option.rect.left() + 6, option.rect.bottom() - 4, option.rect.width() - 12, 3);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(
            option.palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight));
        const double width = std::max(3.0, track.width() * share);
        painter->drawRoundedRect(
            QRectF(track.right() - width, track.top(), width, track.height()), 1.5, 1.5);
        painter->restore();
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        RowDelegate::initStyleOption(option, index);
        if (index.column() == StepModel::CommandColumn)
            option->font.setFamilies(fixedFont().families());
        const QString state = index.data(StepModel::StateRole).toString();
        if (index.column() == StepModel::StateColumn && !state.isEmpty()) {
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->decorationSize = QSize(16, 16);
            option->icon = stateIcon(state, option->palette);
        }
    }

private:
    static QIcon stateIcon(const QString& state, const QPalette& palette)
    {
        if (state == QLatin1String("done"))
            return icon(QStringLiteral("check"), goodColour(palette));
        if (state == QLatin1String("failed"))
            return icon(QStringLiteral("state-failed"), errorColour(palette));
        if (state == QLatin1String("undone"))
            return icon(QStringLiteral("undo"), quietColour(palette));
        return icon(QStringLiteral("state-starting"), quietColour(palette));
    }
};

} // namespace

StepTable::StepTable(StepModel* model, Kind kind, QWidget* parent)
    : Table(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("stepTable"));
    setAccessibleName(tr("Steps"));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setItemDelegate(new StepDelegate(this));
    setModel(model);
    QList<ColumnWish> columns { { StepModel::NumberColumn, 3 }, { StepModel::TextColumn, 72, 24 },
        { StepModel::WhereColumn, 9, 0, 2 }, { StepModel::CommandColumn, 40, 24, 1 } };
    if (kind == Kind::Run)
        columns += { { StepModel::TimeColumn, 9 }, { StepModel::StateColumn, 9 } };
    setColumns(columns);

    auto* copyAction = new QAction(icon(QStringLiteral("copy")), tr("Copy the commands"), this);
    copyAction->setToolTip(tr("Copy the equivalent commands of the selected steps"));
    connect(copyAction, &QAction::triggered, this, &StepTable::copy);
    addAction(copyAction);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

QString StepTable::selectedCommands() const
{
    const QModelIndexList selected = selectionModel()->selectedRows();
    if (selected.isEmpty())
        return m_model->commands();
    QStringList lines;
    for (const QModelIndex& index : selected)
        if (const QString line = index.data(StepModel::CommandRole).toString(); !line.isEmpty())
            lines.append(line);
    return lines.join(QLatin1Char('\n'));
}

void StepTable::copy() const
{
    QGuiApplication::clipboard()->setText(selectedCommands());
}

} // namespace vitrine
