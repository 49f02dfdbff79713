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
    });
}

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
    if (!parser.isSet(QStringLiteral("stop-timeout")))
        return {};
    bool good = false;
    spec.insert(
        QStringLiteral("stopTimeout"), parser.value(QStringLiteral("stop-timeout")).toUInt(&good));
    return good ? QString() : Text::tr("--stop-timeout wants a whole number");
}

} // namespace vitrine::cli
