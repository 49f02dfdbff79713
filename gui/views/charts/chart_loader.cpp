// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/charts/chart_loader.h"

#include "gui/views/charts/chart_panel.h"
#include "helper/api/installed.h"

#include <QPluginLoader>

namespace vitrine {

ChartPanel* createChartPanel(QWidget* parent, QString& error)
{
    // Qt keeps one instance a module, so loading again costs a look-up.
    QPluginLoader loader(api::installedFile(
        QStringLiteral("vitrine-charts.so"), QStringLiteral(VITRINE_MODULE_DIRECTORY)));
    auto* factory = qobject_cast<ChartFactory*>(loader.instance());
    if (!factory) {
        error = loader.errorString();
        return nullptr;
    }
    return factory->createPanel(parent);
}

} // namespace vitrine
