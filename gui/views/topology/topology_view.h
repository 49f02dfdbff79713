// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"

#include <QTimer>

class QStackedWidget;
class QToolButton;

namespace vitrine {

class FilterEdit;
class ObservationModels;
class RowTree;
class TopologyGraph;

/// The network: every namespace's interfaces, the wires between them and the bridges, as a graph
/// or as a table.
class TopologyView : public LivePage {
    Q_OBJECT
public:
    /// STRIP stands on top of the page.
    TopologyView(ObservationModels* models, QWidget* strip, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] TopologyGraph* graph() const { return m_graph; }
    [[nodiscard]] RowTree* table() const { return m_table; }
    /// Shows the graph or its twin.
    void showTable(bool table);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QToolButton* makeButton(const QString& text, const QString& toolTip);
    void onApplied();

    ObservationModels* m_models;
    FilterEdit* m_filter;
    TopologyGraph* m_graph;
    RowTree* m_table;
    QStackedWidget* m_pages;
    QToolButton* m_graphButton;
    QToolButton* m_tableButton;
    QList<QToolButton*> m_zoomButtons;
};

} // namespace vitrine
