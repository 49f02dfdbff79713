// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/process_model.h"

#include "gui/models/namespace_types.h"
#include "gui/models/units.h"

#include <QCoreApplication>

namespace vitrine {

QString processStateName(const QString& letter)
{
    static constexpr std::pair<char, const char*> names[] = {
        { 'R', QT_TRANSLATE_NOOP("ProcessModel", "running") },
        { 'S', QT_TRANSLATE_NOOP("ProcessModel", "sleeping") },
        { 'D', QT_TRANSLATE_NOOP("ProcessModel", "waiting for disk") },
        { 'Z', QT_TRANSLATE_NOOP("ProcessModel", "zombie") },
        { 'T', QT_TRANSLATE_NOOP("ProcessModel", "stopped") },
        { 't', QT_TRANSLATE_NOOP("ProcessModel", "traced") },
        { 'X', QT_TRANSLATE_NOOP("ProcessModel", "dead") },
        { 'I', QT_TRANSLATE_NOOP("ProcessModel", "idle") },
    };
    for (const auto& [key, name] : names)
        if (letter == QLatin1Char(key))
            return QCoreApplication::translate("ProcessModel", name);
    return letter;
}

ProcessModel::ProcessModel(Shape shape, QObject* parent)
    : ObservedModel(parent)
    , m_shape(shape)
{
}

QString ProcessModel::identityOf(const api::ProcessRow& row) const
{
    return row.workload + QLatin1Char('/') + QString::number(row.pid);
}

QString ProcessModel::parentIdentityOf(const api::ProcessRow& row) const
{
    if (m_shape == Shape::List || row.parent == 0)
        return {};
    return row.workload + QLatin1Char('/') + QString::number(row.parent);
}

void ProcessModel::derive(
    const api::ProcessRow*, const api::ProcessRow& after, ProcessExtra& extra, qint64 now)
{
    extra.cpu.update(after.cpuUsec, now, lastLook());
}

int ProcessModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

bool ProcessModel::isFigure(int column) const
{
    return column == Pid || column == InnerPid || (column >= Cpu && column <= User);
}

QVariant ProcessModel::text(const api::ProcessRow& row, const ProcessExtra& extra, int column) const
{
    switch (column) {
    case Name:
        return row.name;
    case InnerPid:
        return QString::number(row.innerPid);
    case Pid:
        return QString::number(row.pid);
    case State:
        return processStateName(row.state);
    case Cpu:
        return units::percent(extra.cpu.perSecond() / 1e6);
    case Memory:
        return units::bytes(double(row.residentBytes));
    case Threads:
        return units::count(row.threads);
    case User:
        return QString::number(row.uid);
    case Namespaces: {
        QStringList badges;
        for (const auto& type : namespaceTypes)
            if (row.namespaces.contains(QLatin1String(type.name)))
                badges.append(QLatin1String(type.badge));
        return badges.join(QLatin1Char(' '));
    }
    case Command:
        return row.command.isEmpty() ? QStringLiteral("[%1]").arg(row.name) : row.command;
    }
    return {};
}

QVariant ProcessModel::sortValue(
    const api::ProcessRow& row, const ProcessExtra& extra, int column) const
{
    switch (column) {
    case InnerPid:
        return row.innerPid;
    case Pid:
        return row.pid;
    case Cpu:
        return extra.cpu.perSecond();
    case Memory:
        return row.residentBytes;
    case Threads:
        return row.threads;
    case User:
        return row.uid;
    default:
        return text(row, extra, column).toString().toLower();
    }
}

QVariant ProcessModel::toolTip(const api::ProcessRow& row, int column) const
{
    if (column != Namespaces)
        return column == Command ? QVariant(row.command) : QVariant();
    QStringList lines;
    for (const auto& type : namespaceTypes) {
        const auto inode = row.namespaces.value(QLatin1String(type.name));
        if (inode != 0)
            lines.append(QStringLiteral("%1:[%2]").arg(QLatin1String(type.name)).arg(inode));
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole) {
        if (section == InnerPid)
            return tr("Process number inside the container");
        if (section == Pid)
            return tr("Process number on the host");
        if (section == Cpu)
            return tr("Share of one processor since the last look");
        return {};
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case InnerPid:
        return tr("PID inside");
    case Pid:
        return tr("PID");
    case State:
        return tr("State");
    case Cpu:
        return tr("CPU");
    case Memory:
        return tr("Memory");
    case Threads:
        return tr("Threads");
    case User:
        return tr("User");
    case Namespaces:
        return tr("Namespaces");
    case Command:
        return tr("Command");
    }
    return {};
}

} // namespace vitrine
