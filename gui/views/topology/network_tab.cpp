// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/network_tab.h"

#include "gui/models/observation_models.h"
#include "gui/views/filter_edit.h"
#include "gui/views/row_tree.h"

#include <QBoxLayout>
#include <QLabel>

namespace vitrine {

NetworkTab::NetworkTab(ObservationModels* models, QWidget* parent)
    : LivePage({ QStringLiteral("links") }, parent)
    , m_models(models)
    , m_filter(new FilterEdit(tr("Filter interfaces")))
    , m_summary(new QLabel)
    , m_table(new RowTree(models->links(), RowTree::Shape::Table))
{
    m_table->setAccessibleName(tr("Network interfaces of the container"));
    m_table->setPlaceholder(
        tr("No interface. Start the container to see its network interfaces here."));
    m_table->setColumnCharacters({ 12, 10, 20, 34, 22, 11, 11, 11, 11, 8, 20 });
    m_table->hideColumns({ LinkModel::Received, LinkModel::Sent, LinkModel::Workload });
    m_table->proxy()->setWorkload({});
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 8);
    bar->addWidget(m_filter);
    bar->addStretch();
    bar->addWidget(m_summary);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    connect(m_filter, &QLineEdit::textChanged, m_table->proxy(), &FilterProxy::setText);
    connect(models, &ObservationModels::applied, this, &NetworkTab::updateSummary);
}

void NetworkTab::setWorkload(const QString& id)
{
    m_workload = id;
    m_table->proxy()->setWorkload(id);
    updateSummary();
}

QLineEdit* NetworkTab::filterEdit() const
{
    return m_filter;
}

void NetworkTab::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    updateSummary();
}

void NetworkTab::updateSummary()
{
    if (!isVisible())
        return;
    int all = 0, others = 0;
    m_models->links()->forEach([&](const api::LinkRow& row, const LinkExtra&) {
        if (m_workload.isEmpty() || row.workload != m_workload)
            return;
        ++all;
        others += row.kind != QLatin1String("loopback");
    });
    m_summary->setText(
        all > 0 && others == 0 ? tr("No network: loopback only") : tr("Interfaces: %1").arg(all));
}

} // namespace vitrine
