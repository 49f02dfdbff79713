// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/image_list_model.h"

#include "gui/models/format.h"

namespace vitrine {

const api::ImageInfo* ImageListModel::findName(const QString& name) const
{
    for (const auto& image : rows())
        if (image.name == name)
            return &image;
    return nullptr;
}

int ImageListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

Qt::ItemFlags ImageListModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && !rows().at(index.row()).available ? flags & ~Qt::ItemIsEnabled
                                                                : flags;
}

bool ImageListModel::before(const api::ImageInfo& left, const api::ImageInfo& right) const
{
    return left.name < right.name;
}

QVariant ImageListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& image = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(image, index.column());
    case Qt::ToolTipRole:
        return image.available ? image.description : image.reason;
    case Qt::TextAlignmentRole:
        return index.column() == LayersColumn || index.column() == SizeColumn
            ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
            : QVariant();
    case PathRole:
        return image.path;
    case AvailableRole:
        return image.available;
    default:
        return {};
    }
}

QString ImageListModel::text(const api::ImageInfo& image, int column) const
{
    quint64 size = 0;
    for (const auto& layer : image.layers)
        size += layer.size;
    switch (column) {
    case NameColumn:
        return image.name;
    case DescriptionColumn:
        return image.description;
    case StateColumn:
        return image.available ? tr("available") : tr("missing: %1").arg(image.reason);
    case LayersColumn:
        return QString::number(image.layers.size());
    case SizeColumn:
        return size == 0 ? tr("not measured") : formatBytes(qint64(size));
    default:
        return {};
    }
}

QVariant ImageListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case NameColumn:
        return tr("Image");
    case DescriptionColumn:
        return tr("Description");
    case StateColumn:
        return tr("State");
    case LayersColumn:
        return tr("Layers");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

} // namespace vitrine
