// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;

namespace vitrine {

class EmptyState;
class ErrorPanel;
class StepModel;
class StepTable;

/// Under the hood: what the last start of a workload did to the kernel, step by step, and the
/// specification that it was made from.
class HoodTab : public QWidget {
    Q_OBJECT
public:
    explicit HoodTab(QWidget* parent = nullptr);

    void setWorkload(const api::WorkloadInfo& workload);

private:
    StepModel* m_model;
    StepTable* m_table;
    QLabel* m_summary;
    ErrorPanel* m_error;
    EmptyState* m_empty;
    QStackedWidget* m_stack;
    QPlainTextEdit* m_spec;
};

} // namespace vitrine
