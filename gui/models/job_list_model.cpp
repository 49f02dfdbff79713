// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/job_list_model.h"

#include "gui/models/format.h"

#include <QLocale>

#include <algorithm>

namespace vitrine {

int JobListModel::runningCount() const
{
    return int(std::count_if(rows().begin(), rows().end(),
        [](const auto& job) { return job.state == api::JobState::Running; }));
}

int JobListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

bool JobListModel::before(const api::JobInfo& left, const api::JobInfo& right) const
{
    return left.startedAt > right.startedAt;
}

QVariant JobListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& job = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(job, index.column());
    case Qt::ToolTipRole:
        return job.error.isEmpty() ? text(job, index.column()) : textOf(job.error);
    case PathRole:
        return job.path;
    case StateRole:
        return int(job.state);
    case ProgressRole:
        return job.progressValid ? job.progress : -1.0;
    default:
        return {};
    }
}

QString JobListModel::text(const api::JobInfo& job, int column) const
{
    switch (column) {
    case OperationColumn:
        return textOfOperation(job.operation);
    case WorkloadColumn:
        return job.workloadName;
    case StateColumn:
        return textOf(job.state);
    case ProgressColumn:
        return job.progressValid
            ? QLocale().toString(job.progress * 100, 'f', 0) + QStringLiteral("\u00a0%")
            : QString();
    case StartedColumn:
        return formatTime(job.startedAt);
    case DurationColumn:
        return job.finishedAt < job.startedAt
            ? QString()
            : formatDuration(qint64(job.finishedAt - job.startedAt) * 1000);
    default:
        return {};
    }
}

QVariant JobListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case OperationColumn:
        return tr("Job");
    case WorkloadColumn:
        return tr("Workload");
    case StateColumn:
        return tr("State");
    case ProgressColumn:
        return tr("Progress");
    case StartedColumn:
        return tr("Started");
    case DurationColumn:
        return tr("Took");
    default:
        return {};
    }
}

} // namespace vitrine
