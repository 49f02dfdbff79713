// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"

class QLabel;

namespace vitrine {

class FilterEdit;
class ObservationModels;
class RowTree;

/// The network interfaces of one container.
class NetworkTab : public LivePage {
    Q_OBJECT
public:
    explicit NetworkTab(ObservationModels* models, QWidget* parent = nullptr);

    void setWorkload(const QString& id);
    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] RowTree* table() const { return m_table; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void updateSummary();

    ObservationModels* m_models;
    FilterEdit* m_filter;
    QLabel* m_summary;
    RowTree* m_table;
    QString m_workload;
};

} // namespace vitrine
