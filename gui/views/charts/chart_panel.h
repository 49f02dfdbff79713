// SPDX-License-Identifier: GPL-3.0-or-later
// What the window knows of the charts' module. The module links Qt Charts, which is large, and is
// loaded when the first chart is shown; this header has no symbol of its own on either side.
#pragma once

#include "gui/models/chart_content.h"

#include <QtPlugin>

#include <functional>

class QWidget;

namespace vitrine {

/// One chart. The widget belongs to its parent widget, and the panel to the widget.
class ChartPanel {
public:
    virtual ~ChartPanel() = default;
    [[nodiscard]] virtual QWidget* widget() = 0;
    virtual void setContent(const ChartContent& content) = 0;
    /// Draws the crosshair SECONDS before now (zero or negative); NaN takes it away.
    virtual void setCrosshair(double seconds) = 0;
    /// MOVED is called with the seconds under the mouse, with NaN when it leaves.
    virtual void onCrosshair(std::function<void(double)> moved) = 0;
};

class ChartFactory {
public:
    virtual ~ChartFactory() = default;
    [[nodiscard]] virtual ChartPanel* createPanel(QWidget* parent) = 0;
};

} // namespace vitrine

#define VITRINE_CHART_FACTORY "org.vitrine.ChartFactory/1"
Q_DECLARE_INTERFACE(vitrine::ChartFactory, VITRINE_CHART_FACTORY)
