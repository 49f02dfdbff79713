// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace vitrine {

class ChartPanel;

/// Makes a chart in PARENT, loading the module of charts first when this is the first one. Null
/// when the module cannot be loaded; ERROR then says why.
[[nodiscard]] ChartPanel* createChartPanel(QWidget* parent, QString& error);

} // namespace vitrine
