// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"

class QLabel;

namespace vitrine {

class FilterEdit;
class LayerStack;
class ObservationModels;
class RowTree;

/// The layers of one container's root, and what it wrote into the writable one.
class LayersTab : public LivePage {
    Q_OBJECT
public:
    explicit LayersTab(ObservationModels* models, QWidget* parent = nullptr);

    void setWorkload(const QString& id);
    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] RowTree* changes() const { return m_changes; }
    [[nodiscard]] LayerStack* stack() const { return m_stack; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();

    ObservationModels* m_models;
    LayerStack* m_stack;
    QLabel* m_options;
    FilterEdit* m_filter;
    QLabel* m_counts;
    RowTree* m_changes;
    QString m_workload;
};

} // namespace vitrine
