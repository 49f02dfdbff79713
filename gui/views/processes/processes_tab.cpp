// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/processes/processes_tab.h"

#include "gui/models/observation_models.h"
#include "gui/views/badge_delegate.h"
#include "gui/views/filter_edit.h"
#include "gui/views/row_tree.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>

namespace vitrine {

ProcessesTab::ProcessesTab(ObservationModels* models, QWidget* parent)
    : LivePage({ QStringLiteral("processes") }, parent)
    , m_models(models)
    , m_filter(new FilterEdit(tr("Filter processes")))
    , m_summary(new QLabel)
    , m_tree(new RowTree(models->processes(), RowTree::Shape::Tree))
{
    m_tree->setAccessibleName(tr("Processes of the container"));
    m_tree->setPlaceholder(tr("No process runs. Start the container to see its processes here."));
    m_tree->setItemDelegateForColumn(
        ProcessModel::Namespaces, new BadgeDelegate(BadgeDelegate::Style::BadgesOnly, m_tree));
    m_tree->setColumnCharacters({ 22, 9, 9, 10, 8, 10, 7, 7, 34, -1 });
    m_tree->hideColumns({ ProcessModel::User });
    m_tree->sortByColumn(ProcessModel::InnerPid, Qt::AscendingOrder);
    m_tree->proxy()->setWorkload({});

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 8);
    bar->addWidget(m_filter);
    bar->addStretch();
    bar->addWidget(m_summary);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_tree, 1);
    connect(m_filter, &QLineEdit::textChanged, m_tree->proxy(), &FilterProxy::setText);
    connect(models, &ObservationModels::applied, this, &ProcessesTab::updateSummary);
}

void ProcessesTab::setWorkload(const QString& id)
{
    m_workload = id;
    m_tree->proxy()->setWorkload(id);
    m_tree->expandAll();
    updateSummary();
}

QLineEdit* ProcessesTab::filterEdit() const
{
    return m_filter;
}

void ProcessesTab::showEvent(QShowEvent* event)
{
    LivePage::showEvent(event);
    updateSummary();
}

void ProcessesTab::updateSummary()
{
    if (!isVisible())
        return;
    int processes = 0;
    qint64 threads = 0;
    m_models->processes()->forEach([&](const api::ProcessRow& row, const ProcessExtra&) {
        if (row.workload != m_workload || m_workload.isEmpty())
            return;
        ++processes;
        threads += row.threads;
    });
    m_summary->setText(tr("Processes: %1 · threads: %2").arg(processes).arg(threads));
}

} // namespace vitrine
