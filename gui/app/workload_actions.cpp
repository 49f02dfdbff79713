// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/workload_actions.h"

#include "gui/app/session.h"
#include "gui/models/format.h"
#include "gui/views/icons.h"

#include <QAction>

namespace vitrine {

WorkloadActions::WorkloadActions(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    m_start = add("startAction", QStringLiteral("start"), tr("&Start"),
        tr("Start the selected workloads"), QKeySequence(Qt::Key_F6));
    m_stop = add("stopAction", QStringLiteral("stop"), tr("S&top"),
        tr("Ask the selected workloads to end; kill those that do not (after 10 s, or as they "
           "say)"),
        QKeySequence(Qt::Key_F8));
    m_restart = add("restartAction", QStringLiteral("restart"), tr("&Restart"),
        tr("Stop the selected workloads and start them again"),
        QKeySequence(Qt::SHIFT | Qt::Key_F6));
    m_pause = add("pauseAction", QStringLiteral("pause"), tr("&Pause"),
        tr("Freeze all processes of the selected workloads"), QKeySequence(Qt::Key_F7));
    m_resume = add("resumeAction", QStringLiteral("start"), tr("R&esume"),
        tr("Let frozen workloads go on"), QKeySequence(Qt::SHIFT | Qt::Key_F7));
    m_trash = add("trashAction", QStringLiteral("trash"), tr("&Delete"),
        tr("Stop the selected workloads and delete them; Undo brings them back for 10 seconds"),
        QKeySequence(Qt::Key_Delete));
    m_trash->setShortcutContext(Qt::WidgetWithChildrenShortcut); // Del in a terminal is Del
    onSelected(m_start, QStringLiteral("Start"));
    onSelected(m_stop, QStringLiteral("Stop"));
    onSelected(m_restart, QStringLiteral("Restart"));
    onSelected(m_pause, QStringLiteral("Pause"));
    onSelected(m_resume, QStringLiteral("Resume"));
    connect(m_trash, &QAction::triggered, this, &WorkloadActions::trashSelected);
    connect(&session.client(), &HelperClient::jobChanged, this, &WorkloadActions::checkJob);
    connect(&session.client(), &HelperClient::reset, this, [this] { m_jobs.clear(); });
    connect(&session.workloads(), &QAbstractItemModel::dataChanged, this, &WorkloadActions::update);
    update();
}

QAction* WorkloadActions::add(const char* name, const QString& iconName, const QString& text,
    const QString& toolTip, const QKeySequence& shortcut)
{
    auto* action = new QAction(icon(iconName), text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    action->setToolTip(tr("%1 (%2)").arg(toolTip, shortcut.toString(QKeySequence::NativeText)));
    return action;
}

QList<QAction*> WorkloadActions::all() const
{
    return { m_start, m_stop, m_restart, m_pause, m_resume, m_trash };
}

void WorkloadActions::onSelected(QAction* action, const QString& method)
{
    connect(action, &QAction::triggered, this, [this, method] {
        for (const QString& path : std::as_const(m_selection))
            operate(path, method, {});
    });
}

void WorkloadActions::setSelection(const QStringList& paths)
{
    m_selection = paths;
    update();
}

void WorkloadActions::update()
{
    bool anyStopped = false, anyRunning = false, anyPaused = false, anyAlive = false;
    for (const QString& path : std::as_const(m_selection)) {
        const auto* workload = m_session.workloads().find(path);
        if (!workload)
            continue;
        anyStopped |= workload->state == api::WorkloadState::Stopped
            || workload->state == api::WorkloadState::Failed
            || workload->state == api::WorkloadState::Restarting;
        anyRunning |= workload->state == api::WorkloadState::Running;
        anyPaused |= workload->state == api::WorkloadState::Paused;
        anyAlive |= workload->isRunning() || workload->state == api::WorkloadState::Starting
            || workload->state == api::WorkloadState::Restarting;
    }
    m_start->setEnabled(anyStopped);
    m_stop->setEnabled(anyAlive);
    m_restart->setEnabled(anyRunning);
    const api::FeatureInfo groups = m_session.features().feature(QStringLiteral("cgroup-v2"));
    m_pause->setEnabled(anyRunning && groups.available);
    m_pause->setToolTip(groups.available
            ? tr("Freeze all processes of the selected workloads (%1)")
                  .arg(m_pause->shortcut().toString(QKeySequence::NativeText))
            : tr("Cannot be frozen: %1").arg(asSentence(groups.reason)));
    m_resume->setEnabled(anyPaused);
    m_trash->setEnabled(!m_selection.isEmpty());
}

QString WorkloadActions::nameOf(const QString& path) const
{
    const auto* workload = m_session.workloads().find(path);
    return workload ? workload->name : path;
}

void WorkloadActions::operate(
    const QString& path, const QString& method, const QVariantMap& options)
{
    const QString what = tr("%1 %2").arg(textOfOperation(method.toLower()), nameOf(path));
    m_session.client().operate(
        path, method, options, this, [this, what, path](const Reply<QString>& reply) {
            if (reply)
                follow(reply.value);
            else
                emit failed(what, *reply.error, path);
        });
}

void WorkloadActions::startWorkload(const QString& path)
{
    operate(path, QStringLiteral("Start"), {});
}

void WorkloadActions::restartWorkload(const QString& path)
{
    operate(path, QStringLiteral("Restart"), {});
}

void WorkloadActions::trashSelected()
{
    const QStringList paths = m_selection;
    QStringList names;
    int running = 0;
    for (const QString& path : paths) {
        names.append(nameOf(path));
        const auto* workload = m_session.workloads().find(path);
        running += workload && workload->isRunning() ? 1 : 0;
        operate(
            path, QStringLiteral("Delete"), { { QStringLiteral("trash"), quint32(trashSeconds) } });
    }
    if (!paths.isEmpty())
        emit trashed(paths, names, running);
}

void WorkloadActions::restore(const QStringList& paths)
{
    for (const QString& path : paths) {
        const QString what = tr("Restore %1").arg(nameOf(path));
        m_session.client().restore(path, this, [this, what, path](const Reply<Nothing>& reply) {
            if (!reply)
                emit failed(what, *reply.error, path);
        });
    }
}

void WorkloadActions::follow(const QString& job)
{
    m_jobs.insert(job);
    // It may have ended before the answer that named it was read.
    if (const auto* known = m_session.jobs().find(job))
        checkJob(*known);
}

void WorkloadActions::checkJob(const api::JobInfo& job)
{
    if (job.state == api::JobState::Running || !m_jobs.remove(job.path))
        return;
    if (job.state == api::JobState::Failed)
        emit failed(tr("%1 %2").arg(textOfOperation(job.operation), job.workloadName), job.error,
            job.workload);
}

} // namespace vitrine
