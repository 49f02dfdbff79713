// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QDialog>
#include <QJsonObject>
#include <QVariantMap>

class QCheckBox;
class QLabel;
class QPushButton;

namespace vitrine {

class ContainerForm;
class ErrorPanel;
class FeatureListModel;
class ImageListModel;
class NetworkListModel;
class WorkloadListModel;

/// The New dialog's form with the values of a container that is there. Says what of the changes
/// waits for its next start.
class EditContainerDialog : public QDialog {
    Q_OBJECT
public:
    EditContainerDialog(const api::WorkloadInfo& workload, const ImageListModel* images,
        const FeatureListModel* features, const WorkloadListModel* workloads,
        const NetworkListModel* networks, QWidget* parent = nullptr);

    /// Fields that differ from what is kept now, as Container1.Update takes them.
    [[nodiscard]] QVariantMap changes() const;
    /// Fields that go back to their defaults.
    [[nodiscard]] QStringList reset() const;

public slots:
    /// The request was refused: show why, let the user mend it.
    void showError(const vitrine::api::ErrorInfo& error);

signals:
    void changesRequested(const QVariantMap& changes, const QStringList& reset, bool restart);

private:
    void changed();
    [[nodiscard]] QStringList waitingFields() const;

    QString m_name;
    bool m_running;
    QJsonObject m_spec; ///< as it is kept now
    QVariantMap m_before; ///< as the form had it at first
    ContainerForm* m_form;
    QLabel* m_note;
    QCheckBox* m_restart;
    ErrorPanel* m_error;
    QPushButton* m_save;
};

} // namespace vitrine
