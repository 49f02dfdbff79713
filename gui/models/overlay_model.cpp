// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/overlay_model.h"

#include "gui/models/units.h"

namespace vitrine {

OverlayModel::OverlayModel(QObject* parent)
    : RowsModel(parent)
{
}

void OverlayModel::apply(const api::TableDelta<api::OverlayRow>& delta, bool full, qint64 now)
{
    applyRows(delta.set, delta.gone, full, now);
}

void OverlayModel::setWorkloadNames(const WorkloadNames& names)
{
    m_names = names;
    std::vector<Node*> all(nodes().begin(), nodes().end());
    announceChanged(std::move(all));
}

QList<Layer> OverlayModel::layersOf(const QString& workload) const
{
    QList<Layer> layers;
    const auto* row = rowOf(workload);
    if (!row)
        return layers;
    if (!row->upper.isEmpty())
        layers.append({ true, row->upper, row->upperBytes });
    for (const QString& path : row->lower)
        layers.append({ false, path, -1 });
    return layers;
}

int OverlayModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant OverlayModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& row = *rowAt(index);
    const int layers = int(row.lower.size()) + (row.upper.isEmpty() ? 0 : 1);
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        if (index.column() == Container)
            return workloadName(m_names, row.workload);
        if (index.column() == Layers)
            return role == SortRole ? QVariant(layers) : QVariant(units::count(layers));
        return role == SortRole ? QVariant(row.upperBytes)
                                : QVariant(units::bytes(double(row.upperBytes)));
    case KeyRole:
        return row.key;
    case WorkloadRole:
        return row.workload;
    case Qt::TextAlignmentRole:
        return index.column() == Container ? QVariant()
                                           : QVariant(int(Qt::AlignRight | Qt::AlignVCenter));
    default:
        return {};
    }
}

QVariant OverlayModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Container:
        return tr("Container");
    case Layers:
        return tr("Layers");
    case Size:
        return tr("Written");
    }
    return {};
}

} // namespace vitrine
