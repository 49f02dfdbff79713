// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QAction;
class QStackedWidget;
class QToolButton;

namespace vitrine {

class EmptyState;
class FilterEdit;
class Table;
class WorkloadFilterModel;
class WorkloadListModel;

/// The one list of all workloads with its filter.
class WorkloadsView : public QWidget {
    Q_OBJECT
public:
    WorkloadsView(WorkloadListModel* model, QAction* newAction, QWidget* parent = nullptr);

    /// Object paths of the selected rows, the current one first.
    [[nodiscard]] QStringList selectedPaths() const;
    /// Selects and shows the workload at PATH; false when it is not listed.
    bool select(const QString& path);
    /// Selects the first row when none is selected.
    void needSelection();
    [[nodiscard]] bool isEmpty() const;
    void focusFilter();
    /// Gives the focus to the list, or to the empty state's button.
    void focusList();
    /// What the context menu of a row offers.
    void setRowActions(const QList<QAction*>& actions);
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

signals:
    void selectionChanged();
    /// isEmpty() may say something else now.
    void emptyChanged();
    /// Double click or Enter on a row.
    void opened(const QString& path);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildTable();
    void showRowMenu(const QPoint& position);
    void updateEmptyState();

    WorkloadListModel* m_model;
    WorkloadFilterModel* m_filtered;
    QAction* m_newAction;
    FilterEdit* m_filter;
    QToolButton* m_newButton; ///< the empty state has one of its own
    Table* m_table;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QList<QAction*> m_rowActions;
};

} // namespace vitrine
