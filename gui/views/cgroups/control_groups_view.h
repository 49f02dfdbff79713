// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"

class QLabel;

namespace vitrine {

class ChartPanel;
class FilterEdit;
class ObservationModels;
class RowTree;
class StatsHistory;

/// The tree of control groups with what each uses now, and charts of the selected one.
class ControlGroupsView : public LivePage {
    Q_OBJECT
public:
    ControlGroupsView(ObservationModels* models, StatsHistory* history, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] RowTree* tree() const { return m_tree; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void makeCharts();
    [[nodiscard]] QString factsOf(const QModelIndex& source) const;

    ObservationModels* m_models;
    FilterEdit* m_filter;
    RowTree* m_tree;
    QWidget* m_inspector;
    QLabel* m_title;
    QLabel* m_facts;
    ChartPanel* m_cpu = nullptr;
    ChartPanel* m_memory = nullptr;
};

} // namespace vitrine
