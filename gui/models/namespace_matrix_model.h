// SPDX-License-Identifier: GPL-3.0-or-later
// Who shares which namespace with whom: a row for every distinct set of eight namespaces, a column
// for every type.
#pragma once

#include "gui/models/keyed_model.h"
#include "gui/models/process_model.h"
#include "gui/models/workload_names.h"

#include <array>

namespace vitrine {

/// Processes that sit in the same eight namespaces.
struct NamespaceSet {
    QString key; ///< workload and the inodes
    QString workload;
    std::array<quint64, 8> inodes {}; ///< in the order of namespaceTypes, 0 where not readable
    qint64 leader = 0; ///< lowest pid
    QString leaderName;
    int processes = 0;
    bool host = false; ///< the set of the host's own namespaces

    [[nodiscard]] bool operator==(const NamespaceSet&) const = default;
};

/// One line of a comparison of two processes.
struct NamespaceComparison {
    QString type;
    quint64 first = 0, second = 0; ///< inodes, 0 where not readable
    [[nodiscard]] bool known() const { return first != 0 && second != 0; }
    [[nodiscard]] bool shared() const { return known() && first == second; }
};

/// Which of the eight namespaces two processes share.
[[nodiscard]] QList<NamespaceComparison> compareNamespaces(
    const QMap<QString, quint64>& first, const QMap<QString, quint64>& second);

/// The distinct sets among PROCESSES, the host's first, then by container and pid. The host's set
/// is the one of process 1, or the largest without a container when process 1 cannot be read.
[[nodiscard]] QList<NamespaceSet> namespaceSets(const ProcessModel& processes);

struct NamespaceSetExtra { };

class NamespaceMatrixModel : public RowsModel<NamespaceSet, NamespaceSetExtra> {
    Q_OBJECT
public:
    /// Column 0 names the processes, columns 1 to 8 are the types.
    explicit NamespaceMatrixModel(QObject* parent = nullptr);

    /// Brings the rows to what PROCESSES holds now.
    void update(const ProcessModel& processes);

    /// Inodes of the namespaces of the row at INDEX by type.
    [[nodiscard]] QMap<QString, quint64> namespacesAt(const QModelIndex& index) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QVariant text(
        const NamespaceSet& row, const NamespaceSetExtra& extra, int column) const override;
    QVariant sortValue(
        const NamespaceSet& row, const NamespaceSetExtra& extra, int column) const override;
    QVariant toolTip(const NamespaceSet& row, int column) const override;
    QVariant other(const NamespaceSet& row, int column, int role) const override;

private:
    QString title(const NamespaceSet& row) const;

    std::array<quint64, 8> m_host {};
};

} // namespace vitrine
