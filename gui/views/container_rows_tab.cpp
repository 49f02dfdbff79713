// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/container_rows_tab.h"

#include "gui/models/observation_models.h"
#include "gui/views/filter_edit.h"

#include <QBoxLayout>
#include <QLabel>

namespace vitrine {

ContainerRowsTab::ContainerRowsTab(const QString& table, ObservationModels* models, RowTree* rows,
    const QString& filter, QWidget* parent)
    : LivePage({ table }, parent)
    , m_models(models)
    , m_rows(rows)
    , m_filter(new FilterEdit(filter))
    , m_summary(new QLabel)
{
    m_rows->proxy()->setWorkload({});
    auto* bar = addBody(m_rows);
    bar->addWidget(m_filter, 1);
    bar->addStretch();
    bar->addWidget(m_summary);
    connect(m_filter, &QLineEdit::textChanged, m_rows->proxy(), &FilterProxy::setText);
    connect(models, &ObservationModels::applied, this, &ContainerRowsTab::updateSummary);
}

void ContainerRowsTab::setWorkload(const QString& id)
{
    if (id == m_workload)
        return;
    m_workload = id;
    m_rows->proxy()->setWorkload(id);
    m_rows->expandAll();
    updateSummary();
}

QLineEdit* ContainerRowsTab::filterEdit() const
{
    return m_filter;
}

bool ContainerRowsTab::isOurs(const QString& workload) const
{
    return !workload.isEmpty() && workload == m_workload;
}

void ContainerRowsTab::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    updateSummary();
}

void ContainerRowsTab::updateSummary()
{
    if (isVisible())
        m_summary->setText(summary());
}

} // namespace vitrine
