// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"

#include "gui/models/format.h"
#include "helper/api/errors.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace vitrine::cli {

namespace {

constexpr int usageStatus = 2;
// Of commands whose own status may be anything below: as docker and podman have them.
constexpr int fieldStatus = 125;
constexpr int unusableStatus = 126;
constexpr int missingStatus = 127;

/// As the window's, but with what there is to do in a terminal.
QString adviceInTerminal(const api::ErrorInfo& error)
{
    if (error.shortName() == QLatin1String("NotSupported"))
        return Text::tr("“vitrine features” tells what this computer can do and what to change.");
    if (error.shortName() == QLatin1String("NoReply"))
        return Text::tr("Try again; “vitrine list” tells what became of it.");
    return adviceFor(error);
}

} // namespace

Command::Command(Words words, Statuses statuses)
    : m_words(std::move(words))
    , m_statuses(statuses)
{
}

Command::~Command() = default;

void Command::execute(QStringList arguments)
{
    m_parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    m_parser.setApplicationDescription(m_words.summary);
    m_parser.addOptions({
        { { QStringLiteral("h"), QStringLiteral("help") }, Text::tr("Show this help.") },
        { QStringLiteral("json"), Text::tr("Print results and errors as JSON.") },
        { QStringLiteral("system"), Text::tr("Talk to the helper on the system bus.") },
    });
    declare(m_parser);
    if (!m_parser.parse(arguments))
        return usageError(m_parser.errorText());
    if (m_parser.isSet(QStringLiteral("help"))) {
        QString help = m_parser.helpText();
        const qsizetype end = help.indexOf(QLatin1Char('\n'));
        help.replace(0, end, Text::tr("Usage: vitrine %1 %2").arg(m_words.name, m_words.usage));
        print(help.trimmed());
        return finish(0);
    }
    m_json = m_parser.isSet(QStringLiteral("json"));
    if (const QString wrong = check(m_parser); !wrong.isEmpty())
        return usageError(wrong);
    connectToHelper(m_parser.isSet(QStringLiteral("system")));
}

void Command::connectToHelper(bool system)
{
    m_client = std::make_unique<HelperClient>(
        system ? HelperClient::Bus::System : HelperClient::Bus::Session, objects());
    connect(m_client.get(), &HelperClient::stateChanged, this, [this] {
        switch (m_client->state()) {
        case HelperClient::State::Connecting:
            return;
        case HelperClient::State::Connected:
            if (!std::exchange(m_started, true))
                run(m_parser);
            else
                helperBack();
            return;
        case HelperClient::State::NoHelper:
            if (m_started)
                return helperLost(m_client->failure());
            [[fallthrough]];
        case HelperClient::State::NoBus:
            return fail(m_client->failure());
        }
    });
    connect(m_client.get(), &HelperClient::jobChanged, this, &Command::checkJobs);
    m_client->start();
}

void Command::helperLost(const api::ErrorInfo& error)
{
    fail(error);
}

void Command::helperBack() { }

void Command::awaitJob(const QString& path, std::function<void(const api::JobInfo&)> proceed,
    std::function<void(const api::ErrorInfo&)> failed)
{
    if (!failed)
        failed = [this](const api::ErrorInfo& error) { fail(error); };
    m_waits.append({ path, std::move(proceed), std::move(failed) });
    checkJobs();
}

void Command::checkJobs()
{
    for (qsizetype i = 0; i < m_waits.size(); ++i) {
        const auto job = m_client->jobs().find(m_waits.at(i).job);
        if (job == m_client->jobs().end() || job->state == api::JobState::Running)
            continue;
        const api::JobInfo ended = *job;
        const Wait wait = m_waits.takeAt(i--);
        if (ended.state == api::JobState::Done)
            wait.proceed(ended);
        else if (ended.error.isEmpty())
            wait.failed({ QStringLiteral("org.vitrine.Error.Cancelled"),
                Text::tr("%1 was cancelled.").arg(ended.operation), {}, {}, 0, {}, -1 });
        else
            wait.failed(ended.error);
    }
}

const api::WorkloadInfo* Command::need(const QString& name)
{
    const auto* workload = client().findWorkload(name);
    if (!workload)
        fail({ QStringLiteral("org.vitrine.Error.NotFound"),
            Text::tr("There is no workload “%1”.").arg(name), {}, name, 0, {}, -1 });
    return workload;
}

ConsoleRelay* Command::relay(const QDBusUnixFileDescriptor& socket,
    const ConsoleRelay::Options& options, std::function<void()> detached)
{
    auto* relay = new ConsoleRelay(socket, options, this);
    connect(relay, &ConsoleRelay::exited, this, &Command::finish);
    connect(relay, &ConsoleRelay::failed, this, &Command::fail);
    connect(relay, &ConsoleRelay::interrupted, this, [this](int signal) { finish(128 + signal); });
    connect(relay, &ConsoleRelay::detached, this, std::move(detached));
    connect(relay, &ConsoleRelay::lost, this, [this] {
        fail(
            { {}, Text::tr("The connection was lost; the command may go on."), {}, {}, 0, {}, -1 });
    });
    return relay;
}

void Command::finish(int status)
{
    // Also when the event loop does not run yet.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(), [status] { QCoreApplication::exit(status); },
        Qt::QueuedConnection);
}

void Command::fail(const api::ErrorInfo& error)
{
    if (m_json) {
        printError(QString::fromUtf8(QJsonDocument(
            QJsonObject { { QStringLiteral("error"),
                toJson(error) } }).toJson(QJsonDocument::Compact)));
    } else {
        // The bus tells no object, but its texts begin with the field.
        const bool isFields = error.shortName() == QLatin1String("InvalidSpec")
            && error.call.isEmpty() && !error.object.isEmpty()
            && !error.text.startsWith(error.object);
        printError(isFields ? Text::tr("vitrine: %1: %2").arg(error.object, error.text)
                            : Text::tr("vitrine: %1").arg(textOf(error)));
        if (!error.call.isEmpty() || error.number != 0)
            printError(QStringLiteral("  ") + error.detail());
        if (const QString advice = adviceInTerminal(error); !advice.isEmpty())
            printError(QStringLiteral("  ") + advice);
    }
    finish(statusOf(error));
}

int Command::statusOf(const api::ErrorInfo& error) const
{
    if (m_statuses == Statuses::Field) {
        // Of calls nothing is told either.
        if (error.call != QLatin1String("execve")
            && !error.text.startsWith(QLatin1String("command[0] ")))
            return fieldStatus;
        return error.shortName() == QLatin1String("NotFound") ? missingStatus : unusableStatus;
    }
    const bool ours = error.name.startsWith(QLatin1String("org.vitrine.Error."));
    return ours ? api::nameOf(api::kindOf(error.name.toStdString())).exitStatus : 1;
}

void Command::usageError(const QString& text)
{
    printError(Text::tr("vitrine %1: %2").arg(m_words.name, text));
    printError(Text::tr("Usage: vitrine %1 %2").arg(m_words.name, m_words.usage));
    finish(m_statuses == Statuses::Field ? fieldStatus : usageStatus);
}

} // namespace vitrine::cli
