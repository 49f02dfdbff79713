// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/app/cli_console.h"

namespace vitrine::cli {

namespace {

/// exec: one more process in a running container.
class Exec : public Command {
public:
    Exec()
        : Command({ QStringLiteral("exec"), Text::tr("[options] NAME COMMAND…"),
            Text::tr("Run a command in a running container; exits with its status.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOptions({
            { { QStringLiteral("t"), QStringLiteral("tty") },
                Text::tr("The command gets a terminal.") },
            { { QStringLiteral("e"), QStringLiteral("env") },
                Text::tr("Add a variable to its environment."), QStringLiteral("name=value") },
            { { QStringLiteral("u"), QStringLiteral("user") },
                Text::tr("User of the command, of the container's own: name, number, name:group."),
                QStringLiteral("user") },
            { { QStringLiteral("w"), QStringLiteral("workdir") },
                Text::tr("Where the command starts."), QStringLiteral("directory") },
        });
    }

    QString check(const QCommandLineParser& parser) override
    {
        QStringList arguments = parser.positionalArguments();
        m_name = arguments.isEmpty() ? QString() : arguments.takeFirst();
        arguments = commandIn(arguments);
        if (arguments.isEmpty())
            return Text::tr("name a container and a command");
        m_terminal = parser.isSet(QStringLiteral("tty"));
        m_options.insert(QStringLiteral("command"), arguments);
        m_options.insert(QStringLiteral("terminal"), m_terminal);
        if (m_terminal) {
            const auto size = ConsoleRelay::terminalSize();
            m_options.insert(QStringLiteral("rows"), QVariant::fromValue(size.rows));
            m_options.insert(QStringLiteral("columns"), QVariant::fromValue(size.columns));
        }
        if (parser.isSet(QStringLiteral("user")))
            m_options.insert(QStringLiteral("user"), parser.value(QStringLiteral("user")));
        if (parser.isSet(QStringLiteral("workdir")))
            m_options.insert(
                QStringLiteral("workingDirectory"), parser.value(QStringLiteral("workdir")));
        QVariantMap environment;
        if (const QString wrong = readEnvironment(parser, environment); !wrong.isEmpty())
            return wrong;
        if (!environment.isEmpty())
            m_options.insert(QStringLiteral("environment"), environment);
        return {};
    }

    void run(const QCommandLineParser&) override
    {
        const auto* workload = need(m_name);
        if (!workload)
            return;
        client().exec(
            workload->path, m_options, this, [this](const Reply<QDBusUnixFileDescriptor>& reply) {
                if (!reply)
                    return fail(*reply.error);
                auto* relay = new ConsoleRelay(reply.value,
                    m_terminal ? ConsoleRelay::Terminal::Yes : ConsoleRelay::Terminal::No, this);
                connect(relay, &ConsoleRelay::exited, this, &Exec::finish);
                connect(relay, &ConsoleRelay::failed, this, &Exec::fail);
                connect(relay, &ConsoleRelay::detached, this, [this] { finish(1); });
            });
    }

private:
    QString m_name;
    QVariantMap m_options;
    bool m_terminal = false;
};

} // namespace

std::unique_ptr<Command> makeExec()
{
    return std::make_unique<Exec>();
}

} // namespace vitrine::cli
