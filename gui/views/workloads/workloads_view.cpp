// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/workloads/workloads_view.h"

#include "gui/models/workload_list_model.h"
#include "gui/views/empty_state.h"
#include "gui/views/icons.h"
#include "gui/views/workloads/workload_delegate.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace vitrine {

WorkloadsView::WorkloadsView(WorkloadListModel* model, QAction* newAction, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_filtered(new WorkloadFilterModel(this))
    , m_newAction(newAction)
    , m_filter(new QLineEdit)
    , m_table(new QTreeView)
    , m_empty(new EmptyState(QStringLiteral("cabinet"), {}))
    , m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("workloadsView"));
    m_filtered->setSourceModel(model);
    m_filter->setObjectName(QStringLiteral("filterEdit"));
    m_filter->setPlaceholderText(tr("Filter by name, state or image (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter the workloads"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &WorkloadFilterModel::setFilterText);
    buildTable();

    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_filter);
    layout->addWidget(m_stack, 1);
    for (const auto signal :
        { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(m_filtered, signal, this, &WorkloadsView::updateEmptyState);
    connect(m_filtered, &QAbstractItemModel::modelReset, this, &WorkloadsView::updateEmptyState);
    connect(m_filter, &QLineEdit::textChanged, this, &WorkloadsView::updateEmptyState);
    updateEmptyState();
    setFocusProxy(m_table);
}

void WorkloadsView::buildTable()
{
    m_table->setObjectName(QStringLiteral("workloadTable"));
    m_table->setAccessibleName(tr("Workloads"));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setItemDelegate(new WorkloadDelegate(m_table));
    m_table->setModel(m_filtered);
    m_table->setSortingEnabled(true);
    auto* header = m_table->header();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setSortIndicatorClearable(true); // cleared: in the order of their creation
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setStretchLastSection(true);
    const int widths[] = { 120, 104, 80, 124, 80, 104, 72 };
    for (int column = 0; column < WorkloadListModel::ColumnCount; ++column)
        header->resizeSection(column, widths[column]);
    connect(header, &QWidget::customContextMenuRequested, this, &WorkloadsView::chooseColumns);
    connect(m_table, &QWidget::customContextMenuRequested, this, &WorkloadsView::showRowMenu);
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        emit opened(index.data(WorkloadListModel::PathRole).toString());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &WorkloadsView::selectionChanged);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &WorkloadsView::selectionChanged);
}

QStringList WorkloadsView::selectedPaths() const
{
    QStringList paths;
    const auto* selection = m_table->selectionModel();
    const QModelIndex current = selection->currentIndex();
    for (const QModelIndex& index : selection->selectedRows()) {
        const QString path = index.data(WorkloadListModel::PathRole).toString();
        if (index.row() == current.row())
            paths.prepend(path);
        else
            paths.append(path);
    }
    return paths;
}

bool WorkloadsView::select(const QString& path)
{
    const int row = m_model->rowOf(path);
    const QModelIndex index = m_filtered->mapFromSource(m_model->index(row, 0));
    if (row < 0 || !index.isValid())
        return false;
    m_table->selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(index);
    return true;
}

void WorkloadsView::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void WorkloadsView::focusList()
{
    if (m_stack->currentWidget() == m_empty)
        m_empty->setFocus();
    else
        m_table->setFocus();
}

void WorkloadsView::setRowActions(const QList<QAction*>& actions)
{
    m_rowActions = actions;
}

QByteArray WorkloadsView::saveState() const
{
    return m_table->header()->saveState();
}

void WorkloadsView::restoreState(const QByteArray& state)
{
    if (!state.isEmpty())
        m_table->header()->restoreState(state);
}

void WorkloadsView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_filter->hasFocus()) {
        m_filter->clear();
        m_table->setFocus();
        return;
    }
    if (m_filter->hasFocus() && event->key() == Qt::Key_Down) {
        m_table->setFocus();
        return;
    }
    QWidget::keyPressEvent(event);
}

void WorkloadsView::chooseColumns(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* header = m_table->header();
    for (int column = 1; column < WorkloadListModel::ColumnCount; ++column) {
        auto* action = menu->addAction(
            m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, header,
            [header, column](bool shown) { header->setSectionHidden(column, !shown); });
    }
    menu->popup(header->viewport()->mapToGlobal(position));
}

void WorkloadsView::showRowMenu(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(
        m_table->indexAt(position).isValid() ? m_rowActions : QList<QAction*> { m_newAction });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void WorkloadsView::updateEmptyState()
{
    const bool empty = m_filtered->rowCount() == 0;
    const QWidget* focus = focusWidget();
    const bool hadFocus = focus == m_table || (focus && m_empty->isAncestorOf(focus));
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_table);
    if (!empty) {
        if (hadFocus)
            m_table->setFocus();
        return;
    }
    const bool filtering = !m_filter->text().isEmpty();
    m_empty->setPicture(filtering ? QStringLiteral("search") : QStringLiteral("cabinet"));
    m_empty->setSentence(filtering
            ? tr("No workload matches “%1”.").arg(m_filter->text())
            : tr("Containers stand here as soon as there is one: it takes three clicks."));
    m_empty->setAction(filtering ? nullptr : m_newAction);
}

} // namespace vitrine
