// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that connect this terminal with what runs already, or is just being started.
#include "gui/app/cli_operations.h"
#include "gui/models/format.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <unistd.h>

namespace vitrine::cli {

bool hasTerminal(const api::WorkloadInfo& workload)
{
    return QJsonDocument::fromJson(workload.spec.toUtf8())
        .object()
        .value(QLatin1String("terminal"))
        .toBool(true);
}

void declareDetachKeys(QCommandLineParser& parser)
{
    parser.addOption({ QStringLiteral("detach-keys"),
        Text::tr(
            "Keys that leave a terminal to itself, such as ctrl-p,ctrl-q (default); empty: none."),
        QStringLiteral("keys"), DetachKeys::usual() });
}

QString readDetachKeys(const QCommandLineParser& parser, DetachKeys& keys)
{
    const auto given = DetachKeys::from(parser.value(QStringLiteral("detach-keys")));
    if (!given)
        return Text::tr("--detach-keys wants keys such as ctrl-p,ctrl-q or a,b");
    keys = *given;
    return {};
}

namespace {

/// attach: this terminal becomes one more of the container's, or of a session's.
class Attach : public Command {
public:
    Attach()
        : Command({ QStringLiteral("attach"), Text::tr("[options] NAME"),
                      Text::tr("Connect to the terminal of a running container; exits with the "
                               "status of its command. Ctrl+P Ctrl+Q leaves it running.") },
            Statuses::Field)
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOptions({
            { QStringLiteral("session"),
                Text::tr("To a session in it instead; “vitrine sessions NAME” lists them."),
                QStringLiteral("id") },
            { QStringLiteral("no-stdin"), Text::tr("Only look on.") },
            { QStringLiteral("no-sig-proxy"),
                Text::tr("End at SIGINT, SIGTERM and SIGQUIT instead of passing them on.") },
        });
        declareDetachKeys(parser);
    }

    QString check(const QCommandLineParser& parser) override
    {
        const QStringList names = commandIn(parser.positionalArguments());
        if (names.size() != 1)
            return Text::tr("name one container");
        m_name = names.first();
        m_session = parser.value(QStringLiteral("session"));
        m_options.input = parser.isSet(QStringLiteral("no-stdin")) ? ConsoleRelay::Input::None
                                                                   : ConsoleRelay::Input::Pass;
        m_options.forwardSignals = !parser.isSet(QStringLiteral("no-sig-proxy"));
        return readDetachKeys(parser, m_options.keys);
    }

    void run(const QCommandLineParser&) override
    {
        const auto* workload = need(m_name);
        if (!workload)
            return;
        if (!workload->isRunning() && workload->state != api::WorkloadState::Stopping)
            return fail({ QStringLiteral("org.vitrine.Error.Busy"),
                Text::tr("“%1” does not run; “vitrine start --attach %1” starts it.").arg(m_name),
                {}, m_name, 0, {}, -1 });
        const auto opened = [this](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (!reply)
                return fail(*reply.error);
            relay(reply.value, m_options, [this] { finish(0); });
        };
        m_options.terminal = hasTerminal(*workload);
        if (m_session.isEmpty())
            return client().openConsole(workload->path, this, opened);
        for (const auto& session : workload->sessions)
            if (session.id == m_session)
                m_options.terminal = session.terminal;
        client().attachSession(workload->path, m_session, this, opened);
    }

private:
    QString m_name, m_session;
    ConsoleRelay::Options m_options;
};

/// start: workloads, or one to whose terminal this one is connected.
class Start : public OnWorkloads {
public:
    Start()
        : OnWorkloads(QStringLiteral("start"), Text::tr("Start workloads."))
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOptions({
            { { QStringLiteral("a"), QStringLiteral("attach") },
                Text::tr("Stay with it and exit with its status; one workload only.") },
            { { QStringLiteral("i"), QStringLiteral("interactive") },
                Text::tr("With --attach: pass standard input on to it.") },
        });
        declareDetachKeys(parser);
    }

    QString check(const QCommandLineParser& parser) override
    {
        m_attach = parser.isSet(QStringLiteral("attach"));
        m_options.input = parser.isSet(QStringLiteral("interactive"))
            ? ConsoleRelay::Input::PassWithEnd
            : ConsoleRelay::Input::None;
        m_options.forwardSignals = true;
        if (m_attach)
            setStatuses(Statuses::Field);
        const QString wrong = OnWorkloads::check(parser);
        if (!wrong.isEmpty())
            return wrong;
        if (m_attach && names().size() > 1)
            return Text::tr("--attach takes one workload");
        if (!m_attach && parser.isSet(QStringLiteral("interactive")))
            return Text::tr("--interactive goes with --attach");
        return readDetachKeys(parser, m_options.keys);
    }

    void apply(const api::WorkloadInfo& workload) override
    {
        m_options.terminal = hasTerminal(workload);
        client().operate(workload.path, QStringLiteral("Start"), {}, this,
            [this, path = workload.path, name = workload.name](const Reply<QString>& reply) {
                if (!reply)
                    return fail(*reply.error);
                awaitJob(reply.value, [this, path, name](const api::JobInfo& job) {
                    if (m_attach)
                        attach(path);
                    else
                        done(name, toJson(job));
                });
            });
    }

private:
    void attach(const QString& path)
    {
        client().openConsole(path, this, [this](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (!reply)
                return fail(*reply.error);
            relay(reply.value, m_options, [this] { finish(0); });
        });
    }

    bool m_attach = false;
    ConsoleRelay::Options m_options;
};

/// sessions: what was executed in a container and runs.
class Sessions : public Command {
public:
    Sessions()
        : Command({ QStringLiteral("sessions"), Text::tr("[options] NAME"),
            Text::tr("List what was executed in a container and runs, or send it a signal.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOptions({
            { QStringLiteral("kill"), Text::tr("Send this session a signal."),
                QStringLiteral("id") },
            { { QStringLiteral("s"), QStringLiteral("signal") },
                Text::tr("Which one (default: KILL)."), QStringLiteral("signal"),
                QStringLiteral("KILL") },
        });
    }

    QString check(const QCommandLineParser& parser) override
    {
        const QStringList names = commandIn(parser.positionalArguments());
        m_name = names.value(0);
        m_session = parser.value(QStringLiteral("kill"));
        m_signal = parser.value(QStringLiteral("signal"));
        if (names.size() != 1)
            return Text::tr("name one container");
        return m_session.isEmpty() && parser.isSet(QStringLiteral("signal"))
            ? Text::tr("--signal goes with --kill")
            : QString();
    }

    void run(const QCommandLineParser&) override
    {
        const auto* workload = need(m_name);
        if (!workload)
            return;
        if (m_session.isEmpty())
            return list(workload->sessions);
        client().signalSession(
            workload->path, m_session, m_signal, this, [this](const Reply<Nothing>& reply) {
                if (!reply)
                    return fail(*reply.error);
                finish(0);
            });
    }

private:
    void list(const QList<api::SessionInfo>& sessions)
    {
        QJsonArray array;
        QList<QStringList> table { { Text::tr("ID"), Text::tr("USER"), Text::tr("PROCESS"),
            Text::tr("STARTED"), Text::tr("COMMAND") } };
        for (const auto& session : sessions) {
            array.append(QJsonObject { { QStringLiteral("id"), session.id },
                { QStringLiteral("user"), session.user },
                { QStringLiteral("pid"), qint64(session.pid) },
                { QStringLiteral("since"), qint64(session.since) },
                { QStringLiteral("terminal"), session.terminal },
                { QStringLiteral("command"), QJsonArray::fromStringList(session.command) } });
            table.append({ session.id, session.user, QString::number(session.pid),
                formatTime(session.since), formatCommand(session.command) });
        }
        if (json())
            print(QJsonValue(array));
        else
            printTable(table);
        finish(0);
    }

    QString m_name, m_session, m_signal;
};

} // namespace

std::unique_ptr<Command> makeAttach()
{
    return std::make_unique<Attach>();
}

std::unique_ptr<Command> makeStart()
{
    return std::make_unique<Start>();
}

std::unique_ptr<Command> makeSessions()
{
    return std::make_unique<Sessions>();
}

} // namespace vitrine::cli
