// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_operations.h"

#include <limits>

namespace vitrine::cli {

OnWorkloads::OnWorkloads(const QString& name, const QString& summary)
    : Command({ name, Text::tr("[options] NAME…"), summary })
{
}

void OnWorkloads::declare(QCommandLineParser&) { }

QString OnWorkloads::check(const QCommandLineParser& parser)
{
    m_names = parser.positionalArguments();
    m_names.removeAll(QStringLiteral("--")); // no name can be that
    return m_names.isEmpty() ? Text::tr("name a workload") : QString();
}

void OnWorkloads::run(const QCommandLineParser&)
{
    next();
}

void OnWorkloads::done(const QString& name, const QJsonValue& result)
{
    m_results.append(result);
    if (!json())
        print(name);
    next();
}

void OnWorkloads::next()
{
    if (m_names.isEmpty()) {
        if (json())
            print(QJsonValue(m_results));
        return finish(0);
    }
    if (const auto* workload = need(m_names.takeFirst()))
        apply(*workload);
}

namespace {

/// stop, restart, pause, resume, rm: one method of Workload1 on each workload named.
class Operation : public OnWorkloads {
public:
    enum class Extra { None, Timeout, Trash };

    Operation(const QString& name, const QString& method, Extra extra, const QString& summary)
        : OnWorkloads(name, summary)
        , m_method(method)
        , m_extra(extra)
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        if (m_extra == Extra::Timeout)
            parser.addOption({ QStringLiteral("timeout"),
                Text::tr(
                    "Time from the stop signal to SIGKILL: 500ms, 10s, 2m (default: its own, or "
                    "10s; 0 kills at once)."),
                QStringLiteral("time") });
        if (m_extra == Extra::Trash)
            parser.addOption({ QStringLiteral("trash"),
                Text::tr("Keep it restorable for so many seconds."), QStringLiteral("seconds") });
    }

    QString check(const QCommandLineParser& parser) override
    {
        if (m_extra == Extra::Timeout && parser.isSet(QStringLiteral("timeout"))) {
            const QString text = parser.value(QStringLiteral("timeout"));
            const auto milliseconds = millisecondsFrom(text);
            if (!milliseconds || *milliseconds > std::numeric_limits<uint>::max())
                return wantsTime(QStringLiteral("timeout"), text);
            m_options.insert(QStringLiteral("timeout"), uint(*milliseconds));
        }
        if (m_extra == Extra::Trash && parser.isSet(QStringLiteral("trash"))) {
            bool good = false;
            m_options.insert(
                QStringLiteral("trash"), parser.value(QStringLiteral("trash")).toUInt(&good));
            if (!good)
                return Text::tr("--trash wants a whole number");
        }
        return OnWorkloads::check(parser);
    }

    void apply(const api::WorkloadInfo& workload) override
    {
        client().operate(workload.path, m_method, m_options, this,
            [this, name = workload.name](const Reply<QString>& reply) {
                if (!reply)
                    return fail(*reply.error);
                awaitJob(reply.value,
                    [this, name](const api::JobInfo& job) { done(name, toJson(job)); });
            });
    }

private:
    QString m_method;
    Extra m_extra;
    QVariantMap m_options;
};

/// restore: take workloads out of the trash.
class Restore : public OnWorkloads {
public:
    Restore()
        : OnWorkloads(QStringLiteral("restore"), Text::tr("Take workloads out of the trash."))
    {
    }

protected:
    void apply(const api::WorkloadInfo& workload) override
    {
        client().restore(
            workload.path, this, [this, name = workload.name](const Reply<Nothing>& reply) {
                if (!reply)
                    return fail(*reply.error);
                done(name, name);
            });
    }
};

std::unique_ptr<Command> operation(const char* name, const char* method, const QString& summary,
    Operation::Extra extra = Operation::Extra::None)
{
    return std::make_unique<Operation>(QLatin1String(name), QLatin1String(method), extra, summary);
}

} // namespace

std::vector<std::unique_ptr<Command>> makeOperations()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(makeStart());
    commands.push_back(
        operation("stop", "Stop", Text::tr("Stop workloads."), Operation::Extra::Timeout));
    commands.push_back(operation("restart", "Restart", Text::tr("Stop workloads and start them.")));
    commands.push_back(operation("pause", "Pause", Text::tr("Freeze all processes of workloads.")));
    commands.push_back(operation("resume", "Resume", Text::tr("Let frozen workloads go on.")));
    commands.push_back(operation("rm", "Delete",
        Text::tr("Stop workloads and delete them with everything that they wrote."),
        Operation::Extra::Trash));
    commands.push_back(std::make_unique<Restore>());
    return commands;
}

} // namespace vitrine::cli
