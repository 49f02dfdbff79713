// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantMap>
#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;

namespace vitrine {

/// The interface of a container in one network: its addresses, and what it lets through.
class ConnectionSettings : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionSettings(QWidget* parent = nullptr);

    /// Shows CONNECTION, an entry of a specification's "networks".
    void setConnection(const QVariantMap& connection);
    /// What is shown; what no field shows stays as it was.
    [[nodiscard]] QVariantMap connection() const;

signals:
    /// By the user.
    void changed();

private:
    QVariantMap m_kept;
    QLabel* m_heading;
    QLineEdit *m_address, *m_address6, *m_mac;
    QDoubleSpinBox *m_inbound, *m_outbound; ///< Mbit/s
    QCheckBox* m_up;
};

} // namespace vitrine
