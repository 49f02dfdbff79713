// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/namespaces/namespaces_view.h"

#include "gui/models/filter_proxy.h"
#include "gui/models/observation_models.h"
#include "gui/views/badge_delegate.h"
#include "gui/views/filter_edit.h"
#include "gui/views/namespaces/namespace_inspector.h"
#include "gui/views/row_tree.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>

namespace vitrine {

NamespacesView::NamespacesView(ObservationModels* models, QWidget* parent)
    : LivePage({ QStringLiteral("namespaces"), QStringLiteral("processes") }, parent)
    , m_models(models)
    , m_filter(new FilterEdit(tr("Filter namespaces")))
    , m_grouping(new QComboBox)
    , m_matrix(new QTableView)
    , m_matrixProxy(new FilterProxy(this))
    , m_chips(new ChipDelegate(this))
    , m_tree(new RowTree(models->namespaces(), RowTree::Shape::Tree))
    , m_inspector(new NamespaceInspector(models))
{
    m_grouping->addItems({ tr("Group by type"), tr("Group by container") });
    m_grouping->setAccessibleName(tr("Grouping of the tree"));
    m_tree->setAccessibleName(tr("Namespaces as a tree"));
    m_tree->setPlaceholder(tr("Namespaces appear here as soon as the helper has looked."));
    m_tree->setItemDelegateForColumn(
        NamespaceModel::Type, new BadgeDelegate(BadgeDelegate::Style::TypeThenText, m_tree));
    using Model = NamespaceModel;
    m_tree->setColumns({ { Model::Type, 26, 22 }, { Model::Inode, 12 }, { Model::Workload, 16, 10 },
        { Model::Leader, 20, 12 }, { Model::Processes, 9, 0, 1 }, { Model::Owner, 17, 0, 3 },
        { Model::Pins, 24, 12, 2 } });

    auto* left = new QSplitter(Qt::Vertical);
    left->addWidget(makeMatrix());
    left->addWidget(m_tree);
    left->setStretchFactor(0, 2);
    left->setStretchFactor(1, 3);
    left->setChildrenCollapsible(false);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->addWidget(left);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({ 700, 280 });
    auto* bar = addBody(splitter);
    bar->addWidget(m_filter, 1);
    bar->addSpacing(8);
    bar->addWidget(m_grouping);
    bar->addStretch();

    connect(m_filter, &QLineEdit::textChanged, m_tree->proxy(), &FilterProxy::setText);
    connect(m_filter, &QLineEdit::textChanged, m_matrixProxy, &FilterProxy::setText);
    connect(m_grouping, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_models->namespaces()->setGrouping(NamespaceModel::Grouping(index));
        m_tree->expandAll();
    });
    connect(m_tree, &RowTree::currentChangedTo, this, &NamespacesView::onTreeCurrent);
    connect(m_matrix->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &NamespacesView::onMatrixSelection);
    connect(m_inspector, &NamespaceInspector::namespaceChosen, m_tree, &RowTree::selectKey);
}

QLineEdit* NamespacesView::filterEdit() const
{
    return m_filter;
}

QWidget* NamespacesView::makeMatrix()
{
    m_matrixProxy->setSourceModel(m_models->matrix());
    m_matrixProxy->setSortRole(SortRole);
    m_matrix->setModel(m_matrixProxy);
    m_matrix->setAccessibleName(tr("Which processes share which namespace"));
    m_matrix->setFrameShape(QFrame::NoFrame);
    m_matrix->setShowGrid(false);
    m_matrix->setTabKeyNavigation(false); // Tab goes on to the tree
    m_matrix->verticalHeader()->hide();
    m_matrix->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 14);
    m_matrix->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_matrix->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* header = m_matrix->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setSectionResizeMode(0, QHeaderView::Interactive);
    header->setMinimumSectionSize(40);
    header->resizeSection(0, 180);
    header->setHighlightSections(false);
    for (int column = 1; column <= 8; ++column)
        m_matrix->setItemDelegateForColumn(column, m_chips);
    auto* label
        = new QLabel(tr("The same chip is the same namespace; outlined chips are the host's."));
    label->setContentsMargins(8, 0, 8, 4);
    label->setForegroundRole(QPalette::PlaceholderText);
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(label);
    layout->addWidget(m_matrix, 1);
    return box;
}

void NamespacesView::markNamespace(quint64 inode)
{
    m_chips->setMarked(inode);
    m_matrix->viewport()->update();
}

void NamespacesView::onTreeCurrent(const QModelIndex& source)
{
    const auto* row = m_models->namespaces()->rowAt(source);
    markNamespace(row ? row->inode : 0);
    m_inspector->showNamespace(row ? row->key : QString());
}

void NamespacesView::onMatrixSelection()
{
    QModelIndexList rows;
    for (const QModelIndex& index : m_matrix->selectionModel()->selectedIndexes()) {
        const QModelIndex source = m_matrixProxy->mapToSource(index).siblingAtColumn(0);
        if (!rows.contains(source))
            rows.append(source);
    }
    if (rows.size() == 2) {
        m_inspector->compare(rows[0], rows[1]);
        return;
    }
    const QModelIndex current = m_matrixProxy->mapToSource(m_matrix->currentIndex());
    const quint64 inode = current.data(InodeRole).toULongLong();
    markNamespace(inode);
    if (inode != 0)
        m_tree->selectKey(
            current.data(TypeRole).toString() + QLatin1Char(':') + QString::number(inode));
}

} // namespace vitrine
