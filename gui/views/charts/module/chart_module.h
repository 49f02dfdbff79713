// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/charts/chart_panel.h"

#include <QLabel>
#include <QWidget>

namespace vitrine {

class ChartPlot;

/// A title with the newest value or the one under the crosshair, and the plot below it.
class QtChartPanel : public QWidget, public ChartPanel {
public:
    explicit QtChartPanel(QWidget* parent);

    QWidget* widget() override { return this; }
    void setContent(const ChartContent& content) override;
    void setCrosshair(double seconds) override;
    void onCrosshair(std::function<void(double)> moved) override;

private:
    void updateTitle();

    ChartContent m_content;
    ChartPlot* m_plot;
    QLabel* m_title;
    QLabel* m_reason;
    double m_crosshair;
};

class QtChartFactory : public QObject, public ChartFactory {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID VITRINE_CHART_FACTORY)
    Q_INTERFACES(vitrine::ChartFactory)
public:
    ChartPanel* createPanel(QWidget* parent) override { return new QtChartPanel(parent); }
};

} // namespace vitrine
