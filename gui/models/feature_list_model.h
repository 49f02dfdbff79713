// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QAbstractTableModel>

namespace vitrine {

/// What this kernel and this helper can do, one row a feature, each with its reason.
class FeatureListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { TitleColumn, StateColumn, ReasonColumn, AdviceColumn, ColumnCount };
    enum Role { NameRole = Qt::UserRole, AvailableRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setFeatures(const QList<api::FeatureInfo>& features);
    [[nodiscard]] const QList<api::FeatureInfo>& features() const { return m_features; }
    /// The feature NAME; one that the helper does not list counts as available.
    [[nodiscard]] api::FeatureInfo feature(const QString& name) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    QList<api::FeatureInfo> m_features;
};

} // namespace vitrine
