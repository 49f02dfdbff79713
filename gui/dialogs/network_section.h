// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QVariantMap>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace vitrine {

class ConnectionSettings;
class FeatureListModel;
class NetworkListModel;

/// The networks that a container is in, and the ports of this computer that lead to it: a row each.
class NetworkSection : public QWidget {
    Q_OBJECT
public:
    NetworkSection(const NetworkListModel* networks, const FeatureListModel* features,
        QWidget* parent = nullptr);

    /// Shows "networks" and "ports" of a specification that is there. What no field shows stays as
    /// it was.
    void setSpec(const QJsonObject& spec);
    /// Puts "networks" and "ports" into SPEC, where there are any.
    void addTo(QVariantMap& spec) const;
    /// What is wrong, or nothing.
    [[nodiscard]] QString problem() const;

signals:
    void changed();

private:
    struct Row {
        QWidget* box;
        QSpinBox *host, *container, *count;
        QComboBox* protocol;
        QLineEdit* address;
    };
    void fillNetworks();
    void addNetwork(const QString& name, bool in);
    [[nodiscard]] QStringList chosen() const;
    /// What the specification says of the network NAME.
    [[nodiscard]] QVariantMap connectionIn(const QString& name) const;
    void showSettings();
    void keepSettings();
    void refresh();
    Row& addRow();
    void removeRow(QWidget* box);
    [[nodiscard]] QVariantList ports() const;

    const NetworkListModel* m_networks;
    QListWidget* m_list;
    ConnectionSettings* m_settings; ///< of the current network, when the container is in it
    QLabel *m_sentence, *m_heading;
    QPushButton* m_add;
    QVBoxLayout* m_rows;
    QList<Row> m_ports;
    QStringList m_order; ///< of the networks in the specification that is there
    QMap<QString, QVariantMap> m_connections; ///< entries of "networks" by their network
    bool m_available;
};

} // namespace vitrine
