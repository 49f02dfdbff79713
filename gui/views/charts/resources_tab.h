// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/stats_history.h"
#include "gui/models/stats_table_model.h"
#include "gui/views/live_page.h"

class QBoxLayout;
class QButtonGroup;
class QGridLayout;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace vitrine {

class ChartPanel;
class RowTree;

/// What a container uses, over time: charts under one crosshair, or the same as a table.
class ResourcesTab : public LivePage {
    Q_OBJECT
public:
    explicit ResourcesTab(StatsHistory* history, QWidget* parent = nullptr);

    /// The container ID; empty shows the whole machine.
    void setWorkload(const QString& id);
    void setRange(StatRange range);
    void showTable(bool table);
    [[nodiscard]] RowTree* table() const { return m_table; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeBar(QBoxLayout& bar);
    void makePanels();
    void arrange();
    void refresh();

    StatsHistory* m_history;
    StatsTableModel m_points;
    QStackedWidget* m_pages;
    QWidget* m_charts;
    QGridLayout* m_grid;
    QLabel* m_error;
    RowTree* m_table;
    QButtonGroup* m_ranges;
    QList<ChartPanel*> m_panels;
    QString m_workload;
    StatRange m_range = StatRange::Minute;
    int m_columns = 0;
};

} // namespace vitrine
