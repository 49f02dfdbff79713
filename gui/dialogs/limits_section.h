// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QHash>
#include <QVariantMap>
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace vitrine {

class FeatureListModel;

/// The fields of a container's limits, for a new container and for one that runs. A field that
/// cannot be kept on this computer is disabled and says why.
class LimitsSection : public QWidget {
    Q_OBJECT
public:
    explicit LimitsSection(const FeatureListModel* features, QWidget* parent = nullptr);

    /// As Container1.SetLimits wants them. What LIMITS had and no field shows stays as it was.
    [[nodiscard]] QVariantMap limits() const;
    void setLimits(const QVariantMap& limits);
    /// Shows the helper's objection under its field. False when it is about none of them.
    bool showError(const api::ErrorInfo& error);
    void clearErrors();

signals:
    void changed();

private:
    struct Row {
        QWidget* editor = nullptr;
        QLabel* reason = nullptr; ///< why it cannot be set here
        QLabel* error = nullptr;
    };

    void buildUsual(QFormLayout* form);
    void buildMemory(QFormLayout* form);
    void buildShares(QFormLayout* form);
    void buildDisk(QFormLayout* form);
    QSpinBox* addSize(QFormLayout* form, const char* field, const QString& title,
        const QString& explanation, const char* feature = "cgroup-memory");
    QSpinBox* addNumber(QFormLayout* form, const char* field, const QString& title, int largest,
        const QString& none, const QString& explanation, const char* feature);
    void addRow(QFormLayout* form, const char* field, const QString& title, QWidget* editor,
        const QString& explanation, const char* feature);
    void listen(QWidget* editor);
    [[nodiscard]] bool takes(const char* field) const;
    [[nodiscard]] QVariantMap disks() const;
    void showDisk(const QVariantMap& disks);

    const FeatureListModel* m_features;
    QVariantMap m_kept; ///< what was there before
    QSpinBox *m_memory = nullptr, *m_memoryHigh = nullptr, *m_memoryLow = nullptr,
             *m_swap = nullptr, *m_pids = nullptr, *m_cpuWeight = nullptr, *m_ioWeight = nullptr,
             *m_read = nullptr, *m_write = nullptr;
    QDoubleSpinBox* m_cpu = nullptr;
    QCheckBox* m_oomGroup = nullptr;
    QLineEdit *m_cpus = nullptr, *m_disk = nullptr;
    QString m_shownDisk; ///< which of the disks that were there the fields show
    QToolButton* m_moreButton = nullptr;
    QWidget* m_more = nullptr;
    QHash<QString, Row> m_rows; ///< by field, "memory"
};

} // namespace vitrine
