// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_table_model.h"
#include "helper/api/values.h"

namespace vitrine {

/// The images that containers can be made of; rows() has their layers.
class ImageListModel : public KeyedTableModel<api::ImageInfo> {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        DescriptionColumn,
        StateColumn,
        LayersColumn,
        SizeColumn,
        ColumnCount
    };
    enum Role { PathRole = Qt::UserRole, AvailableRole };

    using KeyedTableModel::KeyedTableModel;

    /// The image NAME, or null; valid until the next change.
    [[nodiscard]] const api::ImageInfo* findName(const QString& name) const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] bool before(
        const api::ImageInfo& left, const api::ImageInfo& right) const override;

private:
    [[nodiscard]] QString text(const api::ImageInfo& image, int column) const;
};

} // namespace vitrine
