// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/processes/processes_tab.h"

#include "gui/models/observation_models.h"
#include "gui/views/badge_delegate.h"

namespace vitrine {

ProcessesTab::ProcessesTab(ObservationModels* models, QWidget* parent)
    : ContainerRowsTab(QStringLiteral("processes"), models,
        new RowTree(models->processes(), RowTree::Shape::Tree), tr("Filter processes"), parent)
{
    using Model = ProcessModel;
    rows()->setAccessibleName(tr("Processes of the container"));
    rows()->setPlaceholder(tr("No process runs. Start the container to see its processes here."));
    rows()->setItemDelegateForColumn(
        Model::Namespaces, new BadgeDelegate(BadgeDelegate::Style::BadgesOnly, rows()));
    rows()->setColumns({ { Model::Name, 18, 12 }, { Model::InnerPid, 9 }, { Model::Pid, 8 },
        { Model::State, 9, 0, 2 }, { Model::Cpu, 8 }, { Model::Memory, 10 },
        { Model::Command, 34, 12, 1 } });
    rows()->sortByColumn(Model::InnerPid, Qt::AscendingOrder);
}

QString ProcessesTab::summary() const
{
    int processes = 0;
    qint64 threads = 0;
    models()->processes()->forEach([&](const api::ProcessRow& row, const ProcessExtra&) {
        if (!isOurs(row.workload))
            return;
        ++processes;
        threads += row.threads;
    });
    return tr("Processes: %1 · threads: %2").arg(processes).arg(threads);
}

} // namespace vitrine
