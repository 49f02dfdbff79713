// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace vitrine {

class WorkloadListModel;

/// Asks for the name of a workload; stays open until the helper has taken it.
class NameDialog : public QDialog {
    Q_OBJECT
public:
    /// VERB stands on the button. NAME is proposed; KEPT, when it is not empty, is no mistake but
    /// nothing new either.
    NameDialog(const QString& title, const QString& verb, const QString& name, const QString& kept,
        const WorkloadListModel* workloads, QWidget* parent = nullptr);

public slots:
    /// The request was refused: show why, let the user mend it.
    void showError(const vitrine::api::ErrorInfo& error);

signals:
    void chosen(const QString& name);

private:
    void check();
    void choose();
    void setProblem(const QString& text);

    const WorkloadListModel* m_workloads;
    QString m_kept;
    QLineEdit* m_name;
    QLabel* m_problem;
    QPushButton* m_button;
};

} // namespace vitrine
