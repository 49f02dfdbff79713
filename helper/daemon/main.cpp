// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-helper: the D-Bus service of Vitrine. See helper/api/*.xml.
#include "helper/daemon/daemon.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDebug>

#include <optional>

using namespace vitrine;
using namespace vitrine::daemon;

namespace {

const QString defaultLauncherSocket = QStringLiteral("/run/vitrine/launcher.sock");

struct Settings {
    Mode mode = Mode::Session;
    LauncherLink::Place launcher;
};

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        QStringLiteral("The D-Bus service of Vitrine; its launcher makes the containers."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({ "session", "Serve the session bus, this user only (default)." });
    parser.addOption({ "system", "Serve the system bus; polkit decides who may do what." });
    parser.addOption({ "data", "Where the launcher keeps containers (session).", "directory" });
    parser.addOption({ "runtime", "Where the launcher keeps sockets (session).", "directory" });
    parser.addOption({ "launcher-socket",
        "Connect to the launcher that listens there (default with --system: "
            + defaultLauncherSocket + ").",
        "path" });
}

/// Says on standard error what is wrong, when something is.
std::optional<Settings> settingsFrom(const QCommandLineParser& parser)
{
    Settings settings;
    if (parser.isSet("session") && parser.isSet("system")) {
        qCritical("--session and --system exclude each other");
        return {};
    }
    if (!parser.positionalArguments().isEmpty()) {
        qCritical("unexpected argument: %s", qPrintable(parser.positionalArguments().first()));
        return {};
    }
    settings.mode = parser.isSet("system") ? Mode::System : Mode::Session;
    if (parser.isSet("launcher-socket"))
        settings.launcher.socket = parser.value("launcher-socket");
    else if (settings.mode == Mode::System)
        settings.launcher.socket = defaultLauncherSocket;
    else
        settings.launcher.program
            = QCoreApplication::applicationDirPath() + QStringLiteral("/vitrine-launcher");
    for (const char* option : { "data", "runtime" }) {
        if (!parser.isSet(option))
            continue;
        if (settings.launcher.program.isEmpty()) {
            qCritical("--%s is for a launcher that this helper starts itself", option);
            return {};
        }
        settings.launcher.arguments << QStringLiteral("--") + QLatin1String(option)
                                    << parser.value(option);
    }
    return settings;
}

} // namespace

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("vitrine-helper"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VITRINE_VERSION));
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    const auto settings = settingsFrom(parser);
    if (!settings)
        return 2;

    api::registerTypes();
    QDBusConnection bus = settings->mode == Mode::System ? QDBusConnection::systemBus()
                                                         : QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        qCritical("no connection to the bus: %s", qPrintable(bus.lastError().message()));
        return 1;
    }
    bus.connect({}, QStringLiteral("/org/freedesktop/DBus/Local"),
        QStringLiteral("org.freedesktop.DBus.Local"), QStringLiteral("Disconnected"), &application,
        SLOT(quit()));

    Daemon daemon(bus, settings->mode, settings->launcher);
    QObject::connect(
        &daemon, &Daemon::finished, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    daemon.start();
    return QCoreApplication::exec();
}
