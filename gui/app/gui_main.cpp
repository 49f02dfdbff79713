// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/gui_main.h"

#include "gui/app/main_window.h"
#include "gui/app/screenshots.h"
#include "gui/app/session.h"
#include "gui/app/theme.h"
#include "gui/views/icons.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include <cstdio>

/// The resources stand in a static library, whose initialiser nobody else would call.
/// (Q_INIT_RESOURCE must stand outside any namespace.)
static void loadResources()
{
    Q_INIT_RESOURCE(vitrine);
}

namespace vitrine {

namespace {

struct GuiOptions {
    bool system = false;
    QString theme;
    QSize size;
    QString screenshots;
    QString error;
};

GuiOptions optionsOf(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.addOptions({
        { QStringLiteral("system"), {} },
        { QStringLiteral("session"), {} },
        { QStringLiteral("theme"), {}, QStringLiteral("name") },
        { QStringLiteral("size"), {}, QStringLiteral("WxH") },
        { QStringLiteral("screenshot"), {}, QStringLiteral("path") },
    });
    GuiOptions options;
    if (!parser.parse(arguments)) {
        options.error = parser.errorText();
        return options;
    }
    if (!parser.positionalArguments().isEmpty())
        options.error = QCoreApplication::translate("guiMain", "%1 is no command; see --help")
                            .arg(parser.positionalArguments().first());
    const QSettings settings;
    options.system = parser.isSet(QStringLiteral("system"))
        || (!parser.isSet(QStringLiteral("session"))
            && settings.value(QStringLiteral("bus")) == QLatin1String("system"));
    options.theme = parser.value(QStringLiteral("theme"));
    options.screenshots = parser.value(QStringLiteral("screenshot"));
    const QStringList size = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));
    if (size.size() == 2)
        options.size = QSize(size.first().toInt(), size.last().toInt());
    return options;
}

void loadTranslation(QCoreApplication* application)
{
    auto* ours = new QTranslator(application);
    const QString folder = QStringLiteral(":/translations");
    // The English file has the plurals of the texts in the source.
    if (ours->load(QLocale(), QStringLiteral("vitrine"), QStringLiteral("_"), folder)
        || ours->load(QStringLiteral("vitrine_en"), folder))
        QCoreApplication::installTranslator(ours);
    auto* theirs = new QTranslator(application);
    if (QLocale().language() != QLocale::English && QLocale().language() != QLocale::C
        && theirs->load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(theirs);
}

} // namespace

void prepareApplication()
{
    loadResources();
    QCoreApplication::setOrganizationName(QStringLiteral("vitrine"));
    QCoreApplication::setApplicationName(QStringLiteral("vitrine"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.vitrine.Vitrine"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.vitrine.Vitrine.svg")));
    loadTranslation(QCoreApplication::instance());
}

int guiMain(int argc, char** argv)
{
    QApplication application(argc, argv);
    prepareApplication();
    const GuiOptions options = optionsOf(QCoreApplication::arguments());
    if (!options.error.isEmpty()) {
        std::fprintf(stderr, "vitrine: %s\n", qUtf8Printable(options.error));
        return 2;
    }
    applyTheme(options.theme);

    Session session(options.system ? HelperClient::Bus::System : HelperClient::Bus::Session);
    MainWindow window(session);
    if (options.size.isValid())
        window.resize(options.size);
    session.client().start();
    window.show();
    if (!options.screenshots.isEmpty())
        takeScreenshots(session, window, options.screenshots);
    return QApplication::exec();
}

} // namespace vitrine
