// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/feature_list_model.h"

namespace vitrine {

void FeatureListModel::setFeatures(const QList<api::FeatureInfo>& features)
{
    beginResetModel();
    m_features = features;
    endResetModel();
}

api::FeatureInfo FeatureListModel::feature(const QString& name) const
{
    for (const auto& feature : m_features)
        if (feature.name == name)
            return feature;
    return { name, name, true, {}, {} };
}

int FeatureListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_features.size());
}

int FeatureListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant FeatureListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& feature = m_features.at(index.row());
    if (role == NameRole)
        return feature.name;
    if (role == AvailableRole)
        return feature.available;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TitleColumn:
        return feature.title;
    case StateColumn:
        return feature.available ? tr("available") : tr("missing");
    case ReasonColumn:
        return feature.reason;
    case AdviceColumn:
        return feature.advice;
    default:
        return {};
    }
}

QVariant FeatureListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case TitleColumn:
        return tr("What");
    case StateColumn:
        return tr("State");
    case ReasonColumn:
        return tr("Why");
    case AdviceColumn:
        return tr("What to do");
    default:
        return {};
    }
}

} // namespace vitrine
