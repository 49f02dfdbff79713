// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/observed_model.h"

namespace vitrine {

struct NamespaceExtra { };

/// The namespaces in groups, by type or by container; user and pid namespaces stand below their
/// parents. A group is a row, too: it has inode 0.
class NamespaceModel : public ObservedModel<api::NamespaceRow, NamespaceExtra> {
    Q_OBJECT
public:
    enum class Grouping { ByType, ByWorkload };
    enum Column { Type, Inode, Workload, Leader, Processes, Owner, Pins, ColumnCount };

    explicit NamespaceModel(QObject* parent = nullptr);

    /// One look at the table. NOW: monotonic milliseconds.
    void apply(const api::TableDelta<api::NamespaceRow>& delta, bool full, qint64 now);
    void setGrouping(Grouping grouping);
    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    [[nodiscard]] static bool isGroup(const api::NamespaceRow& row) { return row.inode == 0; }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString parentIdentityOf(const api::NamespaceRow& row) const override;
    QVariant text(
        const api::NamespaceRow& row, const NamespaceExtra& extra, int column) const override;
    QVariant sortValue(
        const api::NamespaceRow& row, const NamespaceExtra& extra, int column) const override;
    QVariant toolTip(const api::NamespaceRow& row, int column) const override;
    bool isFigure(int column) const override;
    QVariant other(const api::NamespaceRow& row, int column, int role) const override;

private:
    QString groupOf(const api::NamespaceRow& row) const;
    /// The group rows that ROWS need.
    QList<api::NamespaceRow> groupsFor(const QList<api::NamespaceRow>& rows) const;
    void removeEmptyGroups();
    /// How many namespaces stand below NODE, at every depth.
    static int membersOf(const Node* node);
    QVariant groupText(const api::NamespaceRow& row, int column) const;

    Grouping m_grouping = Grouping::ByType;
};

} // namespace vitrine
