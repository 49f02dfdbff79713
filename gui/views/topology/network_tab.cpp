// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/topology/network_tab.h"

#include "gui/models/observation_models.h"

namespace vitrine {

NetworkTab::NetworkTab(ObservationModels* models, QWidget* parent)
    : ContainerRowsTab(QStringLiteral("links"), models,
        new RowTree(models->links(), RowTree::Shape::Table), tr("Filter interfaces"), parent)
{
    using Model = LinkModel;
    rows()->setAccessibleName(tr("Network interfaces of the container"));
    rows()->setPlaceholder(
        tr("No interface. Start the container to see its network interfaces here."));
    rows()->setColumns({ { Model::Name, 10, 6 }, { Model::Kind, 9 }, { Model::State, 16, 6 },
        { Model::Addresses, 30, 16 }, { Model::Peer, 18, 10, 1 }, { Model::ReceiveRate, 10, 0, 2 },
        { Model::SendRate, 10, 0, 3 } });
}

QString NetworkTab::summary() const
{
    int all = 0, others = 0;
    models()->links()->forEach([&](const api::LinkRow& row, const LinkExtra&) {
        if (!isOurs(row.workload))
            return;
        ++all;
        others += row.kind != QLatin1String("loopback");
    });
    return all > 0 && others == 0 ? tr("No network: loopback only") : tr("Interfaces: %1").arg(all);
}

} // namespace vitrine
