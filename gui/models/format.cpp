// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

namespace vitrine {

namespace {

/// The translation context of this file.
struct Format {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

QDateTime timeOf(quint64 microseconds)
{
    return QDateTime::fromMSecsSinceEpoch(qint64(microseconds / 1000));
}

QString withUnit(double number, const char* unit)
{
    const int decimals = number >= 100 ? 0 : 1;
    return QLocale().toString(number, 'f', decimals) + QChar(0x00a0) + QString::fromUtf8(unit);
}

} // namespace

QString formatBytes(qint64 bytes)
{
    QString text = QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeIecFormat);
    return text.replace(QLatin1Char(' '), QChar(0x00a0));
}

QString formatRate(double bytesPerSecond)
{
    if (bytesPerSecond >= 1e9)
        return withUnit(bytesPerSecond / 1e9, "GB/s");
    if (bytesPerSecond >= 1e6)
        return withUnit(bytesPerSecond / 1e6, "MB/s");
    if (bytesPerSecond >= 1e3)
        return withUnit(bytesPerSecond / 1e3, "kB/s");
    return QLocale().toString(bytesPerSecond, 'f', 0) + QChar(0x00a0) + QStringLiteral("B/s");
}

QString formatBitRate(quint64 bitsPerSecond)
{
    const auto bits = double(bitsPerSecond);
    if (bits >= 1e9)
        return withUnit(bits / 1e9, "Gbit/s");
    if (bits >= 1e6)
        return withUnit(bits / 1e6, "Mbit/s");
    return withUnit(bits / 1e3, "kbit/s");
}

QString formatPercent(double percent)
{
    return withUnit(percent, "%");
}

QString formatDuration(qint64 nanoseconds)
{
    if (nanoseconds < 0)
        return {};
    const double value = double(nanoseconds);
    if (value >= 1e9)
        return withUnit(value / 1e9, "s");
    if (value >= 1e6)
        return withUnit(value / 1e6, "ms");
    if (value >= 1e3)
        return withUnit(value / 1e3, "µs");
    return QLocale().toString(nanoseconds) + QChar(0x00a0) + QStringLiteral("ns");
}

QString formatTime(quint64 microseconds)
{
    if (microseconds == 0)
        return {};
    const QDateTime time = timeOf(microseconds);
    return time.date() == QDate::currentDate()
        ? QLocale().toString(time.time(), QStringLiteral("HH:mm:ss"))
        : QLocale().toString(time, QLocale::ShortFormat);
}

QString formatDateTime(quint64 microseconds)
{
    return microseconds == 0 ? QString()
                             : QLocale().toString(timeOf(microseconds), QLocale::ShortFormat);
}

QString formatCommand(const QStringList& command)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    QStringList words;
    for (const QString& word : command) {
        QString quoted = word;
        if (!plain.match(word).hasMatch())
            quoted = QLatin1Char('\'') + quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"))
                + QLatin1Char('\'');
        words.append(quoted);
    }
    return words.join(QLatin1Char(' '));
}

QString textOf(api::WorkloadState state)
{
    switch (state) {
    case api::WorkloadState::Stopped:
        return Format::tr("Stopped");
    case api::WorkloadState::Starting:
        return Format::tr("Starting");
    case api::WorkloadState::Running:
        return Format::tr("Running");
    case api::WorkloadState::Paused:
        return Format::tr("Paused");
    case api::WorkloadState::Stopping:
        return Format::tr("Stopping");
    case api::WorkloadState::Failed:
        return Format::tr("Failed");
    case api::WorkloadState::Damaged:
        return Format::tr("Damaged");
    case api::WorkloadState::Restarting:
        return Format::tr("Restarting");
    }
    return {};
}

QString textOf(const api::HealthInfo& health)
{
    if (health.status == QLatin1String("healthy"))
        return Format::tr("healthy");
    if (health.isUnhealthy())
        return Format::tr("unhealthy");
    return health.status.isEmpty() ? Format::tr("not checked") : Format::tr("starting up");
}

QString textOf(api::JobState state)
{
    switch (state) {
    case api::JobState::Running:
        return Format::tr("Running");
    case api::JobState::Done:
        return Format::tr("Done");
    case api::JobState::Failed:
        return Format::tr("Failed");
    case api::JobState::Cancelled:
        return Format::tr("Cancelled");
    }
    return {};
}

QString textOfRestart(const QString& policy)
{
    if (policy == QLatin1String("always"))
        return Format::tr("always started again");
    if (policy == QLatin1String("unless-stopped"))
        return Format::tr("started again unless it was stopped");
    if (policy == QLatin1String("on-failure"))
        return Format::tr("started again after a failure");
    if (policy.startsWith(QLatin1String("on-failure:")))
        return Format::tr("started again after a failure, %n times at the most", nullptr,
            policy.section(QLatin1Char(':'), 1).toInt());
    return Format::tr("left stopped");
}

QString textOfFields(const QStringList& fields)
{
    static const QHash<QString, const char*> names {
        { QStringLiteral("command"), QT_TRANSLATE_NOOP("Format", "command") },
        { QStringLiteral("environment"), QT_TRANSLATE_NOOP("Format", "environment") },
        { QStringLiteral("workingDirectory"), QT_TRANSLATE_NOOP("Format", "working directory") },
        { QStringLiteral("hostname"), QT_TRANSLATE_NOOP("Format", "host name") },
        { QStringLiteral("terminal"), QT_TRANSLATE_NOOP("Format", "terminal") },
        { QStringLiteral("readOnlyRoot"), QT_TRANSLATE_NOOP("Format", "read-only root") },
        { QStringLiteral("networks"), QT_TRANSLATE_NOOP("Format", "networks") },
        { QStringLiteral("ports"), QT_TRANSLATE_NOOP("Format", "published ports") },
        { QStringLiteral("volumes"), QT_TRANSLATE_NOOP("Format", "volumes") },
    };
    QStringList words;
    for (const QString& field : fields)
        words.append(names.contains(field) ? Format::tr(names.value(field)) : field);
    return words.join(QStringLiteral(", "));
}

QString textOfOperation(const QString& operation)
{
    static const QHash<QString, const char*> names {
        { QStringLiteral("create"), QT_TRANSLATE_NOOP("Format", "Create") },
        { QStringLiteral("start"), QT_TRANSLATE_NOOP("Format", "Start") },
        { QStringLiteral("stop"), QT_TRANSLATE_NOOP("Format", "Stop") },
        { QStringLiteral("restart"), QT_TRANSLATE_NOOP("Format", "Restart") },
        { QStringLiteral("pause"), QT_TRANSLATE_NOOP("Format", "Pause") },
        { QStringLiteral("resume"), QT_TRANSLATE_NOOP("Format", "Resume") },
        { QStringLiteral("update"), QT_TRANSLATE_NOOP("Format", "Change") },
        { QStringLiteral("rename"), QT_TRANSLATE_NOOP("Format", "Rename") },
        { QStringLiteral("clone"), QT_TRANSLATE_NOOP("Format", "Clone") },
        { QStringLiteral("delete"), QT_TRANSLATE_NOOP("Format", "Delete") },
        { QStringLiteral("create-network"), QT_TRANSLATE_NOOP("Format", "Create network") },
        { QStringLiteral("delete-network"), QT_TRANSLATE_NOOP("Format", "Delete network") },
        { QStringLiteral("allow-between"), QT_TRANSLATE_NOOP("Format", "Allow between networks") },
        { QStringLiteral("deny-between"), QT_TRANSLATE_NOOP("Format", "Deny between networks") },
    };
    const auto it = names.find(operation);
    return it == names.end() ? operation : Format::tr(*it);
}

QString asSentence(QString text)
{
    if (text.isEmpty())
        return text;
    // A path, the name of a program or one of the kernel's terms keeps its letter.
    static const QRegularExpression word(
        QStringLiteral("^(?!cgroup\\b)\\p{Ll}+(?![-/_.=:\\[\\w])"));
    if (word.match(text).hasMatch())
        text[0] = text.at(0).toUpper();
    if (text.back().isLetterOrNumber() || text.back() == QLatin1Char(')'))
        text += QLatin1Char('.');
    return text;
}

QString textOf(const api::ErrorInfo& error)
{
    if (error.name == QLatin1String("org.freedesktop.DBus.Error.NoReply"))
        return Format::tr("The helper did not answer in time.");
    if (error.name == QLatin1String("org.freedesktop.DBus.Error.ServiceUnknown")
        || error.name == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner"))
        return Format::tr("The helper is not running.");
    return error.text.isEmpty() ? error.name : asSentence(error.text);
}

QString adviceFor(const api::ErrorInfo& error)
{
    static const QHash<QString, const char*> advice {
        { QStringLiteral("NotAuthorized"),
            QT_TRANSLATE_NOOP(
                "Format", "Ask an administrator, or run containers of your own in session mode.") },
        { QStringLiteral("Exists"), QT_TRANSLATE_NOOP("Format", "Choose another name.") },
        { QStringLiteral("Quota"),
            QT_TRANSLATE_NOOP("Format", "Delete what is no longer needed, then try again.") },
        { QStringLiteral("NotSupported"),
            QT_TRANSLATE_NOOP("Format",
                "Help → System check lists what this computer can do and what to change.") },
        { QStringLiteral("NoReply"),
            QT_TRANSLATE_NOOP("Format", "Press F5 to connect to the helper again.") },
    };
    const auto it = advice.find(error.shortName());
    return it == advice.end() ? QString() : Format::tr(*it);
}

} // namespace vitrine
