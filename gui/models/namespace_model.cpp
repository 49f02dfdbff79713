// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/namespace_model.h"

#include "gui/models/namespace_types.h"
#include "gui/models/units.h"

namespace vitrine {

namespace {

const QLatin1String groupPrefix("group:");

} // namespace

NamespaceModel::NamespaceModel(QObject* parent)
    : ObservedModel(parent)
{
}

QString NamespaceModel::groupOf(const api::NamespaceRow& row) const
{
    return groupPrefix + (m_grouping == Grouping::ByType ? row.type : row.workload);
}

QString NamespaceModel::parentIdentityOf(const api::NamespaceRow& row) const
{
    if (isGroup(row))
        return {};
    const bool nested = row.parent != 0 && m_grouping == Grouping::ByType;
    if (!nested)
        return groupOf(row);
    // A parent that this user may not see is no reason to leave the group.
    const QString above = row.type + QLatin1Char(':') + QString::number(row.parent);
    return nodeOf(above) ? above : groupOf(row);
}

QList<api::NamespaceRow> NamespaceModel::groupsFor(const QList<api::NamespaceRow>& rows) const
{
    QList<api::NamespaceRow> groups;
    QSet<QString> made;
    const auto add = [&](const QString& key, const api::NamespaceRow& like) {
        if (made.contains(key))
            return;
        made.insert(key);
        api::NamespaceRow group;
        group.key = key;
        (m_grouping == Grouping::ByType ? group.type : group.workload)
            = m_grouping == Grouping::ByType ? like.type : like.workload;
        groups.append(group);
    };
    if (m_grouping == Grouping::ByType && (!rows.isEmpty() || size() > 0)) {
        for (const auto& type : namespaceTypes) {
            api::NamespaceRow like;
            like.type = QLatin1String(type.name);
            add(groupOf(like), like);
        }
    }
    for (const auto& row : rows)
        add(groupOf(row), row);
    return groups;
}

void NamespaceModel::apply(const api::TableDelta<api::NamespaceRow>& delta, bool full, qint64 now)
{
    // Parents first, so that a nested namespace finds the one above it at once.
    QList<api::NamespaceRow> rows = delta.set;
    std::stable_sort(rows.begin(), rows.end(),
        [](const auto& a, const auto& b) { return (a.parent == 0) > (b.parent == 0); });
    applyRows(groupsFor(rows) + rows, delta.gone, full, now);
    for (const auto& row : std::as_const(rows))
        if (auto* node = nodeOf(row.key); node && node->parentIdentity != parentIdentityOf(row))
            relink(node, node->identity, parentIdentityOf(row));
    removeEmptyGroups();
}

int NamespaceModel::membersOf(const Node* node)
{
    int members = 0;
    for (const Node* child : node->children)
        members += 1 + membersOf(child);
    return members;
}

void NamespaceModel::removeEmptyGroups()
{
    QStringList empty;
    if (m_grouping == Grouping::ByWorkload)
        for (const Node* node : nodes())
            if (node->key.startsWith(groupPrefix) && node->children.empty())
                empty.append(node->key);
    removeNodes(empty);
}

void NamespaceModel::setGrouping(Grouping grouping)
{
    if (grouping == m_grouping)
        return;
    QList<api::NamespaceRow> rows;
    forEach([&](const api::NamespaceRow& row, const NamespaceExtra&) {
        if (!isGroup(row))
            rows.append(row);
    });
    std::sort(
        rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.inode < b.inode; });
    reset();
    m_grouping = grouping;
    apply({ rows, {} }, true, 0);
}

int NamespaceModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant NamespaceModel::groupText(const api::NamespaceRow& row, int column) const
{
    if (column == Processes)
        return {};
    if (column == Inode)
        return units::count(membersOf(nodeOf(row.key)));
    if (column != Type)
        return {};
    if (m_grouping == Grouping::ByType)
        return namespaceTitle(row.type);
    return row.workload.isEmpty() ? tr("Host and others") : nameOf(row.workload);
}

QVariant NamespaceModel::text(const api::NamespaceRow& row, const NamespaceExtra&, int column) const
{
    if (isGroup(row))
        return groupText(row, column);
    switch (column) {
    case Type:
        return row.type;
    case Inode:
        return QString::number(row.inode);
    case Workload:
        if (row.workload.isEmpty())
            return row.initial ? tr("host") : QString();
        return nameOf(row.workload);
    case Leader:
        return row.leader == 0 ? tr("no process")
                               : QStringLiteral("%1 (%2)").arg(row.leaderName).arg(row.leader);
    case Processes:
        return units::count(row.processes);
    case Owner:
        if (row.type == QLatin1String("user") && row.ownerUid >= 0)
            return tr("user %1").arg(row.ownerUid);
        return row.owner == 0 ? units::unknown() : QStringLiteral("user:[%1]").arg(row.owner);
    case Pins:
        return row.pins.join(QStringLiteral(", "));
    }
    return {};
}

QVariant NamespaceModel::sortValue(
    const api::NamespaceRow& row, const NamespaceExtra& extra, int column) const
{
    if (isGroup(row)) {
        if (m_grouping == Grouping::ByType)
            return namespaceTypeIndex(row.type);
        return row.workload.isEmpty() ? QString() : nameOf(row.workload);
    }
    switch (column) {
    case Type:
        return namespaceTypeIndex(row.type);
    case Inode:
        return row.inode;
    case Processes:
        return row.processes;
    default:
        return text(row, extra, column).toString().toLower();
    }
}

QVariant NamespaceModel::toolTip(const api::NamespaceRow& row, int column) const
{
    if (column == Pins && !row.pins.isEmpty())
        return tr("Kept alive by:\n%1").arg(row.pins.join(QLatin1Char('\n')));
    return row.type.isEmpty() ? QVariant() : QVariant(namespaceExplanation(row.type));
}

bool NamespaceModel::isFigure(int column) const
{
    return column == Processes;
}

QVariant NamespaceModel::other(const api::NamespaceRow& row, int column, int role) const
{
    switch (role) {
    case TypeRole:
        return row.type;
    case InodeRole:
        return row.inode;
    default:
        return ObservedModel::other(row, column, role);
    }
}

QVariant NamespaceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Type:
        return tr("Type");
    case Inode:
        return tr("Inode");
    case Workload:
        return tr("Container");
    case Leader:
        return tr("First process");
    case Processes:
        return tr("Processes");
    case Owner:
        return tr("Owner");
    case Pins:
        return tr("Kept by");
    }
    return {};
}

} // namespace vitrine
