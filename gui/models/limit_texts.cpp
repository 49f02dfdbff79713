// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/limit_texts.h"

#include "gui/models/format.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

namespace vitrine {

namespace {

struct LimitTexts {
    Q_DECLARE_TR_FUNCTIONS(LimitTexts)
};

/// A JSON value in the types of the bus.
QVariant busValue(const QJsonValue& value)
{
    if (value.isObject()) {
        QVariantMap map;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            map.insert(it.key(), busValue(it.value()));
        return map;
    }
    if (value.isDouble() && value.toDouble() == double(value.toInteger()))
        return quint64(value.toInteger());
    if (value.isArray()) // of words, in what is asked for here
        return value.toVariant().toStringList();
    return value.toVariant();
}

QString diskText(const QString& device, const QVariantMap& limit)
{
    QStringList parts;
    const auto rate = [&](const char* name, const QString& words) {
        const QVariant value = limit.value(QLatin1String(name));
        if (value.isValid())
            parts.append(words.arg(formatBytes(value.toLongLong())));
    };
    const auto count = [&](const char* name, const QString& words) {
        const QVariant value = limit.value(QLatin1String(name));
        if (value.isValid())
            parts.append(words.arg(QLocale().toString(value.toULongLong())));
    };
    rate("readBytes", LimitTexts::tr("reads %1/s"));
    rate("writeBytes", LimitTexts::tr("writes %1/s"));
    count("readOperations", LimitTexts::tr("%1 reads/s"));
    count("writeOperations", LimitTexts::tr("%1 writes/s"));
    return device + QLatin1Char(' ') + parts.join(QStringLiteral(", "));
}

} // namespace

QVariantMap mapIn(const QString& spec, const QString& field)
{
    return busValue(QJsonDocument::fromJson(spec.toUtf8()).object().value(field)).toMap();
}

QVariantMap limitsIn(const QString& spec)
{
    return mapIn(spec, QStringLiteral("limits"));
}

QString otherLimits(const QVariantMap& limits)
{
    QStringList parts;
    const auto value = [&](const char* field) { return limits.value(QLatin1String(field)); };
    const auto size = [&](const char* field, const QString& words) {
        if (value(field).isValid())
            parts.append(words.arg(formatBytes(value(field).toLongLong())));
    };
    const auto text = [&](const char* field, const QString& words) {
        if (value(field).isValid())
            parts.append(words.arg(value(field).toString()));
    };
    size("memoryHigh", LimitTexts::tr("slowed down above %1"));
    size("memoryLow", LimitTexts::tr("%1 taken from it last"));
    size("memoryMin", LimitTexts::tr("%1 never taken from it"));
    size("swap", LimitTexts::tr("swap %1"));
    if (value("oomGroup").toBool())
        parts.append(LimitTexts::tr("out of memory, all its processes end"));
    text("cpuWeight", LimitTexts::tr("share of the processors %1"));
    text("cpus", LimitTexts::tr("on processors %1"));
    text("memoryNodes", LimitTexts::tr("memory of nodes %1"));
    text("ioWeight", LimitTexts::tr("share of the disks %1"));
    const QVariantMap disks = value("io").toMap();
    for (auto it = disks.begin(); it != disks.end(); ++it)
        parts.append(diskText(it.key(), it.value().toMap()));
    const QVariantMap pages = value("hugePages").toMap();
    for (auto it = pages.begin(); it != pages.end(); ++it)
        parts.append(LimitTexts::tr("huge pages of %1: %2")
                         .arg(it.key(), formatBytes(it.value().toLongLong())));
    return parts.join(QStringLiteral(" · "));
}

QString limitEventsText(const api::LimitEvents& events)
{
    QStringList parts;
    if (events.oomKills > 0)
        parts.append(LimitTexts::tr(
            "%n process(es) killed for lack of memory", nullptr, int(events.oomKills)));
    if (events.pidsMax > 0)
        parts.append(LimitTexts::tr("%n new process(es) refused", nullptr, int(events.pidsMax)));
    if (events.memoryHigh > 0)
        parts.append(LimitTexts::tr(
            "slowed down %n time(s) for its memory", nullptr, int(events.memoryHigh)));
    return parts.join(QStringLiteral(" · "));
}

LimitNotice limitNotice(const QString& workload, const api::LimitReached& event)
{
    if (event.kind == QLatin1String("oom-kill")) {
        QString text = event.pid != 0
            ? LimitTexts::tr("The kernel killed process %1 (%2).").arg(event.pid).arg(event.process)
            : LimitTexts::tr("The kernel killed %n process(es).", nullptr, int(event.count));
        if (event.limit > 0)
            text += QLatin1Char(' ')
                + LimitTexts::tr("Its limit is %1.").arg(formatBytes(qint64(event.limit)));
        return { LimitTexts::tr("%1 was out of memory").arg(workload), text };
    }
    if (event.kind == QLatin1String("pids-max"))
        return { LimitTexts::tr("%1 has all the processes that it may have").arg(workload),
            LimitTexts::tr("The kernel refused a new one. Its limit is %1.")
                .arg(QLocale().toString(event.limit)) };
    return {};
}

} // namespace vitrine
