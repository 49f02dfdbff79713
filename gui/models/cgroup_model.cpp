// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/cgroup_model.h"

#include "gui/models/units.h"

#include <QCoreApplication>
#include <QLocale>

namespace vitrine {

namespace {

QString pressure(double percent)
{
    return percent < 0 ? units::unknown() : units::percent(percent / 100);
}

QString parentPath(const QString& path)
{
    if (path.isEmpty() || path == QLatin1String("/"))
        return {};
    const auto slash = path.lastIndexOf(QLatin1Char('/'));
    return slash <= 0 ? QStringLiteral("/") : path.left(slash);
}

} // namespace

double processorsOf(const QString& cpuMax)
{
    const QStringList parts = cpuMax.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    bool quotaOk = false, periodOk = false;
    const double quota = parts.value(0).toDouble(&quotaOk);
    const double period = parts.value(1).toDouble(&periodOk);
    return quotaOk && periodOk && period > 0 ? quota / period : -1;
}

QString memorySourceName(const QString& source)
{
    if (source == QLatin1String("cgroup"))
        return QCoreApplication::translate("CgroupModel", "from the control group");
    if (source == QLatin1String("processes"))
        return QCoreApplication::translate("CgroupModel", "from the processes");
    if (source == QLatin1String("meminfo"))
        return QCoreApplication::translate("CgroupModel", "from the system");
    return source;
}

CgroupModel::CgroupModel(QObject* parent)
    : ObservedModel(parent)
{
}

QString CgroupModel::parentIdentityOf(const api::CgroupRow& row) const
{
    return parentPath(row.path);
}

void CgroupModel::derive(
    const api::CgroupRow*, const api::CgroupRow& after, CgroupExtra& extra, qint64 now)
{
    extra.cpu.update(after.cpuUsec, now, lastLook());
    if (after.throttledUsec >= 0)
        extra.throttled.update(after.throttledUsec, now, lastLook());
}

void CgroupModel::apply(const api::TableDelta<api::CgroupRow>& delta, bool full, qint64 now)
{
    ObservedModel::apply(delta, full, now);
    settle(now);
    for (Node* node : nodes()) {
        auto& extra = static_cast<RowNode*>(node)->extra;
        extra.history.push_back(
            { now, extra.cpu.perSecond() / 1e6, static_cast<RowNode*>(node)->row.memoryBytes });
        if (extra.history.size() > historyLength)
            extra.history.pop_front();
    }
}

int CgroupModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

bool CgroupModel::isFigure(int column) const
{
    return column >= Processes && column <= IoPressure;
}

QVariant CgroupModel::other(const api::CgroupRow& row, int column, int role) const
{
    if (role != FractionRole)
        return ObservedModel::other(row, column, role);
    return column == Memory && row.memoryMax > 0 ? double(row.memoryBytes) / double(row.memoryMax)
                                                 : -1.0;
}

QString CgroupModel::titleOf(const api::CgroupRow& row) const
{
    if (row.path.isEmpty() || row.path == QLatin1String("/"))
        return tr("/ (root control group)");
    const QString last = row.path.section(QLatin1Char('/'), -1);
    if (!row.workload.isEmpty() && last.endsWith(row.workload))
        return tr("Container %1").arg(nameOf(row.workload));
    return indexOf(row.key).parent().isValid() ? last : row.path;
}

QVariant CgroupModel::text(const api::CgroupRow& row, const CgroupExtra& extra, int column) const
{
    switch (column) {
    case Name:
        return titleOf(row);
    case Processes:
        return units::count(row.processes);
    case Cpu:
        return units::percent(extra.cpu.perSecond() / 1e6);
    case CpuLimit: {
        const double limit = processorsOf(row.cpuMax);
        return limit < 0 ? units::unknown() : units::percent(limit);
    }
    case Memory:
        return units::bytes(double(row.memoryBytes))
            + (row.memorySource == QLatin1String("processes") ? QStringLiteral(" *") : QString());
    case MemoryLimit:
        return units::bytes(double(row.memoryMax));
    case PidsLimit:
        return units::count(row.pidsMax);
    case Throttled:
        return row.throttledUsec < 0 ? units::unknown()
                                     : units::percent(extra.throttled.perSecond() / 1e6);
    case CpuPressure:
        return pressure(row.cpuPressure);
    case MemoryPressure:
        return pressure(row.memoryPressure);
    case IoPressure:
        return pressure(row.ioPressure);
    case State:
        if (row.frozen)
            return tr("❚❚ frozen");
        return row.populated ? tr("▶ populated") : tr("■ empty");
    case Workload:
        return row.workload.isEmpty() ? QString() : nameOf(row.workload);
    }
    return {};
}

QVariant CgroupModel::sortValue(
    const api::CgroupRow& row, const CgroupExtra& extra, int column) const
{
    switch (column) {
    case Processes:
        return row.processes;
    case Cpu:
        return extra.cpu.perSecond();
    case CpuLimit:
        return processorsOf(row.cpuMax);
    case Memory:
        return row.memoryBytes;
    case MemoryLimit:
        return row.memoryMax;
    case PidsLimit:
        return row.pidsMax;
    case Throttled:
        return extra.throttled.perSecond();
    case CpuPressure:
        return row.cpuPressure;
    case MemoryPressure:
        return row.memoryPressure;
    case IoPressure:
        return row.ioPressure;
    default:
        return text(row, extra, column).toString().toLower();
    }
}

QVariant CgroupModel::toolTip(const api::CgroupRow& row, int column) const
{
    switch (column) {
    case Name:
        return row.path;
    case Memory:
        return tr("Measured %1").arg(memorySourceName(row.memorySource));
    case CpuLimit:
        return row.cpuMax.isEmpty() ? tr("No limit, or no cpu controller here")
                                    : QStringLiteral("cpu.max: %1").arg(row.cpuMax);
    case MemoryLimit:
        return row.memoryMax < 0 ? tr("No limit, or no memory controller here") : QString();
    case PidsLimit:
        return row.pidsMax < 0 ? tr("No limit, or no pids controller here") : QString();
    case Throttled:
        return row.throttledUsec < 0
            ? tr("No cpu controller here")
            : tr("Throttled for %1 so far, in %2 of %3 periods")
                  .arg(units::duration(row.throttledUsec), units::count(row.throttledPeriods),
                      units::count(row.periods));
    default:
        return {};
    }
}

QVariant CgroupModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    static constexpr const char* titles[ColumnCount] = { QT_TR_NOOP("Control group"),
        QT_TR_NOOP("Processes"), QT_TR_NOOP("CPU"), QT_TR_NOOP("CPU limit"), QT_TR_NOOP("Memory"),
        QT_TR_NOOP("Memory limit"), QT_TR_NOOP("Task limit"), QT_TR_NOOP("Throttled"),
        QT_TR_NOOP("CPU pressure"), QT_TR_NOOP("Memory pressure"), QT_TR_NOOP("IO pressure"),
        QT_TR_NOOP("State"), QT_TR_NOOP("Container") };
    if (role == Qt::DisplayRole)
        return tr(titles[section]);
    if (role == Qt::ToolTipRole && section >= CpuPressure && section <= IoPressure)
        return tr("Share of the last 10 s in which some task waited (PSI some avg10)");
    if (role == Qt::ToolTipRole && section == Cpu)
        return tr("Processor time of the group and those below it, in percent of one processor");
    if (role == Qt::ToolTipRole && section == Memory)
        return tr("* from the processes: there is no memory controller here");
    return {};
}

} // namespace vitrine
