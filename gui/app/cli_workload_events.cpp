// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_workload_events.h"

#include "gui/app/cli_command.h"
#include "gui/models/format.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace vitrine::cli {

namespace {

using State = api::WorkloadState;

/// The events of one comparison, each about the same workload.
class Comparison {
public:
    Comparison(const api::WorkloadInfo& before, const api::WorkloadInfo& after, quint64 now)
        : m_before(before)
        , m_after(after)
        , m_now(now)
    {
    }

    QList<Event> events()
    {
        if (m_before.path.isEmpty())
            add(QStringLiteral("created"), m_after.created, m_after.image,
                { { QStringLiteral("image"), m_after.image } });
        else
            findChanges();
        findStart();
        findEnd();
        findState();
        findHealth();
        std::stable_sort(m_events.begin(), m_events.end(),
            [](const Event& left, const Event& right) { return left.time < right.time; });
        return m_events;
    }

private:
    void add(const QString& what, quint64 time, const QString& text = {},
        const QJsonObject& details = {})
    {
        m_events.append({ time == 0 ? m_now : time, what, m_after.path, m_after.id, m_after.name,
            text, details });
    }

    /// Its name, its specification, the trash.
    void findChanges()
    {
        if (m_before.name != m_after.name)
            add(QStringLiteral("renamed"), m_now, Text::tr("it was %1").arg(m_before.name),
                { { QStringLiteral("before"), m_before.name } });
        const QStringList fields = changedFields();
        if (!fields.isEmpty())
            add(QStringLiteral("changed"), m_now, fields.join(QStringLiteral(", ")),
                { { QStringLiteral("fields"), QJsonArray::fromStringList(fields) } });
        if (m_before.trashedUntil == 0 && m_after.trashedUntil != 0)
            add(QStringLiteral("trashed"), m_now,
                Text::tr("until %1").arg(formatDateTime(m_after.trashedUntil)),
                { { QStringLiteral("until"), qint64(m_after.trashedUntil) } });
        // When its time is over it goes out of the trash to be deleted.
        if (m_before.trashedUntil > m_now && m_after.trashedUntil == 0)
            add(QStringLiteral("restored"), m_now);
    }

    /// Fields of the specification that differ; its name is told as such.
    [[nodiscard]] QStringList changedFields() const
    {
        if (m_before.spec == m_after.spec)
            return {};
        const auto objectIn
            = [](const QString& text) { return QJsonDocument::fromJson(text.toUtf8()).object(); };
        const QJsonObject before = objectIn(m_before.spec), after = objectIn(m_after.spec);
        QStringList fields;
        for (const QString& field : after.keys() + before.keys())
            if (field != QLatin1String("name") && before.value(field) != after.value(field)
                && !fields.contains(field))
                fields.append(field);
        return fields;
    }

    void findStart()
    {
        // A helper that has adopted it may know its start a little less exactly.
        const bool isAnotherRun = m_after.leader == 0 || m_after.leader != m_before.leader;
        if (m_after.started == 0 || m_after.started == m_before.started || !isAnotherRun)
            return;
        QJsonObject details { { QStringLiteral("leader"), qint64(m_after.leader) } };
        QString text = m_after.leader == 0 ? QString() : Text::tr("process %1").arg(m_after.leader);
        if (m_after.restarts == 0)
            return add(QStringLiteral("started"), m_after.started, text, details);
        details.insert(QStringLiteral("restarts"), qint64(m_after.restarts));
        text += (text.isEmpty() ? QString() : QStringLiteral(", "))
            + Text::tr("restart number %1").arg(m_after.restarts);
        add(QStringLiteral("restarted"), m_after.started, text, details);
    }

    void findEnd()
    {
        if (m_after.finished == 0 || m_after.finished == m_before.finished)
            return;
        add(QStringLiteral("stopped"), m_after.finished, m_after.exitReason,
            { { QStringLiteral("exitStatus"), m_after.exitStatus },
                { QStringLiteral("reason"), m_after.exitReason } });
    }

    /// What shows in its state alone.
    void findState()
    {
        if (m_before.state == m_after.state && m_before.nextTry == m_after.nextTry)
            return;
        const auto error = [this] {
            return QJsonObject { { QStringLiteral("error"), toJson(m_after.lastError) } };
        };
        const bool wasPaused = m_before.state == State::Paused;
        if (m_after.state == State::Paused && !wasPaused)
            add(QStringLiteral("paused"), m_now);
        else if (m_after.state == State::Running && wasPaused)
            add(QStringLiteral("resumed"), m_now);
        else if (m_after.state == State::Failed && m_before.state != State::Failed)
            add(QStringLiteral("failed"), m_now, textOf(m_after.lastError), error());
        else if (m_after.state == State::Damaged && m_before.state != State::Damaged)
            add(QStringLiteral("damaged"), m_now, textOf(m_after.lastError), error());
        else if (m_after.state == State::Restarting)
            add(QStringLiteral("waiting"), m_now,
                Text::tr("it will be started again at %1").arg(formatDateTime(m_after.nextTry)),
                { { QStringLiteral("nextTry"), qint64(m_after.nextTry) } });
    }

    void findHealth()
    {
        const auto& health = m_after.health;
        if (health.status == m_before.health.status || health.status.isEmpty())
            return;
        QString text = health.status;
        if (health.failures > 0)
            text += QStringLiteral(", ")
                + (health.exitStatus < 0 ? Text::tr("no answer")
                                         : Text::tr("exit status %1").arg(health.exitStatus))
                + (health.output.isEmpty() ? QString()
                                           : QStringLiteral(": ") + health.output.simplified());
        add(QStringLiteral("health"), health.since, text, toJson(health));
    }

    const api::WorkloadInfo& m_before;
    const api::WorkloadInfo& m_after;
    const quint64 m_now;
    QList<Event> m_events;
};

} // namespace

QList<Event> eventsBetween(
    const api::WorkloadInfo& before, const api::WorkloadInfo& after, quint64 now)
{
    return Comparison(before, after, now).events();
}

Event deletion(const api::WorkloadInfo& workload, quint64 now)
{
    return { now, QStringLiteral("deleted"), workload.path, workload.id, workload.name, {}, {} };
}

Event limitEvent(const api::WorkloadInfo& workload, const api::LimitReached& limit, quint64 now)
{
    QString text
        = limit.count > 1 ? Text::tr("%1, %2 times").arg(limit.kind).arg(limit.count) : limit.kind;
    if (limit.limit > 0)
        text += QStringLiteral(", ")
            + Text::tr("the limit is %1")
                  .arg(limit.kind == QLatin1String("pids-max") ? QString::number(limit.limit)
                                                               : formatBytes(qint64(limit.limit)));
    QJsonObject details { { QStringLiteral("kind"), limit.kind },
        { QStringLiteral("count"), qint64(limit.count) },
        { QStringLiteral("limit"), qint64(limit.limit) } };
    if (limit.pid != 0) {
        text += QStringLiteral(", ")
            + Text::tr("process %1 (%2) was killed").arg(limit.pid).arg(limit.process);
        details.insert(QStringLiteral("pid"), qint64(limit.pid));
        details.insert(QStringLiteral("process"), limit.process);
    }
    return { now, QStringLiteral("limit"), workload.path, workload.id, workload.name, text,
        details };
}

std::optional<Event> failureOf(const api::JobInfo& job)
{
    const bool failed = job.state == api::JobState::Failed;
    if (!failed && job.state != api::JobState::Cancelled)
        return {};
    QString text = job.operation;
    if (!job.error.isEmpty())
        text += QStringLiteral(": ") + textOf(job.error);
    return Event { job.finishedAt,
        failed ? QStringLiteral("job-failed") : QStringLiteral("job-cancelled"), job.workload, {},
        job.workloadName, text,
        { { QStringLiteral("operation"), job.operation }, { QStringLiteral("job"), job.path },
            { QStringLiteral("error"), toJson(job.error) } } };
}

} // namespace vitrine::cli
