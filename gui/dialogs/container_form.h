// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QHash>
#include <QJsonObject>
#include <QVariantMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace vitrine {

class FeatureListModel;
class ImageListModel;
class HealthSection;
class IsolationSection;
class LifecycleFields;
class LimitsSection;
class LogSection;
class NetworkListModel;
class NetworkSection;
class VolumesSection;
class WorkloadListModel;

/// The fields of a container's specification: what, name, image; the rest folds out.
class ContainerForm : public QWidget {
    Q_OBJECT
public:
    ContainerForm(const ImageListModel* images, const FeatureListModel* features,
        const WorkloadListModel* workloads, const NetworkListModel* networks,
        QWidget* parent = nullptr);

    /// The specification as Manager1.Plan wants it; only what differs from the defaults.
    [[nodiscard]] QVariantMap spec() const;
    /// Whether nothing speaks against it on this side; the helper has the last word.
    [[nodiscard]] bool isComplete() const { return m_ownErrors.isEmpty(); }
    /// Shows the values of SPEC, that of a container that is there: its name and image stay.
    void edit(const QJsonObject& spec);
    /// Preselects an image; "" chooses the first that is available.
    void chooseImage(const QString& name);
    void focusName();
    /// Shows the helper's objection under the field that its text names. False when it names
    /// none of them.
    bool showError(const api::ErrorInfo& error);
    void clearErrors();

signals:
    void changed();

private:
    void buildBasics(QFormLayout* form);
    void buildAdvanced(QFormLayout* form);
    void addSections(QFormLayout* form);
    void fillImages();
    void addField(QFormLayout* form, const QString& field, const QString& title, QWidget* editor,
        const QString& explanation);
    void setFieldError(const QString& field, const QString& text);
    void edited();
    void proposeName();
    void checkHere();
    [[nodiscard]] QVariantMap environment() const;

    const ImageListModel* m_images;
    const WorkloadListModel* m_workloads;
    QComboBox* m_image;
    QLineEdit *m_name, *m_command, *m_hostname, *m_directory;
    LimitsSection* m_limits;
    QPlainTextEdit* m_environment;
    QCheckBox *m_readOnly, *m_terminal;
    NetworkSection* m_network;
    VolumesSection* m_volumes;
    IsolationSection* m_isolation;
    QToolButton* m_advancedButton;
    QWidget* m_advanced;
    LifecycleFields* m_lifecycle;
    HealthSection* m_health;
    LogSection* m_log;
    QString m_edited; ///< name of the container that is edited, empty: a new one is made
    QHash<QString, QLabel*> m_errorLabels; ///< by field
    QHash<QString, QLabel*> m_reasonLabels; ///< by field: why it cannot be set here
    QHash<QString, QString> m_ownErrors; ///< what the form itself objects to, by field
    bool m_nameEdited = false;
};

} // namespace vitrine
