// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"
#include "gui/views/row_tree.h"

class QLabel;

namespace vitrine {

class FilterEdit;
class ObservationModels;

/// A tab of the inspector: the rows of one container under a filter and a summary.
class ContainerRowsTab : public LivePage {
    Q_OBJECT
public:
    void setWorkload(const QString& id);
    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] RowTree* rows() const { return m_rows; }

protected:
    /// TABLE is the name that Manager1.OpenObserve has for what ROWS show.
    ContainerRowsTab(const QString& table, ObservationModels* models, RowTree* rows,
        const QString& filter, QWidget* parent);

    /// What the rows of the container are in all, in a few words.
    [[nodiscard]] virtual QString summary() const = 0;
    [[nodiscard]] ObservationModels* models() const { return m_models; }
    /// Whether a row of WORKLOAD belongs to the container that is shown.
    [[nodiscard]] bool isOurs(const QString& workload) const;
    void showEvent(QShowEvent* event) override;

private:
    void updateSummary();

    ObservationModels* m_models;
    RowTree* m_rows;
    FilterEdit* m_filter;
    QLabel* m_summary;
    QString m_workload;
};

} // namespace vitrine
