// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/charts/chart_loader.h"

#include "gui/views/charts/chart_panel.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPluginLoader>

namespace vitrine {

namespace {

/// Beside the program in a build tree, in the library directory of an installation.
QString modulePath()
{
    const QString name = QStringLiteral("/vitrine-charts.so");
    const QString here = QCoreApplication::applicationDirPath();
    const QString beside = here + name;
    return QFileInfo::exists(beside)
        ? beside
        : here + QStringLiteral("/../" VITRINE_MODULE_DIRECTORY) + name;
}

} // namespace

ChartPanel* createChartPanel(QWidget* parent, QString& error)
{
    // Qt keeps one instance a module, so loading again costs a look-up.
    QPluginLoader loader(modulePath());
    auto* factory = qobject_cast<ChartFactory*>(loader.instance());
    if (!factory) {
        error = loader.errorString();
        return nullptr;
    }
    return factory->createPanel(parent);
}

} // namespace vitrine
