// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"

#include <unistd.h>

namespace vitrine::cli {

namespace {

/// exec: one more process in a running container.
class Exec : public Command {
public:
    Exec()
        : Command({ QStringLiteral("exec"), Text::tr("[options] NAME COMMAND…"),
                      Text::tr("Run a command in a running container; exits with its status. With "
                               "--tty Ctrl+P Ctrl+Q leaves it running.") },
            Statuses::Field)
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOptions({
            { { QStringLiteral("i"), QStringLiteral("interactive") },
                Text::tr("Pass standard input on to it; done anyway with --tty in a terminal.") },
            { { QStringLiteral("d"), QStringLiteral("detach") },
                Text::tr("Leave it running and print the number of its session.") },
            { { QStringLiteral("t"), QStringLiteral("tty") },
                Text::tr("The command gets a terminal.") },
            { { QStringLiteral("e"), QStringLiteral("env") },
                Text::tr("Add a variable to its environment."), QStringLiteral("name=value") },
            { { QStringLiteral("u"), QStringLiteral("user") },
                Text::tr("User of the command, of the container's own: name, number, name:group."),
                QStringLiteral("user") },
            { { QStringLiteral("w"), QStringLiteral("workdir") },
                Text::tr("Where the command starts (default: as the container's own)."),
                QStringLiteral("directory") },
        });
        declareDetachKeys(parser);
    }

    QString check(const QCommandLineParser& parser) override
    {
        QStringList arguments = parser.positionalArguments();
        m_name = arguments.isEmpty() ? QString() : arguments.takeFirst();
        arguments = commandIn(arguments);
        if (arguments.isEmpty())
            return Text::tr("name a container and a command");
        m_relay.terminal = parser.isSet(QStringLiteral("tty"));
        m_detach = parser.isSet(QStringLiteral("detach"));
        const bool typed = m_relay.terminal && ::isatty(STDIN_FILENO) != 0;
        const bool input = !m_detach && (typed || parser.isSet(QStringLiteral("interactive")));
        m_relay.input = input ? ConsoleRelay::Input::PassWithEnd : ConsoleRelay::Input::None;
        m_relay.forwardSignals = true;
        m_options.insert(QStringLiteral("command"), arguments);
        m_options.insert(QStringLiteral("terminal"), m_relay.terminal);
        m_options.insert(QStringLiteral("input"), input);
        if (m_relay.terminal) {
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
        return readDetachKeys(parser, m_relay.keys);
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
                auto* console = relay(reply.value, m_relay, [this] { left(); });
                connect(console, &ConsoleRelay::named, this, [this, console](const QString& id) {
                    m_session = id;
                    if (m_detach)
                        console->leave();
                });
            });
    }

private:
    /// The session goes on without this program.
    void left()
    {
        if (m_detach)
            print(m_session);
        else
            printError(
                Text::tr("\r\nIt goes on; “vitrine attach --session %1 %2” comes back to it.")
                    .arg(m_session, m_name));
        finish(0);
    }

    QString m_name, m_session;
    ConsoleRelay::Options m_relay;
    QVariantMap m_options;
    bool m_detach = false;
};

} // namespace

std::unique_ptr<Command> makeExec()
{
    return std::make_unique<Exec>();
}

} // namespace vitrine::cli
