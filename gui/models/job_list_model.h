// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_table_model.h"
#include "helper/api/values.h"

namespace vitrine {

/// Running jobs and those that ended lately, the newest first.
class JobListModel : public KeyedTableModel<api::JobInfo> {
    Q_OBJECT
public:
    enum Column {
        OperationColumn,
        WorkloadColumn,
        StateColumn,
        ProgressColumn,
        StartedColumn,
        DurationColumn,
        ColumnCount
    };
    enum Role {
        PathRole = Qt::UserRole,
        StateRole, ///< api::JobState as int
        ProgressRole, ///< 0 to 1, -1: not known
    };

    using KeyedTableModel::KeyedTableModel;

    [[nodiscard]] int runningCount() const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] bool before(const api::JobInfo& left, const api::JobInfo& right) const override;

private:
    [[nodiscard]] QString text(const api::JobInfo& job, int column) const;
};

} // namespace vitrine
