// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/workload_list_model.h"

#include "gui/models/format.h"

#include <algorithm>

namespace vitrine {

void WorkloadListModel::apply(const api::StatSample& sample)
{
    m_figures.removeIf([&](const auto& entry) { return !sample.workloads.contains(entry.key()); });
    for (auto it = sample.workloads.begin(); it != sample.workloads.end(); ++it)
        m_figures[it.key()].append(sample.time, it.value());
    if (rowCount() > 0)
        emit dataChanged(index(0, CpuColumn), index(rowCount() - 1, NetworkColumn));
}

const Figures& WorkloadListModel::figures(const QString& id) const
{
    static const Figures none;
    const auto it = m_figures.find(id);
    return it == m_figures.end() ? none : *it;
}

int WorkloadListModel::runningCount() const
{
    return int(std::count_if(rows().begin(), rows().end(),
        [](const auto& row) { return row.isRunning() && row.trashedUntil == 0; }));
}

QString WorkloadListModel::freeName(const QString& image) const
{
    const auto taken = [this](const QString& name) {
        return std::any_of(
            rows().begin(), rows().end(), [&](const auto& row) { return row.name == name; });
    };
    QString name = image;
    for (int number = 2; taken(name); ++number)
        name = QStringLiteral("%1-%2").arg(image).arg(number);
    return name;
}

int WorkloadListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

bool WorkloadListModel::before(const api::WorkloadInfo& left, const api::WorkloadInfo& right) const
{
    return left.created < right.created;
}

QVariant WorkloadListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& workload = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(workload, index.column());
    case Qt::ToolTipRole:
        return toolTip(workload, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn
            ? tr("%1, %2").arg(workload.name, textOf(workload.state))
            : text(workload, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == CpuColumn || index.column() == MemoryColumn
            ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
            : QVariant();
    case PathRole:
        return workload.path;
    case IdRole:
        return workload.id;
    case StateRole:
        return int(workload.state);
    case TrashedRole:
        return workload.trashedUntil != 0;
    case UnhealthyRole:
        return workload.health.isUnhealthy();
    case SortRole:
        return sortKey(workload, index.column());
    case CpuHistoryRole:
        return QVariant::fromValue(figures(workload.id).cpuHistory());
    case MemoryShareRole:
        return memoryShare(workload);
    default:
        return {};
    }
}

QString WorkloadListModel::text(const api::WorkloadInfo& workload, int column) const
{
    const Figures& now = figures(workload.id);
    switch (column) {
    case NameColumn:
        return workload.name;
    case StateColumn:
        return workload.health.isUnhealthy() ? tr("Unhealthy") : textOf(workload.state);
    case ImageColumn:
        return workload.image;
    case CpuColumn:
        return now.cpuPercent() < 0 ? QString() : formatPercent(now.cpuPercent());
    case MemoryColumn:
        return now.isEmpty() ? QString() : formatBytes(now.last().memoryBytes);
    case NetworkColumn:
        if (now.isEmpty())
            return {};
        return now.receiveRate() < 0
            ? tr("loopback only")
            : tr("↓ %1  ↑ %2").arg(formatRate(now.receiveRate()), formatRate(now.sendRate()));
    case StartedColumn:
        return formatTime(workload.started);
    default:
        return {};
    }
}

QString WorkloadListModel::toolTip(const api::WorkloadInfo& workload, int column) const
{
    const Figures& now = figures(workload.id);
    switch (column) {
    case StateColumn:
        if (workload.state == api::WorkloadState::Failed
            || workload.state == api::WorkloadState::Damaged)
            return textOf(workload.lastError);
        if (!workload.health.status.isEmpty())
            return tr("Process %1, %2").arg(workload.leader).arg(textOf(workload.health));
        return workload.isRunning() ? tr("Process %1").arg(workload.leader) : workload.exitReason;
    case CpuColumn:
        return tr("Processor time, in percent of one processor");
    case MemoryColumn:
        if (now.isEmpty())
            return tr("Memory in use");
        if (now.last().memoryMax >= 0)
            return tr("%1 of %2")
                .arg(formatBytes(now.last().memoryBytes), formatBytes(now.last().memoryMax));
        return now.last().memorySource == QLatin1String("processes")
            ? tr("Sum over its processes: this computer has no memory controller")
            : tr("No limit");
    case StartedColumn:
        return formatDateTime(workload.started);
    default:
        return text(workload, column);
    }
}

QVariant WorkloadListModel::sortKey(const api::WorkloadInfo& workload, int column) const
{
    const Figures& now = figures(workload.id);
    switch (column) {
    case CpuColumn:
        return now.cpuPercent();
    case MemoryColumn:
        return now.isEmpty() ? qint64(-1) : now.last().memoryBytes;
    case NetworkColumn:
        return now.receiveRate() + now.sendRate();
    case StartedColumn:
        return workload.started;
    default:
        return text(workload, column);
    }
}

double WorkloadListModel::memoryShare(const api::WorkloadInfo& workload) const
{
    const Figures& now = figures(workload.id);
    if (now.isEmpty() || now.last().memoryMax <= 0)
        return -1;
    return std::clamp(double(now.last().memoryBytes) / double(now.last().memoryMax), 0.0, 1.0);
}

QVariant WorkloadListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case NameColumn:
        return tr("Name");
    case StateColumn:
        return tr("State");
    case ImageColumn:
        return tr("Image");
    case CpuColumn:
        return tr("CPU");
    case MemoryColumn:
        return tr("Memory");
    case NetworkColumn:
        return tr("Network");
    case StartedColumn:
        return tr("Started");
    default:
        return {};
    }
}

WorkloadFilterModel::WorkloadFilterModel(QObject* parent)
    : NaturalSortModel(parent)
{
    setSortRole(WorkloadListModel::SortRole);
}

void WorkloadFilterModel::setFilterText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool WorkloadFilterModel::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex name = sourceModel()->index(row, WorkloadListModel::NameColumn, parent);
    if (name.data(WorkloadListModel::TrashedRole).toBool())
        return false;
    if (m_text.isEmpty())
        return true;
    for (const int column : { int(WorkloadListModel::NameColumn),
             int(WorkloadListModel::StateColumn), int(WorkloadListModel::ImageColumn) })
        if (name.siblingAtColumn(column).data().toString().contains(m_text, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace vitrine
