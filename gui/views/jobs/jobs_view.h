// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace vitrine {

class EmptyState;
class ErrorPanel;
class JobListModel;
class StepModel;
class StepTable;
class Table;

/// Jobs that run or ended lately; below them the steps of the selected one.
class JobsView : public QWidget {
    Q_OBJECT
public:
    explicit JobsView(JobListModel* model, QWidget* parent = nullptr);

signals:
    void cancelRequested(const QString& path);

private:
    void buildTable();
    void showCurrent();
    void updateEmptyState();
    [[nodiscard]] QString currentPath() const;

    JobListModel* m_model;
    StepModel* m_steps;
    Table* m_table;
    StepTable* m_stepTable;
    ErrorPanel* m_error;
    QLabel* m_title;
    QPushButton* m_cancel;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
};

} // namespace vitrine
