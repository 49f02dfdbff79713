// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QObject>
#include <QPointer>
#include <QWidget>

class QAction;

namespace vitrine {

class EditContainerDialog;
class NameDialog;
class Session;

/// Edit, rename and clone: the actions, their dialogs, and the requests behind them.
class ContainerChanger : public QObject {
    Q_OBJECT
public:
    ContainerChanger(Session& session, QWidget* window);

    /// What the actions work on; null: nothing.
    void setWorkload(const api::WorkloadInfo* workload);
    [[nodiscard]] QList<QAction*> actions() const { return { m_edit, m_rename, m_clone }; }

signals:
    /// A job was asked for.
    void started(const QString& job);
    /// One that makes a container.
    void cloning(const QString& job);
    /// The workload is to be restarted.
    void restartWanted(const QString& path);

private:
    [[nodiscard]] QAction* add(const char* name, const QString& iconName, const QString& text,
        const QKeySequence& shortcut, const QString& toolTip);
    [[nodiscard]] bool isBusy() const { return m_dialog && m_dialog->isVisible(); }
    void edit();
    void followEdit(EditContainerDialog* dialog, const QString& job, const QString& restart);
    void rename();
    void clone();
    NameDialog* openNameDialog(
        const QString& title, const QString& verb, const QString& name, const QString& kept);

    Session& m_session;
    QWidget* m_window;
    api::WorkloadInfo m_workload;
    QAction *m_edit, *m_rename, *m_clone;
    QPointer<QWidget> m_dialog; ///< the one that is open
};

} // namespace vitrine
