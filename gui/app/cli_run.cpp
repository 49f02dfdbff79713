// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/app/cli_console.h"
#include "gui/app/cli_signals.h"

#include <csignal>
#include <unistd.h>

namespace vitrine::cli {

namespace {

/// run: makes a container, starts it, stays with it until it ends.
class Run : public Command {
public:
    Run()
        : Command(
            { QStringLiteral("run"), Text::tr("[options] IMAGE [COMMAND…]"),
                Text::tr(
                    "Make a container, start it and stay with it until it ends; exits with its "
                    "status. Ctrl+C stops it, once more kills it; Ctrl+P Ctrl+Q leaves it "
                    "running.") },
            Statuses::Field)
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        declareSpec(parser);
        parser.addOptions({
            { { QStringLiteral("d"), QStringLiteral("detach") },
                Text::tr("Leave it running and print its name.") },
            { QStringLiteral("rm"), Text::tr("Delete it when it has ended.") },
            { { QStringLiteral("i"), QStringLiteral("interactive") },
                Text::tr("Pass standard input on to it, as is done anyway without --detach.") },
        });
        declareDetachKeys(parser);
    }

    QString check(const QCommandLineParser& parser) override
    {
        QString wrong;
        m_spec = specFrom(parser, wrong);
        if (wrong.isEmpty())
            wrong = readDetachKeys(parser, m_keys);
        m_detach = parser.isSet(QStringLiteral("detach"));
        m_remove = parser.isSet(QStringLiteral("rm"));
        const QString terminal = QStringLiteral("terminal");
        if (!m_detach && !m_spec.contains(terminal))
            m_spec.insert(terminal, bool(::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO)));
        m_terminal = m_spec.value(terminal, true).toBool();
        return m_detach && m_remove ? Text::tr("--detach and --rm exclude each other") : wrong;
    }

    void run(const QCommandLineParser&) override
    {
        if (!m_detach) {
            auto* watch = new SignalWatch({ SIGINT, SIGTERM }, this);
            connect(watch, &SignalWatch::raised, this, &Run::interrupt);
        }
        // Attached: started on its own, so that a start that fails can be cleaned up (--rm).
        const QVariantMap options { { QStringLiteral("start"), m_detach } };
        client().create(m_spec, options, this, [this](const Reply<QString>& reply) {
            if (!reply)
                return fail(*reply.error);
            awaitJob(reply.value, [this](const api::JobInfo& job) { created(job); });
        });
    }

private:
    void created(const api::JobInfo& job)
    {
        m_path = job.workload;
        if (m_detach) {
            if (json())
                print(QJsonValue(toJson(job)));
            else
                print(job.workloadName);
            return finish(0);
        }
        if (m_signal != 0)
            return end([this] { finish(128 + m_signal); });
        client().operate(
            m_path, QStringLiteral("Start"), {}, this, [this](const Reply<QString>& reply) {
                if (!reply)
                    return end([this, error = *reply.error] { fail(error); });
                awaitStart(reply.value);
            });
    }

    void awaitStart(const QString& path)
    {
        const auto failed
            = [this](const api::ErrorInfo& error) { end([this, error] { fail(error); }); };
        const auto opened = [this, failed](const Reply<QDBusUnixFileDescriptor>& reply) {
            if (!reply)
                return failed(*reply.error);
            attach(reply.value);
            m_attached = true;
            if (m_signal != 0)
                stop();
        };
        const auto started
            = [this, opened](const api::JobInfo&) { client().openConsole(m_path, this, opened); };
        awaitJob(path, started, failed);
    }

    /// The first signal asks the container to end, the next one ends it.
    void interrupt(int number)
    {
        m_hurry = m_signal != 0;
        m_signal = number;
        if (!m_attached)
            return; // whoever starts it sees to it
        if (!m_stopping)
            stop();
        else if (m_hurry && !m_stopJob.isEmpty())
            cancelStop();
    }

    void stop()
    {
        QVariantMap options;
        if (m_hurry)
            options.insert(QStringLiteral("timeout"), 0U);
        m_stopping = true;
        m_stopJob.clear();
        client().operate(m_path, QStringLiteral("Stop"), options, this,
            [this, patient = !m_hurry](const Reply<QString>& reply) {
                if (!reply)
                    return fail(*reply.error);
                m_stopJob = reply.value;
                if (m_hurry && patient)
                    cancelStop();
                awaitJob(
                    m_stopJob, [this](const api::JobInfo&) { stopped(); },
                    [this](const api::ErrorInfo& error) { m_hurry ? stop() : fail(error); });
            });
    }

    // A second stop would be refused while the first one waits for the container's end.
    void cancelStop()
    {
        client().cancelJob(m_stopJob, this, [](const Reply<Nothing>&) {
            // Refused: the job has ended, which is what was wanted.
        });
    }

    void stopped()
    {
        m_stopping = false;
        if (m_afterStop)
            m_afterStop();
    }

    void attach(const QDBusUnixFileDescriptor& socket)
    {
        ConsoleRelay::Options options;
        options.terminal = m_terminal;
        options.keys = m_keys;
        auto* relay = new ConsoleRelay(socket, options, this);
        connect(relay, &ConsoleRelay::exited, this,
            [this](int status) { end([this, status] { finish(status); }); });
        connect(relay, &ConsoleRelay::failed, this, &Run::fail);
        connect(relay, &ConsoleRelay::detached, this, [this] { finish(0); });
        connect(relay, &ConsoleRelay::lost, this, [this] { finish(0); });
        connect(
            relay, &ConsoleRelay::interrupted, this, [this](int signal) { finish(128 + signal); });
    }

    /// Deletes the container if that was asked for, then proceeds.
    void end(const std::function<void()>& proceed)
    {
        if (m_stopping) { // the console was faster than the job, which still holds the container
            m_afterStop = [this, proceed] { end(proceed); };
            return;
        }
        if (!m_remove)
            return proceed();
        client().operate(m_path, QStringLiteral("Delete"), {}, this,
            [this, proceed](const Reply<QString>& reply) {
                if (!reply)
                    return fail(*reply.error);
                awaitJob(reply.value, [proceed](const api::JobInfo&) { proceed(); });
            });
    }

    QVariantMap m_spec;
    DetachKeys m_keys;
    QString m_path;
    QString m_stopJob; ///< stops the container; empty until the helper has named it
    std::function<void()> m_afterStop;
    bool m_detach = false, m_remove = false, m_terminal = true;
    bool m_attached = false, m_stopping = false, m_hurry = false;
    int m_signal = 0; ///< that this program got
};

} // namespace

std::unique_ptr<Command> makeRun()
{
    return std::make_unique<Run>();
}

} // namespace vitrine::cli
