// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/row_tree.h"

#include "gui/models/keyed_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace vitrine {

RowTree::RowTree(KeyedModel* source, Shape shape, QWidget* parent)
    : QTreeView(parent)
    , m_source(source)
{
    m_proxy.setSourceModel(source);
    setModel(&m_proxy);
    setUniformRowHeights(true);
    setBranchesShown(shape);
    setAlternatingRowColors(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSortingEnabled(true);
    sortByColumn(0, Qt::AscendingOrder);
    setFrameShape(QFrame::NoFrame);
    header()->setStretchLastSection(true);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, &RowTree::chooseColumns);
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

void RowTree::setPlaceholder(const QString& text)
{
    m_placeholder = text;
    viewport()->update();
}

void RowTree::hideColumns(const QList<int>& columns)
{
    for (int column : columns)
        setColumnHidden(column, true);
}

void RowTree::setColumnCharacters(const QList<int>& widths)
{
    const int character = fontMetrics().averageCharWidth();
    for (int column = 0; column < widths.size(); ++column)
        if (widths[column] >= 0)
            setColumnWidth(column, widths[column] * character + 16);
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

void RowTree::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentChangedTo(m_proxy.mapToSource(current.siblingAtColumn(0)));
}

void RowTree::selectionChanged(const QItemSelection& now, const QItemSelection& before)
{
    QTreeView::selectionChanged(now, before);
    Q_EMIT selectionChangedTo();
}

void RowTree::paintEvent(QPaintEvent* event)
{
    QTreeView::paintEvent(event);
    if (m_proxy.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QString text = m_source->size() > 0 && !m_proxy.text().isEmpty()
        ? tr("Nothing matches the filter.")
        : m_placeholder;
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
        int(Qt::AlignCenter) | int(Qt::TextWordWrap), text);
}

void RowTree::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copyRows();
    else
        QTreeView::keyPressEvent(event);
}

void RowTree::copyRows() const
{
    QStringList lines;
    for (const QModelIndex& row : selectionModel()->selectedRows()) {
        QStringList cells;
        for (int i = 0; i < header()->count(); ++i) {
            const int column = header()->logicalIndex(i);
            if (!isColumnHidden(column))
                cells.append(row.siblingAtColumn(column).data().toString());
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void RowTree::chooseColumns(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // The first column carries the tree and stays.
    for (int column = 1; column < m_proxy.columnCount(); ++column) {
        QAction* action = menu->addAction(m_proxy.headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this,
            [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    menu->popup(header()->mapToGlobal(position));
}

} // namespace vitrine
