// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/container_changer.h"

#include "gui/app/session.h"
#include "gui/dialogs/edit_container_dialog.h"
#include "gui/dialogs/name_dialog.h"
#include "gui/models/format.h"
#include "gui/views/icons.h"

#include <QAction>

namespace vitrine {

ContainerChanger::ContainerChanger(Session& session, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
    , m_edit(add("editAction", QStringLiteral("command"), tr("E&dit…"),
          QKeySequence(Qt::CTRL | Qt::Key_E), tr("Change command, environment, limits and more")))
    , m_rename(add("renameAction", QStringLiteral("new"), tr("Re&name…"), QKeySequence(Qt::Key_F2),
          tr("Give the workload another name")))
    , m_clone(add("cloneAction", QStringLiteral("layers"), tr("Clo&ne…"),
          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), {}))
{
    connect(m_edit, &QAction::triggered, this, &ContainerChanger::edit);
    connect(m_rename, &QAction::triggered, this, &ContainerChanger::rename);
    connect(m_clone, &QAction::triggered, this, &ContainerChanger::clone);
    setWorkload(nullptr);
}

QAction* ContainerChanger::add(const char* name, const QString& iconName, const QString& text,
    const QKeySequence& shortcut, const QString& toolTip)
{
    auto* action = new QAction(icon(iconName), text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    action->setToolTip(tr("%1 (%2)").arg(toolTip, shortcut.toString(QKeySequence::NativeText)));
    return action;
}

void ContainerChanger::setWorkload(const api::WorkloadInfo* workload)
{
    m_workload = workload ? *workload : api::WorkloadInfo();
    const auto state = m_workload.state;
    const bool quiet = state == api::WorkloadState::Stopped || state == api::WorkloadState::Paused
        || state == api::WorkloadState::Failed;
    m_edit->setEnabled(workload);
    m_rename->setEnabled(workload);
    m_clone->setEnabled(workload && quiet);
    m_clone->setToolTip(quiet || !workload
            ? tr("Copy the workload with everything that it wrote (%1)")
                  .arg(m_clone->shortcut().toString(QKeySequence::NativeText))
            : tr("Its files may change while it runs: stop or pause it, then copy it"));
}

void ContainerChanger::edit()
{
    if (isBusy() || m_workload.path.isEmpty())
        return;
    auto* dialog = new EditContainerDialog(m_workload, &m_session.images(), &m_session.features(),
        &m_session.workloads(), &m_session.networks(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EditContainerDialog::changesRequested, this,
        [this, dialog, path = m_workload.path](
            const QVariantMap& changes, const QStringList& reset, bool restart) {
            m_session.client().change(path, changes, reset, dialog,
                [this, dialog, path, restart](const Reply<QString>& reply) {
                    if (!reply)
                        return dialog->showError(*reply.error);
                    emit started(reply.value);
                    followEdit(dialog, reply.value, restart ? path : QString());
                });
        });
    m_dialog = dialog;
    dialog->show();
}

// The dialog stays until the helper has taken the changes: what is wrong is mended there.
void ContainerChanger::followEdit(
    EditContainerDialog* dialog, const QString& job, const QString& restart)
{
    const auto look = [this, dialog, job, restart] {
        const auto* known = m_session.jobs().find(job);
        if (!known || known->state == api::JobState::Running)
            return;
        if (known->state != api::JobState::Done)
            return dialog->showError(known->error);
        if (!restart.isEmpty())
            emit restartWanted(restart);
        dialog->accept();
    };
    connect(&m_session.client(), &HelperClient::jobChanged, dialog,
        [look, job](const api::JobInfo& changed) {
            if (changed.path == job)
                look();
        });
    look();
}

NameDialog* ContainerChanger::openNameDialog(
    const QString& title, const QString& verb, const QString& name, const QString& kept)
{
    auto* dialog = new NameDialog(title, verb, name, kept, &m_session.workloads(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog = dialog;
    dialog->show();
    return dialog;
}

void ContainerChanger::rename()
{
    if (isBusy() || m_workload.path.isEmpty())
        return;
    auto* dialog = openNameDialog(
        tr("Rename %1").arg(m_workload.name), tr("&Rename"), m_workload.name, m_workload.name);
    connect(dialog, &NameDialog::chosen, this,
        [this, dialog, path = m_workload.path](const QString& name) {
            m_session.client().rename(
                path, name, dialog, [this, dialog](const Reply<QString>& reply) {
                    if (!reply)
                        return dialog->showError(*reply.error);
                    emit started(reply.value);
                    dialog->accept();
                });
        });
}

void ContainerChanger::clone()
{
    if (isBusy() || m_workload.path.isEmpty())
        return;
    const QString proposed = m_session.workloads().freeName(m_workload.name.left(60));
    auto* dialog
        = openNameDialog(tr("Clone %1").arg(m_workload.name), tr("&Clone"), proposed, QString());
    connect(dialog, &NameDialog::chosen, this,
        [this, dialog, path = m_workload.path](const QString& name) {
            m_session.client().clone(
                path, name, dialog, [this, dialog](const Reply<QString>& reply) {
                    if (!reply)
                        return dialog->showError(*reply.error);
                    emit cloning(reply.value);
                    dialog->accept();
                });
        });
}

} // namespace vitrine
