// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/edit_limits_dialog.h"

#include <QObject>
#include <QPointer>

namespace vitrine {

class Session;

/// Opens the dialog for a workload's limits and answers what it asks for.
class LimitsEditor : public QObject {
    Q_OBJECT
public:
    LimitsEditor(Session& session, QWidget* window);

    /// PATH: object path of the workload.
    void open(const QString& path);
    [[nodiscard]] EditLimitsDialog* dialog() const { return m_dialog; }

private:
    void apply(const QString& path, const QVariantMap& limits, const QVariantMap& options);
    void followJob();

    Session& m_session;
    QWidget* m_window;
    QPointer<EditLimitsDialog> m_dialog;
    QString m_job; ///< object path of the change that is under way
};

} // namespace vitrine
