// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/app/cli_console.h"

#include <QJsonArray>

#include <unistd.h>

namespace vitrine::cli {

namespace {

/// create: makes a container and leaves it stopped.
class Create : public Command {
public:
    Create()
        : Command({ QStringLiteral("create"), Text::tr("[options] IMAGE [COMMAND…]"),
            Text::tr("Make a container without starting it.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override { declareSpec(parser); }

    QString check(const QCommandLineParser& parser) override
    {
        QString wrong;
        m_spec = specFrom(parser, wrong);
        return wrong;
    }

    void run(const QCommandLineParser&) override
    {
        client().create(m_spec, {}, this, [this](const Reply<QString>& reply) {
            if (!reply)
                return fail(*reply.error);
            awaitJob(reply.value, [this](const api::JobInfo& job) {
                if (json())
                    print(QJsonValue(toJson(job)));
                else
                    print(job.workloadName);
                finish(0);
            });
        });
    }

private:
    QVariantMap m_spec;
};

/// plan: says what create and start would do.
class Plan : public Command {
public:
    Plan()
        : Command({ QStringLiteral("plan"), Text::tr("[options] IMAGE [COMMAND…]"),
            Text::tr("Show what making and starting a container would do, without doing it.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        declareSpec(parser);
        parser.addOption(
            { QStringLiteral("commands"), Text::tr("Print the equivalent shell commands only.") });
    }

    QString check(const QCommandLineParser& parser) override
    {
        QString wrong;
        m_spec = specFrom(parser, wrong);
        m_commands = parser.isSet(QStringLiteral("commands"));
        return wrong;
    }

    void run(const QCommandLineParser&) override
    {
        client().plan(m_spec, this, [this](const Reply<QList<api::StepInfo>>& reply) {
            if (!reply)
                return fail(*reply.error);
            if (json()) {
                QJsonArray steps;
                for (const auto& step : reply.value)
                    steps.append(toJson(step));
                print(QJsonValue(steps));
            } else {
                for (const auto& step : reply.value)
                    show(step);
            }
            finish(0);
        });
    }

private:
    void show(const api::StepInfo& step) const
    {
        if (m_commands) {
            if (!step.command.isEmpty())
                print(step.command);
            return;
        }
        print(QStringLiteral("%1  %2  %3")
                  .arg(step.index + 1, 3)
                  .arg(step.where.leftJustified(5), step.text));
        if (!step.command.isEmpty())
            print(QStringLiteral("            $ ") + step.command);
        if (!step.note.isEmpty())
            print(QStringLiteral("            ! ") + step.note);
    }

    QVariantMap m_spec;
    bool m_commands = false;
};

/// run: makes a container, starts it, stays with it until it ends.
class Run : public Command {
public:
    Run()
        : Command({ QStringLiteral("run"), Text::tr("[options] IMAGE [COMMAND…]"),
            Text::tr("Make a container, start it and stay with it until it ends; exits with its "
                     "status. Ctrl+P Ctrl+Q leaves it running.") })
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
        });
    }

    QString check(const QCommandLineParser& parser) override
    {
        QString wrong;
        m_spec = specFrom(parser, wrong);
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
            if (reply)
                attach(reply.value);
            else
                failed(*reply.error);
        };
        awaitJob(
            path,
            [this, opened](const api::JobInfo&) { client().openConsole(m_path, this, opened); },
            failed);
    }

    void attach(const QDBusUnixFileDescriptor& socket)
    {
        auto* relay = new ConsoleRelay(
            socket, m_terminal ? ConsoleRelay::Terminal::Yes : ConsoleRelay::Terminal::No, this);
        connect(relay, &ConsoleRelay::exited, this,
            [this](int status) { end([this, status] { finish(status); }); });
        connect(relay, &ConsoleRelay::failed, this, &Run::fail);
        connect(relay, &ConsoleRelay::detached, this, [this] { finish(0); });
    }

    /// Deletes the container if that was asked for, then proceeds.
    void end(const std::function<void()>& proceed)
    {
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
    QString m_path;
    bool m_detach = false, m_remove = false, m_terminal = true;
};

} // namespace

std::unique_ptr<Command> makeRun()
{
    return std::make_unique<Run>();
}

std::unique_ptr<Command> makeCreate()
{
    return std::make_unique<Create>();
}

std::unique_ptr<Command> makePlan()
{
    return std::make_unique<Plan>();
}

} // namespace vitrine::cli
