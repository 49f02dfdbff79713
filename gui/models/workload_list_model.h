// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/figures.h"
#include "gui/models/keyed_table_model.h"
#include "gui/models/natural_sort_model.h"
#include "helper/api/observation.h"
#include "helper/api/values.h"

#include <QHash>

namespace vitrine {

/// All workloads, with their momentary figures while they run.
class WorkloadListModel : public KeyedTableModel<api::WorkloadInfo> {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        StateColumn,
        ImageColumn,
        CpuColumn,
        MemoryColumn,
        NetworkColumn,
        StartedColumn,
        ColumnCount
    };
    enum Role {
        PathRole = Qt::UserRole,
        IdRole,
        StateRole, ///< api::WorkloadState as int
        TrashedRole,
        UnhealthyRole, ///< bool: its health check fails
        SortRole,
        CpuHistoryRole, ///< QList<double>, percent of one processor
        MemoryShareRole, ///< of the limit, 0 to 1; -1: no limit or not running
    };

    using KeyedTableModel::KeyedTableModel;

    /// Takes the figures of all running workloads.
    void apply(const api::StatSample& sample);
    [[nodiscard]] const Figures& figures(const QString& id) const;
    /// How many are running or paused and not in the trash.
    [[nodiscard]] int runningCount() const;
    /// A name that no workload has: IMAGE, or IMAGE and the lowest free number.
    [[nodiscard]] QString freeName(const QString& image) const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] bool before(
        const api::WorkloadInfo& left, const api::WorkloadInfo& right) const override;

private:
    [[nodiscard]] QString text(const api::WorkloadInfo& workload, int column) const;
    [[nodiscard]] QString toolTip(const api::WorkloadInfo& workload, int column) const;
    [[nodiscard]] QVariant sortKey(const api::WorkloadInfo& workload, int column) const;
    [[nodiscard]] double memoryShare(const api::WorkloadInfo& workload) const;

    QHash<QString, Figures> m_figures; ///< by ID
};

/// Sorts by any column and keeps what contains the filter text; leaves out the trash.
class WorkloadFilterModel : public NaturalSortModel {
    Q_OBJECT
public:
    explicit WorkloadFilterModel(QObject* parent = nullptr);
    void setFilterText(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_text;
};

} // namespace vitrine
