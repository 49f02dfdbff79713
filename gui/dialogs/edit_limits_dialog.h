// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QDialog>
#include <QVariantMap>

class QCheckBox;
class QPushButton;

namespace vitrine {

class ErrorPanel;
class FeatureListModel;
class LimitsSection;

/// Changes the limits of a container that is there, running or not. Does nothing by itself.
class EditLimitsDialog : public QDialog {
    Q_OBJECT
public:
    EditLimitsDialog(const FeatureListModel* features, const api::WorkloadInfo& workload,
        QWidget* parent = nullptr);

    /// They were refused: show why, let the user mend it.
    void showError(const vitrine::api::ErrorInfo& error);

signals:
    /// Arguments of Container1.SetLimits.
    void applyRequested(const QVariantMap& limits, const QVariantMap& options);

private:
    void apply();

    LimitsSection* m_section;
    ErrorPanel* m_error;
    QCheckBox* m_kill;
    QPushButton* m_apply;
};

} // namespace vitrine
