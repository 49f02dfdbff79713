// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QVariantMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace vitrine {

/// What a container shares with this computer and with others, who runs in it and what that may do.
/// What is a risk says so, with an icon and in words.
class IsolationSection : public QWidget {
    Q_OBJECT
public:
    /// CONTAINERS: names whose namespaces can be shared.
    explicit IsolationSection(const QStringList& containers, QWidget* parent = nullptr);

    /// Puts what differs from the defaults into SPEC.
    void addTo(QVariantMap& spec) const;
    /// Shows the values of SPEC, that of a container that is there.
    void setSpec(const QJsonObject& spec);

signals:
    void changed();

private:
    void addNamespaces(QFormLayout* form, const QStringList& containers);
    QLineEdit* addLine(QFormLayout* form, const char* name, const QString& title,
        const QString& placeholder, const QString& explanation);
    QCheckBox* addCheck(
        QFormLayout* form, const char* name, const QString& title, const QString& explanation);
    void showRisks();
    [[nodiscard]] QStringList risks() const;

    QHash<QString, QComboBox*> m_namespaces; ///< by kind
    QVariantMap m_otherNamespaces; ///< of the container that is edited, which no field shows
    QLineEdit *m_user, *m_add, *m_drop, *m_devices;
    QCheckBox *m_init, *m_privileged, *m_unfiltered, *m_newPrivileges;
    QWidget* m_riskBox;
    QLabel* m_riskText;
};

} // namespace vitrine
