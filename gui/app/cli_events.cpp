// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/app/cli_signals.h"
#include "gui/app/cli_workload_events.h"
#include "helper/api/log_format.h"

#include <QDateTime>

#include <algorithm>

namespace vitrine::cli {

namespace {

quint64 now()
{
    return quint64(QDateTime::currentMSecsSinceEpoch()) * 1000;
}

/// As `vitrine logs --timestamps` has it.
QString timeText(quint64 microseconds)
{
    const auto text = api::log::timeText(std::int64_t(microseconds) * 1000);
    return QString::fromLatin1(text.data(), qsizetype(text.size()));
}

/// events: what happens, as it happens.
class Events : public Command {
public:
    Events()
        : Command({ QStringLiteral("events"), Text::tr("[options] [NAME…]"),
            Text::tr("Print what happens, a line each, until Ctrl+C.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOption({ QStringLiteral("since-start"),
            Text::tr("Begin with what is known already: when each workload was created, last "
                     "started and last ended, how it is, and jobs that failed in the last "
                     "minute.") });
    }

    QString check(const QCommandLineParser& parser) override
    {
        m_names = parser.positionalArguments();
        m_names.removeAll(QStringLiteral("--")); // no name can be that
        return {};
    }

    void run(const QCommandLineParser& parser) override
    {
        auto* signalWatch = new SignalWatch({ SIGINT, SIGTERM }, this);
        connect(signalWatch, &SignalWatch::raised, this, [this] { finish(0); });
        for (const QString& name : std::as_const(m_names))
            if (!client().findWorkload(name))
                printError(Text::tr("vitrine: there is no workload “%1” yet").arg(name));
        if (parser.isSet(QStringLiteral("since-start")))
            tellPast();
        m_workloads = client().workloads();
        for (const auto& job : client().jobs())
            noteEnded(job);
        follow();
    }

    /// It may be started again, and this goes on.
    void helperLost(const api::ErrorInfo& error) override
    {
        m_lost = true;
        tellHelper(QStringLiteral("helper-lost"), error.text);
    }

    void helperBack() override
    {
        m_lost = false;
        tellHelper(QStringLiteral("helper-back"), {});
        const auto known = m_workloads;
        for (const auto& workload : known)
            if (!client().workloads().contains(workload.path))
                tellRemoval(workload.path);
        for (const auto& workload : client().workloads())
            tellWorkload(workload);
    }

private:
    void follow()
    {
        connect(&client(), &HelperClient::workloadChanged, this, &Events::tellWorkload);
        connect(&client(), &HelperClient::workloadRemoved, this, &Events::tellRemoval);
        connect(&client(), &HelperClient::limitReached, this,
            [this](const QString& path, const api::LimitReached& limit) {
                tell(limitEvent(client().workloads().value(path), limit, now()));
            });
        connect(&client(), &HelperClient::jobChanged, this, &Events::tellJob);
        connect(&client(), &HelperClient::jobRemoved, this,
            [this](const QString& path) { m_ended.remove(path); });
        connect(&client(), &HelperClient::reset, this, [this] { m_ended.clear(); });
    }

    void tellPast()
    {
        QList<Event> past;
        for (const auto& workload : client().workloads())
            past += eventsBetween({}, workload, now());
        for (const auto& job : client().jobs())
            if (const auto failure = failureOf(job))
                past.append(*failure);
        std::stable_sort(past.begin(), past.end(),
            [](const Event& left, const Event& right) { return left.time < right.time; });
        for (const Event& event : std::as_const(past))
            tell(event);
    }

    void tellWorkload(const api::WorkloadInfo& workload)
    {
        if (m_lost)
            return; // its objects come one by one; helperBack() looks at all of them
        const api::WorkloadInfo before = std::exchange(m_workloads[workload.path], workload);
        for (const Event& event : eventsBetween(before, workload, now()))
            tell(event);
    }

    void tellRemoval(const QString& path)
    {
        if (const auto workload = m_workloads.take(path); !workload.path.isEmpty())
            tell(deletion(workload, now()));
    }

    void tellJob(const api::JobInfo& job)
    {
        if (m_ended.contains(job.path))
            return;
        noteEnded(job);
        if (auto failure = failureOf(job)) {
            failure->id = m_workloads.value(job.workload).id;
            tell(*failure);
        }
    }

    void noteEnded(const api::JobInfo& job)
    {
        if (job.state != api::JobState::Running)
            m_ended.insert(job.path);
    }

    void tellHelper(const QString& what, const QString& text)
    {
        print({ now(), what, {}, {}, {}, text, {} });
    }

    void tell(const Event& event)
    {
        if (isWanted(event))
            print(event);
    }

    /// One that was wanted once is, whatever its name becomes.
    bool isWanted(const Event& event)
    {
        if (m_names.isEmpty() || m_wanted.contains(event.path))
            return true;
        const QString before = event.details.value(QStringLiteral("before")).toString();
        const bool named = m_names.contains(event.name) || m_names.contains(event.id)
            || m_names.contains(before);
        if (named && !event.id.isEmpty())
            m_wanted.insert(event.path);
        return named;
    }

    void print(const Event& event)
    {
        if (!json()) {
            const QStringList columns { timeText(event.time), event.what.leftJustified(13),
                event.name, QString(event.text).replace(QLatin1Char('\n'), QLatin1Char(' ')) };
            return cli::print(columns.join(QStringLiteral("  ")).trimmed());
        }
        QJsonObject object = event.details;
        object.insert(QStringLiteral("time"), timeText(event.time));
        object.insert(QStringLiteral("event"), event.what);
        object.insert(QStringLiteral("name"), event.name);
        object.insert(QStringLiteral("id"), event.id);
        cli::print(QJsonValue(object));
    }

    QStringList m_names; ///< none: all of them
    QSet<QString> m_wanted; ///< object paths of what had one of the names
    QHash<QString, api::WorkloadInfo> m_workloads; ///< as they were told
    QSet<QString> m_ended; ///< jobs that are over
    bool m_lost = false;
};

} // namespace

std::unique_ptr<Command> makeEvents()
{
    return std::make_unique<Events>();
}

} // namespace vitrine::cli
