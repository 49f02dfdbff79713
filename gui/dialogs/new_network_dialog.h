// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QDialog>
#include <QTimer>
#include <QVariantMap>

class QPushButton;

namespace vitrine {

class ErrorPanel;
class NetworkForm;
class NetworkListModel;
class PlanPreview;

/// New network: a short form at the left, what it means at the right. Asks for a plan when the form
/// was left alone for a moment, and for the network by the Create button; whoever opened it answers
/// by the slots.
class NewNetworkDialog : public QDialog {
    Q_OBJECT
public:
    explicit NewNetworkDialog(const NetworkListModel* networks, QWidget* parent = nullptr);

    [[nodiscard]] QVariantMap spec() const;

public slots:
    void showPlan(const QList<vitrine::api::StepInfo>& steps);
    void showPlanError(const vitrine::api::ErrorInfo& error);
    /// The network could not be made: show why, let the user mend it.
    void showCreateError(const vitrine::api::ErrorInfo& error);

signals:
    void planWanted(const QVariantMap& spec);
    void createRequested(const QVariantMap& spec, bool mayForward);

private:
    void changed();
    void askForPlan();
    void create();

    NetworkForm* m_form;
    PlanPreview* m_preview;
    ErrorPanel* m_error;
    QPushButton* m_create;
    QTimer m_pause; ///< runs while the user types
};

} // namespace vitrine
