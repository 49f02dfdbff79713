// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QVariantMap>
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
    enum class Subject { Container, Network };

    explicit PlanPreview(Subject subject = Subject::Container, QWidget* parent = nullptr);

    void setSpec(const QVariantMap& spec);
    void setSteps(const QList<api::StepInfo>& steps);
    /// Why there is no plan.
    void setError(const api::ErrorInfo& error);

private:
    void showSummary();
    [[nodiscard]] QStringList containerSummary() const;
    [[nodiscard]] QString surroundings() const;
    [[nodiscard]] QStringList networkSummary() const;

    const Subject m_subject;
    QVariantMap m_spec;
    StepModel* m_steps;
    ErrorPanel* m_error;
    QLabel* m_summary;
    QPlainTextEdit *m_commands, *m_json;
};

} // namespace vitrine
