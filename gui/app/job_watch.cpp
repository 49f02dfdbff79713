// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/job_watch.h"

#include "gui/app/session.h"

namespace vitrine {

void watchJob(Session& session, const Reply<QString>& job, QObject* context, JobEnded ended)
{
    if (!job)
        return ended(*job.error);
    const QString path = job.value;
    auto* watch = new QObject(context);
    const auto look = [&session, path, watch, ended = std::move(ended)] {
        const auto* known = session.jobs().find(path);
        if (!known || known->state == api::JobState::Running)
            return;
        const api::ErrorInfo error = known->error;
        const JobEnded tell = ended; // it outlives the connection that holds this
        QObject::disconnect(&session.client(), nullptr, watch, nullptr);
        watch->deleteLater();
        tell(error);
    };
    QObject::connect(&session.client(), &HelperClient::jobChanged, watch,
        [look, path](const api::JobInfo& changed) {
            if (changed.path == path)
                look();
        });
    look();
}

} // namespace vitrine
