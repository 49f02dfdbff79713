// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/overlay_model.h"

#include "gui/models/units.h"

namespace vitrine {

namespace {

qint64 layerCount(const api::OverlayRow& row)
{
    return row.lower.size() + (row.upper.isEmpty() ? 0 : 1);
}

} // namespace

OverlayModel::OverlayModel(QObject* parent)
    : ObservedModel(parent)
{
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

QVariant OverlayModel::text(const api::OverlayRow& row, const OverlayExtra&, int column) const
{
    switch (column) {
    case Container:
        return nameOf(row.workload);
    case Layers:
        return units::count(layerCount(row));
    default:
        return units::bytes(double(row.upperBytes));
    }
}

QVariant OverlayModel::sortValue(
    const api::OverlayRow& row, const OverlayExtra& extra, int column) const
{
    switch (column) {
    case Container:
        return text(row, extra, column);
    case Layers:
        return layerCount(row);
    default:
        return row.upperBytes;
    }
}

bool OverlayModel::isFigure(int column) const
{
    return column != Container;
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
