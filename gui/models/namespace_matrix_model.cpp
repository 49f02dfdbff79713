// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/namespace_matrix_model.h"

#include "gui/models/namespace_types.h"
#include "gui/models/units.h"

namespace vitrine {

namespace {

std::array<quint64, 8> inodesOf(const QMap<QString, quint64>& namespaces)
{
    std::array<quint64, 8> inodes {};
    for (std::size_t i = 0; i < inodes.size(); ++i)
        inodes[i] = namespaces.value(QLatin1String(namespaceTypes[i].name));
    return inodes;
}

QString keyOf(const QString& workload, const std::array<quint64, 8>& inodes)
{
    QString key = workload;
    for (quint64 inode : inodes)
        key += QLatin1Char('/') + QString::number(inode);
    return key;
}

} // namespace

QList<NamespaceComparison> compareNamespaces(
    const QMap<QString, quint64>& first, const QMap<QString, quint64>& second)
{
    QList<NamespaceComparison> result;
    for (const auto& type : namespaceTypes) {
        const QString name = QLatin1String(type.name);
        result.append({ name, first.value(name), second.value(name) });
    }
    return result;
}

QList<NamespaceSet> namespaceSets(const ProcessModel& processes)
{
    QHash<QString, NamespaceSet> sets;
    processes.forEach([&](const api::ProcessRow& row, const ProcessExtra&) {
        if (row.namespaces.isEmpty())
            return;
        const auto inodes = inodesOf(row.namespaces);
        auto& set = sets[keyOf(row.workload, inodes)];
        if (set.processes++ == 0 || row.pid < set.leader) {
            set.leader = row.pid;
            set.leaderName = row.name;
        }
        set.workload = row.workload;
        set.inodes = inodes;
        set.host = set.host || (row.pid == 1 && row.workload.isEmpty());
    });
    QList<NamespaceSet> list;
    for (auto it = sets.begin(); it != sets.end(); ++it) {
        it->key = it.key();
        list.append(*it);
    }
    const auto isHost = [](const NamespaceSet& set) { return set.host; };
    if (std::none_of(list.begin(), list.end(), isHost)) {
        auto largest = std::max_element(list.begin(), list.end(), [](const auto& a, const auto& b) {
            return std::make_tuple(a.workload.isEmpty(), a.processes, b.leader)
                < std::make_tuple(b.workload.isEmpty(), b.processes, a.leader);
        });
        if (largest != list.end() && largest->workload.isEmpty())
            largest->host = true;
    }
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
        return std::make_tuple(!a.host, a.workload.isEmpty(), a.workload, a.leader)
            < std::make_tuple(!b.host, b.workload.isEmpty(), b.workload, b.leader);
    });
    return list;
}

NamespaceMatrixModel::NamespaceMatrixModel(QObject* parent)
    : RowsModel(parent)
{
}

void NamespaceMatrixModel::update(const ProcessModel& processes)
{
    const auto sets = namespaceSets(processes);
    m_host = !sets.isEmpty() && sets.first().host ? sets.first().inodes : decltype(m_host) {};
    QList<NamespaceSet> set;
    QStringList gone;
    QSet<QString> kept;
    for (const auto& row : sets) {
        kept.insert(row.key);
        const auto* before = rowOf(row.key);
        if (!before || *before != row)
            set.append(row);
    }
    for (auto it = nodes().begin(); it != nodes().end(); ++it)
        if (!kept.contains(it.key()))
            gone.append(it.key());
    applyRows(set, gone, false, 0);
}

QMap<QString, quint64> NamespaceMatrixModel::namespacesAt(const QModelIndex& index) const
{
    QMap<QString, quint64> result;
    if (const auto* row = rowAt(index))
        for (std::size_t i = 0; i < row->inodes.size(); ++i)
            if (row->inodes[i] != 0)
                result.insert(QLatin1String(namespaceTypes[i].name), row->inodes[i]);
    return result;
}

int NamespaceMatrixModel::columnCount(const QModelIndex&) const
{
    return 1 + int(namespaceTypes.size());
}

QString NamespaceMatrixModel::title(const NamespaceSet& row) const
{
    const QString leader = QStringLiteral("%1 (%2)").arg(row.leaderName).arg(row.leader);
    QString name = leader;
    if (row.host)
        name = tr("host: %1").arg(leader);
    else if (!row.workload.isEmpty())
        name = QStringLiteral("%1: %2").arg(workloadName(workloadNames(), row.workload), leader);
    return row.processes < 2 ? name : tr("%1 and %2 more").arg(name).arg(row.processes - 1);
}

QVariant NamespaceMatrixModel::toolTip(const NamespaceSet& row, int column) const
{
    if (column == 0)
        return title(row);
    const auto i = std::size_t(column - 1);
    const QString type = QLatin1String(namespaceTypes[i].name);
    if (row.inodes[i] == 0)
        return tr("Not readable for this user");
    const QString whose = row.inodes[i] == m_host[i] ? tr("the host's") : tr("not the host's");
    return QStringLiteral("%1:[%2], %3\n%4")
        .arg(type)
        .arg(row.inodes[i])
        .arg(whose, namespaceExplanation(type));
}

QVariant NamespaceMatrixModel::text(
    const NamespaceSet& row, const NamespaceSetExtra&, int column) const
{
    if (column == 0)
        return title(row);
    const quint64 inode = row.inodes[std::size_t(column - 1)];
    return inode == 0 ? units::unknown() : QString::number(inode);
}

QVariant NamespaceMatrixModel::sortValue(
    const NamespaceSet& row, const NamespaceSetExtra&, int column) const
{
    return column == 0 ? QVariant(row.leader) : QVariant(row.inodes[std::size_t(column - 1)]);
}

QVariant NamespaceMatrixModel::other(const NamespaceSet& row, int column, int role) const
{
    const auto type = std::size_t(column - 1); // from column 1 on
    const quint64 inode = column == 0 ? 0 : row.inodes[type];
    switch (role) {
    case WorkloadRole:
        return row.workload;
    case InodeRole:
        return inode;
    case TypeRole:
        return column == 0 ? QString() : QString(QLatin1String(namespaceTypes[type].name));
    case StateRole:
        if (inode == 0)
            return QString();
        return inode == m_host[type] ? QStringLiteral("host") : QStringLiteral("own");
    case Qt::AccessibleTextRole:
        return toolTip(row, column);
    default:
        return {};
    }
}

QVariant NamespaceMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (section == 0)
        return role == Qt::DisplayRole ? tr("Processes") : QVariant();
    if (section < 0 || section > int(namespaceTypes.size()))
        return {};
    const auto& type = namespaceTypes[std::size_t(section - 1)];
    if (role == Qt::DisplayRole)
        return QString(QLatin1String(type.name));
    if (role == Qt::ToolTipRole)
        return namespaceExplanation(QLatin1String(type.name));
    if (role == TypeRole)
        return QString(QLatin1String(type.name));
    return {};
}

} // namespace vitrine
