// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/workloads/workloads_view.h"

#include "gui/models/workload_list_model.h"
#include "gui/views/empty_state.h"
#include "gui/views/filter_edit.h"
#include "gui/views/table.h"
#include "gui/views/workloads/workload_delegate.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

WorkloadsView::WorkloadsView(WorkloadListModel* model, QAction* newAction, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_filtered(new WorkloadFilterModel(this))
    , m_newAction(newAction)
    , m_filter(new FilterEdit(tr("Filter by name, state or image (Ctrl+F)")))
    , m_newButton(new QToolButton)
    , m_table(new Table)
    , m_empty(new EmptyState(QStringLiteral("cabinet"), {}))
    , m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("workloadsView"));
    m_filtered->setSourceModel(model);
    m_filter->setObjectName(QStringLiteral("filterEdit"));
    m_filter->setMaximumWidth(QWIDGETSIZE_MAX);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &WorkloadFilterModel::setFilterText);
    m_newButton->setObjectName(QStringLiteral("newButton"));
    m_newButton->setDefaultAction(newAction);
    m_newButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_newButton->setFocusPolicy(Qt::TabFocus);
    buildTable();

    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    auto* top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(m_newButton);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    for (const auto signal :
        { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(m_filtered, signal, this, &WorkloadsView::updateEmptyState);
    connect(m_filtered, &QAbstractItemModel::modelReset, this, &WorkloadsView::updateEmptyState);
    connect(m_filter, &QLineEdit::textChanged, this, &WorkloadsView::updateEmptyState);
    updateEmptyState();
}

void WorkloadsView::buildTable()
{
    m_table->setObjectName(QStringLiteral("workloadTable"));
    m_table->setAccessibleName(tr("Workloads"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setItemDelegate(new WorkloadDelegate(m_table));
    m_table->setModel(m_filtered);
    m_table->setSortingEnabled(true);
    auto* header = m_table->header();
    header->setSortIndicatorClearable(true); // cleared: in the order of their creation
    header->setSortIndicator(-1, Qt::AscendingOrder);
    using Model = WorkloadListModel;
    m_table->setColumns({ { Model::NameColumn, 20, 11 }, { Model::StateColumn, 18, 14 },
        { Model::ImageColumn, 14, 8 }, { Model::CpuColumn, 15, 12 },
        { Model::MemoryColumn, 11, 0, 1 }, { Model::NetworkColumn, 18, 16, 2 },
        { Model::StartedColumn, 14, 0, 3 } });
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

void WorkloadsView::needSelection()
{
    if (selectedPaths().isEmpty() && m_filtered->rowCount() > 0)
        select(m_filtered->index(0, 0).data(WorkloadListModel::PathRole).toString());
}

bool WorkloadsView::isEmpty() const
{
    return m_filtered->rowCount() == 0 && m_filter->text().isEmpty();
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
    return m_table->saveColumns();
}

void WorkloadsView::restoreState(const QByteArray& state)
{
    m_table->restoreColumns(state);
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
    emit emptyChanged();
    const QWidget* focus = focusWidget();
    const bool hadFocus = focus == m_table || (focus && m_empty->isAncestorOf(focus));
    m_newButton->setVisible(m_model->rowCount() > 0);
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
