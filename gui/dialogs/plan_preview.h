// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QTabWidget;

namespace vitrine {

class ErrorPanel;
class StepModel;

/// What a specification means: a summary in words, the plan's steps, their commands, the JSON.
class PlanPreview : public QWidget {
    Q_OBJECT
public:
    explicit PlanPreview(QWidget* parent = nullptr);

    void setSpec(const QVariantMap& spec);
    void setSteps(const QList<api::StepInfo>& steps);
    /// Why there is no plan.
    void setError(const api::ErrorInfo& error);

private:
    void showSummary();

    QVariantMap m_spec;
    StepModel* m_steps;
    ErrorPanel* m_error;
    QLabel* m_summary;
    QPlainTextEdit *m_commands, *m_json;
};

} // namespace vitrine
