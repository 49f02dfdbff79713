// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QDialog>
#include <QTimer>
#include <QVariantMap>

class QCheckBox;
class QPushButton;

namespace vitrine {

class ContainerForm;
class ErrorPanel;
class FeatureListModel;
class ImageListModel;
class NetworkListModel;
class PlanPreview;
class WorkloadListModel;

/// New container: a short form at the left, what it means at the right. Asks for a plan when the
/// form was left alone for a moment, and for the container by the Create button; whoever opened
/// it answers by the slots.
class NewContainerDialog : public QDialog {
    Q_OBJECT
public:
    NewContainerDialog(const ImageListModel* images, const FeatureListModel* features,
        const WorkloadListModel* workloads, const NetworkListModel* networks,
        QWidget* parent = nullptr);

    void chooseImage(const QString& name);
    [[nodiscard]] QVariantMap spec() const;

public slots:
    void showPlan(const QList<vitrine::api::StepInfo>& steps);
    void showPlanError(const vitrine::api::ErrorInfo& error);
    /// The request was refused: show why, let the user mend it.
    void showCreateError(const vitrine::api::ErrorInfo& error);

signals:
    void planWanted(const QVariantMap& spec);
    void createRequested(const QVariantMap& spec, bool start);

private:
    void changed();
    void askForPlan();
    void create();

    ContainerForm* m_form;
    PlanPreview* m_preview;
    ErrorPanel* m_error;
    QCheckBox* m_start;
    QPushButton* m_create;
    QTimer m_pause; ///< runs while the user types
};

} // namespace vitrine
