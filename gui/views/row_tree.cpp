// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/row_tree.h"

#include "gui/models/keyed_model.h"

namespace vitrine {

RowTree::RowTree(KeyedModel* source, Shape shape, QWidget* parent)
    : Table(parent)
    , m_source(source)
{
    m_proxy.setSourceModel(source);
    setModel(&m_proxy);
    setBranchesShown(shape);
    setAlternatingRowColors(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSortingEnabled(true);
    sortByColumn(0, Qt::AscendingOrder);
    setFrameShape(QFrame::NoFrame);
    // Branches open as they come; one that the user closed stays closed, as its index lives on.
    if (shape == Shape::Tree)
        connect(&m_proxy, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex& parent, int first, int last) {
                if (m_proxy.rowCount(parent) == last - first + 1)
                    expand(parent);
                for (int row = first; row <= last; ++row)
                    expandRecursively(m_proxy.index(row, 0, parent));
            });
    expandAll();
}

void RowTree::setBranchesShown(Shape shape)
{
    setRootIsDecorated(shape == Shape::Tree);
    setItemsExpandable(shape == Shape::Tree);
}

QModelIndex RowTree::currentSource() const
{
    return m_proxy.mapToSource(currentIndex().siblingAtColumn(0));
}

QModelIndexList RowTree::selectedSources() const
{
    QModelIndexList result;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        result.append(m_proxy.mapToSource(index));
    return result;
}

void RowTree::selectKey(const QString& key)
{
    const QModelIndex index = m_proxy.mapFromSource(m_source->indexOf(key));
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    scrollTo(index);
}

void RowTree::needCurrent()
{
    if (!currentIndex().isValid() && m_proxy.rowCount() > 0)
        setCurrentIndex(m_proxy.index(0, 0));
}

void RowTree::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    Table::currentChanged(current, previous);
    Q_EMIT currentChangedTo(m_proxy.mapToSource(current.siblingAtColumn(0)));
}

void RowTree::selectionChanged(const QItemSelection& now, const QItemSelection& before)
{
    Table::selectionChanged(now, before);
    Q_EMIT selectionChangedTo();
}

QString RowTree::placeholder() const
{
    return m_source->size() > 0 && !m_proxy.text().isEmpty() ? tr("Nothing matches the filter.")
                                                             : Table::placeholder();
}

} // namespace vitrine
