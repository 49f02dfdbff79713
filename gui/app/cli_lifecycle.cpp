// SPDX-License-Identifier: GPL-3.0-or-later
// Options that say how a container ends, and what follows.
#include "gui/app/cli_command.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine::cli {

std::optional<quint64> millisecondsFrom(const QString& text)
{
    struct Unit {
        const char* name;
        double milliseconds;
    };
    static constexpr std::array units { Unit { "", 1 }, Unit { "ms", 1 }, Unit { "s", 1e3 },
        Unit { "m", 60e3 }, Unit { "h", 3600e3 } };
    static const QRegularExpression form(QStringLiteral("^([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)?$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return {};
    const auto unit = std::ranges::find_if(units,
        [&](const Unit& candidate) { return match.captured(2) == QLatin1String(candidate.name); });
    const double milliseconds = match.captured(1).toDouble() * unit->milliseconds;
    constexpr double largest = 9.2e18; // of what the bus counts
    return milliseconds <= largest ? std::optional(quint64(std::llround(milliseconds)))
                                   : std::nullopt;
}

QString wantsTime(const QString& option, const QString& text)
{
    return Text::tr("--%1 wants a time such as 500ms, 10s or 2m, not “%2”").arg(option, text);
}

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
            Text::tr("Time until SIGKILL follows: 500ms, 10s, 2m (default 10s)."),
            QStringLiteral("time") },
        { QStringLiteral("health-cmd"),
            Text::tr(
                "Shell command that succeeds in it while all is well; “none” ends the checks."),
            QStringLiteral("command") },
        { QStringLiteral("health-interval"), Text::tr("Time between two checks (default 30s)."),
            QStringLiteral("time") },
        { QStringLiteral("health-timeout"), Text::tr("Time that a check may take (default 30s)."),
            QStringLiteral("time") },
        { QStringLiteral("health-start-period"),
            Text::tr("Time after its start in which failures do not count (default 0)."),
            QStringLiteral("time") },
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

/// The same for a time.
QString readTime(
    const QCommandLineParser& parser, const char* option, const char* field, QVariantMap& spec)
{
    const QString name = QLatin1String(option);
    if (!parser.isSet(name))
        return {};
    const auto milliseconds = millisecondsFrom(parser.value(name));
    if (!milliseconds)
        return wantsTime(name, parser.value(name));
    spec.insert(QLatin1String(field), *milliseconds);
    return {};
}

QString readHealth(const QCommandLineParser& parser, QVariantMap& spec)
{
    QVariantMap health;
    const QString command = parser.value(QStringLiteral("health-cmd"));
    if (command == QLatin1String("none")) {
        spec.insert(QStringLiteral("health"), health);
        return {};
    }
    QString wrong = readNumber(parser, "health-retries", "retries", health);
    for (const auto& [option, field] :
        { std::pair("health-interval", "interval"), std::pair("health-timeout", "timeout"),
            std::pair("health-start-period", "startPeriod") })
        if (wrong.isEmpty())
            wrong = readTime(parser, option, field, health);
    if (parser.isSet(QStringLiteral("health-on-failure")))
        health.insert(
            QStringLiteral("whenUnhealthy"), parser.value(QStringLiteral("health-on-failure")));
    if (!command.isEmpty())
        health.insert(QStringLiteral("command"),
            QStringList { QStringLiteral("sh"), QStringLiteral("-c"), command });
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
    const QString wrong = readTime(parser, "stop-timeout", "stopTimeout", spec);
    return wrong.isEmpty() ? readHealth(parser, spec) : wrong;
}

} // namespace vitrine::cli
