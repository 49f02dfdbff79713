// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QVariantMap>
#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace vitrine {

/// How it is asked whether a container does its work.
class HealthSection : public QWidget {
    Q_OBJECT
public:
    explicit HealthSection(QWidget* parent = nullptr);

    /// "health" of a specification, empty: no checks. What no field shows stays as it was.
    [[nodiscard]] QVariantMap health() const;
    void setHealth(const QJsonObject& health);

signals:
    void changed();

private:
    void enableRest();
    [[nodiscard]] quint64 milliseconds() const;

    QLineEdit* m_command;
    QDoubleSpinBox* m_interval;
    QSpinBox* m_retries;
    QComboBox* m_then;
    quint64 m_milliseconds; ///< what m_interval shows, where that is rounded
    QVariantMap m_kept; ///< members that no field shows
};

} // namespace vitrine
