// SPDX-License-Identifier: GPL-3.0-or-later
// Options that say how a container ends, and what follows.
#include "gui/app/cli_command.h"

namespace vitrine::cli {

void declareLifecycle(QCommandLineParser& parser)
{
    parser.addOptions({
        { QStringLiteral("restart"),
            Text::tr("When it ends: no, on-failure, on-failure:N, always or unless-stopped."),
            QStringLiteral("policy") },
        { QStringLiteral("autostart"), Text::tr("Start it with the helper after a boot.") },
        { QStringLiteral("no-autostart"), Text::tr("Do not.") },
        { QStringLiteral("stop-signal"), Text::tr("Signal that asks it to end (default SIGTERM)."),
            QStringLiteral("signal") },
        { QStringLiteral("stop-timeout"),
            Text::tr("Milliseconds until SIGKILL follows (default 10000)."), QStringLiteral("ms") },
        { QStringLiteral("health-cmd"),
            Text::tr(
                "Shell command that succeeds in it while all is well; “none” ends the checks."),
            QStringLiteral("command") },
        { QStringLiteral("health-interval"),
            Text::tr("Milliseconds between two checks (default 30000)."), QStringLiteral("ms") },
        { QStringLiteral("health-timeout"),
            Text::tr("Milliseconds that a check may take (default 30000)."), QStringLiteral("ms") },
        { QStringLiteral("health-start-period"),
            Text::tr("Milliseconds after its start in which failures do not count (default 0)."),
            QStringLiteral("ms") },
        { QStringLiteral("health-retries"),
            Text::tr("Failures in a row until it is unhealthy (default 3)."),
            QStringLiteral("count") },
        { QStringLiteral("health-on-failure"),
            Text::tr("When it is unhealthy: nothing, restart or stop."), QStringLiteral("what") },
    });
}

namespace {

/// An option's whole number as FIELD, when it is set; what is wrong with it.
QString readNumber(
    const QCommandLineParser& parser, const char* option, const char* field, QVariantMap& spec)
{
    const QString name = QLatin1String(option);
    if (!parser.isSet(name))
        return {};
    bool good = false;
    spec.insert(QLatin1String(field), parser.value(name).toULongLong(&good));
    return good ? QString() : Text::tr("--%1 wants a whole number").arg(name);
}

QString readHealth(const QCommandLineParser& parser, QVariantMap& spec)
{
    QVariantMap health;
    const QString command = parser.value(QStringLiteral("health-cmd"));
    if (command == QLatin1String("none")) {
        spec.insert(QStringLiteral("health"), health);
        return {};
    }
    QString wrong;
    for (const auto& [option, field] :
        { std::pair("health-interval", "interval"), std::pair("health-timeout", "timeout"),
            std::pair("health-start-period", "startPeriod"),
            std::pair("health-retries", "retries") })
        if (wrong.isEmpty())
            wrong = readNumber(parser, option, field, health);
    if (parser.isSet(QStringLiteral("health-on-failure")))
        health.insert(
            QStringLiteral("whenUnhealthy"), parser.value(QStringLiteral("health-on-failure")));
    if (!command.isEmpty())
        health.insert(QStringLiteral("command"),
            QStringList { QStringLiteral("sh"), QStringLiteral("-c"), command });
    else if (!health.isEmpty() && wrong.isEmpty())
        return Text::tr("the health check's options want --health-cmd");
    if (!health.isEmpty())
        spec.insert(QStringLiteral("health"), health);
    return wrong;
}

} // namespace

QString readLifecycle(const QCommandLineParser& parser, QVariantMap& spec)
{
    for (const auto& [option, field] :
        { std::pair("restart", "restart"), std::pair("stop-signal", "stopSignal") })
        if (parser.isSet(QLatin1String(option)))
            spec.insert(QLatin1String(field), parser.value(QLatin1String(option)));
    const bool on = parser.isSet(QStringLiteral("autostart"));
    const bool off = parser.isSet(QStringLiteral("no-autostart"));
    if (on && off)
        return Text::tr("--autostart and --no-autostart exclude each other");
    if (on || off)
        spec.insert(QStringLiteral("autostart"), on);
    const QString wrong = readNumber(parser, "stop-timeout", "stopTimeout", spec);
    return wrong.isEmpty() ? readHealth(parser, spec) : wrong;
}

} // namespace vitrine::cli
