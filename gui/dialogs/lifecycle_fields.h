// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QVariantMap>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;
class QWidget;

namespace vitrine {

/// The fields of the form that say how a container ends, and what follows.
class LifecycleFields : public QObject {
    Q_OBJECT
public:
    explicit LifecycleFields(QObject* parent = nullptr);

    struct Row {
        QString field; ///< of the specification
        QString title; ///< empty: the editor has its own
        QWidget* editor = nullptr;
        QString explanation;
    };
    /// For the form to lay out; it takes the editors over.
    [[nodiscard]] QList<Row> rows() const;

    void setSpec(const QJsonObject& spec);
    /// Adds what differs from the defaults.
    void addTo(QVariantMap& spec) const;

signals:
    void changed();

private:
    void showAttempts();

    QWidget* m_restartBox;
    QComboBox* m_restart;
    QSpinBox* m_attempts;
    QCheckBox* m_autostart;
    QComboBox* m_signal;
    QDoubleSpinBox* m_timeout;
};

} // namespace vitrine
