// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"
#include "gui/client/log_stream.h"
#include "helper/api/log_format.h"

#include <QDateTime>
#include <QRegularExpression>

#include <cstdio>
#include <unistd.h>

namespace vitrine::cli {

namespace {

/// "10m" ago, "2026-11-23T00:04:56" or seconds since 1970 as µs since 1970.
std::optional<qint64> timeFrom(const QString& text)
{
    constexpr qint64 perMillisecond = 1000, perSecond = 1'000'000;
    static const QRegularExpression ago(QStringLiteral("^(\\d{1,9})([smhd])$"));
    if (const auto match = ago.match(text); match.hasMatch()) {
        const qint64 seconds = match.captured(1).toLongLong()
            * QHash<QString, qint64> {
                  { QStringLiteral("s"), 1 }, { QStringLiteral("m"), 60 },
                  { QStringLiteral("h"), 3600 }, { QStringLiteral("d"), 86'400 }
              }.value(match.captured(2));
        return std::max<qint64>(0, QDateTime::currentSecsSinceEpoch() - seconds) * perSecond;
    }
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    if (isNumber && seconds >= 0 && seconds < 1'000'000'000'000)
        return seconds * perSecond;
    const auto date = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (date.isValid() && date.toMSecsSinceEpoch() >= 0)
        return date.toMSecsSinceEpoch() * perMillisecond;
    return {};
}

/// What a container printed must not steer a terminal, but may colour its text.
QByteArray withoutSteering(const QByteArray& text)
{
    static const QRegularExpression steering(
        QStringLiteral("\\x1b(?!\\[[0-9;:]*m)|[\\x00-\\x08\\x0b-\\x1a\\x1c-\\x1f\\x7f]"));
    QString shown = QString::fromUtf8(text);
    if (shown.endsWith(QLatin1Char('\r')))
        shown.chop(1);
    for (QChar& c : shown) // C1 control characters
        if (c.unicode() >= 0x80 && c.unicode() < 0xa0)
            c = QChar(QChar::ReplacementCharacter);
    return shown.replace(steering, QString(QChar(QChar::ReplacementCharacter))).toUtf8();
}

/// logs: what a container printed.
class Logs : public Command {
public:
    Logs()
        : Command({ QStringLiteral("logs"), Text::tr("[options] NAME"),
            Text::tr("Print what a container has printed, standard error on standard error.") })
    {
    }

protected:
    void declare(QCommandLineParser& parser) override
    {
        parser.addOptions({
            { { QStringLiteral("f"), QStringLiteral("follow") },
                Text::tr("Go on with what it will print, over restarts too.") },
            { { QStringLiteral("n"), QStringLiteral("tail") },
                Text::tr("Only so many of the last lines."), QStringLiteral("lines") },
            { QStringLiteral("since"),
                Text::tr("Only lines from a time on: 10m (ago), 2026-11-23T00:04:56, or seconds "
                         "since 1970."),
                QStringLiteral("time") },
            { QStringLiteral("stream"), Text::tr("Only stdout or stderr."),
                QStringLiteral("name") },
            { { QStringLiteral("t"), QStringLiteral("timestamps") },
                Text::tr("Begin each line with its time.") },
        });
    }

    QString check(const QCommandLineParser& parser) override
    {
        m_name = parser.positionalArguments().value(0);
        if (parser.positionalArguments().size() != 1)
            return Text::tr("name a workload");
        m_times = parser.isSet(QStringLiteral("timestamps"));
        if (parser.isSet(QStringLiteral("follow")))
            m_options.insert(QStringLiteral("follow"), true);
        if (parser.isSet(QStringLiteral("stream")))
            m_options.insert(QStringLiteral("stream"), parser.value(QStringLiteral("stream")));
        if (parser.isSet(QStringLiteral("tail"))) {
            bool good = false;
            m_options.insert(
                QStringLiteral("tail"), parser.value(QStringLiteral("tail")).toUInt(&good));
            if (!good)
                return Text::tr("--tail wants a whole number");
        }
        if (parser.isSet(QStringLiteral("since"))) {
            const QString text = parser.value(QStringLiteral("since"));
            const auto time = timeFrom(text);
            if (!time)
                return Text::tr("--since wants a time such as 10m or 2026-11-23T00:04:56, not “%1”")
                    .arg(text);
            m_options.insert(QStringLiteral("since"), *time);
        }
        return {};
    }

    void run(const QCommandLineParser&) override
    {
        const auto* workload = need(m_name);
        if (!workload)
            return;
        connect(&m_stream, &LogStream::line, this, &Logs::show);
        connect(&m_stream, &LogStream::closed, this, [this] {
            for (auto* file : { stdout, stderr })
                std::fflush(file);
            finish(0);
        });
        client().openLogs(
            workload->path, m_options, this, [this](const Reply<QDBusUnixFileDescriptor>& reply) {
                if (!reply)
                    return fail(*reply.error);
                m_stream.start(::dup(reply.value.fileDescriptor()));
            });
    }

private:
    void show(const api::LogLine& line)
    {
        using Stream = api::LogLine::Stream;
        if (json())
            return showJson(line);
        if (line.stream == Stream::Own)
            return showOwn(line);
        const bool isError = line.stream == Stream::Errors;
        bool& begun = isError ? m_errorBegun : m_outputBegun;
        QByteArray text = ::isatty(isError ? STDERR_FILENO : STDOUT_FILENO) == 1
            ? withoutSteering(line.text)
            : line.text;
        if (m_times && !begun) {
            const auto time = api::log::timeText(line.time);
            text.prepend(QByteArray(time.data(), qsizetype(time.size())) + ' ');
        }
        if (!line.partial)
            text += '\n';
        begun = line.partial;
        auto* target = isError ? stderr : stdout;
        if (std::fwrite(text.constData(), 1, std::size_t(text.size()), target)
                != std::size_t(text.size())
            || std::fflush(target) != 0) {
            m_stream.stop(); // nobody reads it any more
            finish(1);
        }
    }

    void showOwn(const api::LogLine& line)
    {
        const auto loss = line.loss();
        if (!loss)
            return; // that it was started shows by what it prints
        printError(loss->lines > 0
                ? Text::tr("vitrine: %n line(s) were lost here: %1", nullptr, int(loss->lines))
                      .arg(loss->reason)
                : Text::tr("vitrine: lines were lost here: %1").arg(loss->reason));
    }

    void showJson(const api::LogLine& line)
    {
        using Stream = api::LogLine::Stream;
        const auto time = api::log::timeText(line.time);
        const auto& stream = line.stream == Stream::Own ? api::log::ownStream
            : line.stream == Stream::Errors             ? api::log::errorStream
                                                        : api::log::outputStream;
        print(QJsonValue(QJsonObject {
            { QStringLiteral("time"), QLatin1String(time.data(), qsizetype(time.size())) },
            { QStringLiteral("stream"), QLatin1String(stream.data(), qsizetype(stream.size())) },
            { QStringLiteral("partial"), line.partial },
            { QStringLiteral("text"), QString::fromUtf8(line.text) },
        }));
    }

    QString m_name;
    QVariantMap m_options;
    LogStream m_stream;
    bool m_times = false;
    bool m_outputBegun = false, m_errorBegun = false; ///< in the middle of a line
};

} // namespace

std::unique_ptr<Command> makeLogs()
{
    return std::make_unique<Logs>();
}

void declareLog(QCommandLineParser& parser)
{
    parser.addOptions({
        { QStringLiteral("log-size"), Text::tr("Size of a file of its log (default 10m)."),
            QStringLiteral("size") },
        { QStringLiteral("log-files"), Text::tr("How many files its log has (default 3)."),
            QStringLiteral("number") },
        { QStringLiteral("no-log"), Text::tr("Keep nothing of what it prints.") },
    });
}

QString readLog(const QCommandLineParser& parser, QVariantMap& spec)
{
    QVariantMap log;
    if (parser.isSet(QStringLiteral("log-size"))) {
        const QString text = parser.value(QStringLiteral("log-size"));
        const auto bytes = bytesFrom(text);
        if (!bytes)
            return Text::tr("--log-size wants a size such as 10m, not “%1”").arg(text);
        log.insert(QStringLiteral("maxSize"), *bytes);
    }
    if (parser.isSet(QStringLiteral("log-files"))) {
        bool good = false;
        log.insert(
            QStringLiteral("files"), parser.value(QStringLiteral("log-files")).toUInt(&good));
        if (!good)
            return Text::tr("--log-files wants a whole number");
    }
    if (parser.isSet(QStringLiteral("no-log"))) {
        if (!log.isEmpty())
            return Text::tr("--no-log excludes --log-size and --log-files");
        spec.insert(QStringLiteral("log"), QStringLiteral("none"));
    } else if (!log.isEmpty()) {
        spec.insert(QStringLiteral("log"), log);
    }
    return {};
}

} // namespace vitrine::cli
