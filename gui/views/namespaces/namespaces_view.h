// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"

class QComboBox;
class QStackedWidget;
class QTableView;

namespace vitrine {

class ChipDelegate;
class FilterEdit;
class FilterProxy;
class NamespaceInspector;
class ObservationModels;
class RowTree;

/// All namespaces: who shares which (a matrix), the tree of them by type or container, and, of the
/// selected one, what it is, what keeps it and which processes are in it.
class NamespacesView : public LivePage {
    Q_OBJECT
public:
    explicit NamespacesView(ObservationModels* models, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] RowTree* tree() const { return m_tree; }
    [[nodiscard]] QTableView* matrix() const { return m_matrix; }

private:
    QWidget* makeMatrix();
    void onTreeCurrent(const QModelIndex& source);
    void onMatrixSelection();
    void markNamespace(quint64 inode);

    ObservationModels* m_models;
    FilterEdit* m_filter;
    QComboBox* m_grouping;
    QTableView* m_matrix;
    FilterProxy* m_matrixProxy;
    ChipDelegate* m_chips;
    RowTree* m_tree;
    NamespaceInspector* m_inspector;
};

} // namespace vitrine
