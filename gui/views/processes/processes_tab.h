// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/views/live_page.h"

class QLabel;

namespace vitrine {

class FilterEdit;
class ObservationModels;
class RowTree;

/// The processes of one container as a tree.
class ProcessesTab : public LivePage {
    Q_OBJECT
public:
    explicit ProcessesTab(ObservationModels* models, QWidget* parent = nullptr);

    void setWorkload(const QString& id);
    [[nodiscard]] QLineEdit* filterEdit() const override;
    [[nodiscard]] RowTree* tree() const { return m_tree; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void updateSummary();

    ObservationModels* m_models;
    FilterEdit* m_filter;
    QLabel* m_summary;
    RowTree* m_tree;
    QString m_workload;
};

} // namespace vitrine
