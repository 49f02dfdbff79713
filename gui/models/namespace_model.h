// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_model.h"
#include "gui/models/workload_names.h"
#include "helper/api/observation.h"

namespace vitrine {

struct NamespaceExtra { };

/// The namespaces in groups, by type or by container; user and pid namespaces stand below their
/// parents. A group is a row, too: it has inode 0.
class NamespaceModel : public RowsModel<api::NamespaceRow, NamespaceExtra> {
    Q_OBJECT
public:
    enum class Grouping { ByType, ByWorkload };
    enum Column { Type, Inode, Workload, Leader, Processes, Owner, Pins, ColumnCount };

    explicit NamespaceModel(QObject* parent = nullptr);

    void apply(const api::TableDelta<api::NamespaceRow>& delta, bool full, qint64 now);
    void setGrouping(Grouping grouping);
    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    void setWorkloadNames(const WorkloadNames& names);
    [[nodiscard]] static bool isGroup(const api::NamespaceRow& row) { return row.inode == 0; }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString parentIdentityOf(const api::NamespaceRow& row) const override;

private:
    QString groupOf(const api::NamespaceRow& row) const;
    /// The group rows that ROWS need.
    QList<api::NamespaceRow> groupsFor(const QList<api::NamespaceRow>& rows) const;
    void removeEmptyGroups();
    /// How many namespaces stand below NODE, at every depth.
    static int membersOf(const Node* node);
    QVariant text(const api::NamespaceRow& row, int column) const;
    QVariant groupText(const api::NamespaceRow& row, int column) const;
    QVariant sortValue(const api::NamespaceRow& row, int column) const;
    QVariant toolTip(const api::NamespaceRow& row, int column) const;

    Grouping m_grouping = Grouping::ByType;
    WorkloadNames m_names;
};

} // namespace vitrine
