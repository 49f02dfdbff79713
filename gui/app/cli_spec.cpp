// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_command.h"

namespace vitrine::cli {

QString readEnvironment(const QCommandLineParser& parser, QVariantMap& environment)
{
    const QStringList entries = parser.values(QStringLiteral("env"));
    for (const QString& entry : entries) {
        const qsizetype equals = entry.indexOf(QLatin1Char('='));
        if (equals < 1)
            return Text::tr("--env wants NAME=VALUE, not “%1”").arg(entry);
        environment.insert(entry.left(equals), entry.mid(equals + 1));
    }
    return {};
}

QStringList commandIn(QStringList rest)
{
    if (rest.value(0) == QLatin1String("--"))
        rest.removeFirst();
    return rest;
}

void declareSpec(QCommandLineParser& parser)
{
    parser.addOptions({
        { QStringLiteral("name"), Text::tr("Name of the container (default: image and number)."),
            QStringLiteral("name") },
        { QStringLiteral("image"), Text::tr("Its image; all arguments are then the command."),
            QStringLiteral("image") },
        { { QStringLiteral("e"), QStringLiteral("env") },
            Text::tr("Add a variable to its environment."), QStringLiteral("name=value") },
        { { QStringLiteral("w"), QStringLiteral("workdir") }, Text::tr("Where the command starts."),
            QStringLiteral("directory") },
        { QStringLiteral("hostname"), Text::tr("Host name in it (default: its name)."),
            QStringLiteral("name") },
        { QStringLiteral("read-only"), Text::tr("It cannot change its root file system.") },
        { { QStringLiteral("t"), QStringLiteral("tty") },
            Text::tr("The command gets a terminal.") },
        { { QStringLiteral("T"), QStringLiteral("no-tty") },
            Text::tr("The command gets no terminal.") },
    });
    declareLimits(parser);
    declareConnections(parser);
    declareIsolation(parser);
    declareLog(parser);
    declareLifecycle(parser);
}

QVariantMap specFrom(const QCommandLineParser& parser, QString& error, SpecUse use)
{
    QVariantMap spec;
    QStringList command = parser.positionalArguments();
    QString image = parser.value(QStringLiteral("image"));
    if (image.isEmpty() && !command.isEmpty())
        image = command.takeFirst();
    command = commandIn(command);
    if (image.isEmpty())
        error = Text::tr("name an image, such as busybox");
    spec.insert(QStringLiteral("image"), image);
    if (!command.isEmpty())
        spec.insert(QStringLiteral("command"), command);
    const auto text = [&](const char* option, const char* field) {
        if (parser.isSet(QLatin1String(option)))
            spec.insert(QLatin1String(field), parser.value(QLatin1String(option)));
    };
    text("name", "name");
    text("workdir", "workingDirectory");
    text("hostname", "hostname");
    QVariantMap limits, environment;
    for (const QString& wrong : { readLimits(parser, limits), readEnvironment(parser, environment),
             readConnections(parser, spec), readIsolation(parser, spec),
             readLifecycle(parser, spec), readLog(parser, spec) })
        if (error.isEmpty())
            error = wrong;
    const QVariantMap health = spec.value(QStringLiteral("health")).toMap();
    if (use == SpecUse::Whole && error.isEmpty() && !health.isEmpty()
        && !health.contains(QStringLiteral("command")))
        error = Text::tr("the health check's options want --health-cmd");
    if (!limits.isEmpty())
        spec.insert(QStringLiteral("limits"), limits);
    if (!environment.isEmpty())
        spec.insert(QStringLiteral("environment"), environment);
    if (parser.isSet(QStringLiteral("read-only")))
        spec.insert(QStringLiteral("readOnlyRoot"), true);
    if (parser.isSet(QStringLiteral("tty")) && parser.isSet(QStringLiteral("no-tty")))
        error = Text::tr("--tty and --no-tty exclude each other");
    if (parser.isSet(QStringLiteral("tty")) || parser.isSet(QStringLiteral("no-tty")))
        spec.insert(QStringLiteral("terminal"), parser.isSet(QStringLiteral("tty")));
    return spec;
}

} // namespace vitrine::cli
