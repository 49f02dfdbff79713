// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/limits_editor.h"

#include "gui/app/session.h"

namespace vitrine {

LimitsEditor::LimitsEditor(Session& session, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
{
    connect(&session.client(), &HelperClient::jobChanged, this, [this](const api::JobInfo& job) {
        if (job.path == m_job)
            followJob();
    });
}

void LimitsEditor::open(const QString& path)
{
    const auto* workload = m_session.workloads().find(path);
    if (!workload)
        return;
    if (m_dialog)
        m_dialog->close();
    m_job.clear();
    m_dialog = new EditLimitsDialog(&m_session.features(), *workload, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &EditLimitsDialog::applyRequested, this,
        [this, path](const QVariantMap& limits, const QVariantMap& options) {
            apply(path, limits, options);
        });
    m_dialog->show();
}

void LimitsEditor::apply(const QString& path, const QVariantMap& limits, const QVariantMap& options)
{
    EditLimitsDialog* dialog = m_dialog;
    m_session.client().setLimits(
        path, limits, options, dialog, [this, dialog](const Reply<QString>& reply) {
            if (!reply)
                return dialog->showError(*reply.error);
            m_job = reply.value;
            followJob();
        });
}

/// Its end may have been told before its path was.
void LimitsEditor::followJob()
{
    const auto* job = m_session.jobs().find(m_job);
    if (!job || job->state == api::JobState::Running)
        return;
    m_job.clear();
    if (!m_dialog)
        return;
    if (job->state == api::JobState::Done)
        m_dialog->accept();
    else
        m_dialog->showError(job->error);
}

} // namespace vitrine
