// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QHash>
#include <QVariantMap>
#include <QWidget>

class QButtonGroup;
class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace vitrine {

class NetworkListModel;

/// The fields of a network's specification: its name and kind; the rest folds out.
class NetworkForm : public QWidget {
    Q_OBJECT
public:
    explicit NetworkForm(const NetworkListModel* networks, QWidget* parent = nullptr);

    /// The specification as Manager1.PlanNetwork wants it.
    [[nodiscard]] QVariantMap spec() const;
    /// Whether this computer may be changed so that it passes packets on.
    [[nodiscard]] bool mayForward() const;
    /// Whether nothing speaks against it on this side; the helper has the last word.
    [[nodiscard]] bool isComplete() const { return m_ownErrors.isEmpty(); }
    void focusName();
    /// Says beside the consent whether it is needed, by what would be done.
    void showPlan(const QList<api::StepInfo>& steps);
    /// Shows the helper's objection under its field. False when it is about none of them.
    bool showError(const api::ErrorInfo& error);

signals:
    void changed();

private:
    void buildKinds(QVBoxLayout* layout);
    void buildForwarding(QVBoxLayout* layout);
    void buildOutside(QVBoxLayout* layout);
    void buildAdvanced(QVBoxLayout* layout);
    void addField(QVBoxLayout* layout, const QString& field, const QString& title, QWidget* editor,
        const QString& explanation);
    [[nodiscard]] QString kind() const;
    /// Whether containers come into a network that is there already.
    [[nodiscard]] bool isOutside() const;
    void showOutside();
    void edited();
    void setFieldError(const QString& field, const QString& text);

    const NetworkListModel* m_networks;
    QLineEdit* m_name;
    QButtonGroup* m_kinds;
    QWidget* m_forwardingBox;
    QCheckBox* m_forwarding;
    QLabel* m_forwardingNote;
    QWidget* m_outsideBox;
    QLineEdit* m_parent;
    QLineEdit* m_range;
    QToolButton* m_advancedButton;
    QWidget* m_advanced;
    QLineEdit* m_subnet;
    QCheckBox* m_ipv6;
    QLineEdit* m_subnet6;
    QWidget* m_gatewayBox;
    QLineEdit* m_gateway;
    QSpinBox* m_mtu;
    QHash<QString, QLabel*> m_errorLabels; ///< by field
    QHash<QString, QString> m_ownErrors; ///< what the form itself objects to, by field
};

} // namespace vitrine
