// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/network_list_model.h"

#include "gui/models/network_texts.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace vitrine {

const api::NetworkInfo* NetworkListModel::meant(const QString& name, quint32 owner) const
{
    const api::NetworkInfo* shared = nullptr;
    for (const auto& network : rows()) {
        if (network.name != name)
            continue;
        if (network.owner == owner)
            return &network;
        if (network.owner == 0)
            shared = &network;
    }
    return shared;
}

QString NetworkListModel::freeName() const
{
    const QString usual = QStringLiteral("lan");
    const auto taken = [this](const QString& name) {
        return std::any_of(
            rows().begin(), rows().end(), [&](const auto& row) { return row.name == name; });
    };
    QString name = usual;
    for (int number = 2; taken(name); ++number)
        name = QStringLiteral("%1-%2").arg(usual).arg(number);
    return name;
}

void NetworkListModel::setWorkload(const api::WorkloadInfo& workload)
{
    const auto known = m_members.constFind(workload.path);
    const bool trashed = workload.trashedUntil != 0;
    // Most changes of a workload are about something else, and its specification is long.
    if (known != m_members.constEnd() && known->spec == workload.spec
        && known->name == workload.name && known->trashed == trashed)
        return;
    const QJsonObject spec = QJsonDocument::fromJson(workload.spec.toUtf8()).object();
    const bool wasIn = known != m_members.constEnd() && !known->networks.isEmpty();
    const Member member { workload.name, workload.owner, trashed, workload.spec, networksIn(spec) };
    m_members.insert(workload.path, member);
    if (wasIn || !member.networks.isEmpty())
        containersChanged();
}

void NetworkListModel::removeWorkload(const QString& path)
{
    if (!m_members.take(path).networks.isEmpty())
        containersChanged();
}

void NetworkListModel::forget()
{
    m_members.clear();
    clear();
}

void NetworkListModel::containersChanged()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, ContainersColumn), index(rowCount() - 1, ContainersColumn));
}

QStringList NetworkListModel::containersIn(const QString& path) const
{
    QStringList names;
    for (const Member& member : m_members)
        for (const QString& network : member.networks)
            if (const auto* found = meant(network, member.owner); found && found->path == path)
                names.append(
                    member.trashed ? tr("%1 (in the trash)").arg(member.name) : member.name);
    names.sort();
    return names;
}

QStringList NetworkListModel::reachOf(const api::NetworkInfo& network) const
{
    QStringList names;
    for (const QString& path : network.reaches)
        if (const auto* other = find(path))
            names.append(other->name);
    names.sort();
    return names;
}

QString NetworkListModel::problems() const
{
    QStringList lines;
    for (const auto& network : rows()) {
        QStringList problems = hindrancesOf(network);
        if (const QString names = namesProblemOf(network); !names.isEmpty())
            problems.append(names);
        for (const QString& problem : std::as_const(problems))
            lines.append(tr("%1: %2").arg(network.name, problem));
    }
    return lines.join(QLatin1Char('\n'));
}

int NetworkListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

bool NetworkListModel::before(const api::NetworkInfo& left, const api::NetworkInfo& right) const
{
    return left.name < right.name;
}

QVariant NetworkListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& network = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(network, index.column());
    case Qt::ToolTipRole:
        return toolTip(network, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == ContainersColumn || index.column() == MtuColumn
            ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
            : QVariant();
    case PathRole:
        return network.path;
    default:
        return {};
    }
}

QString NetworkListModel::text(const api::NetworkInfo& network, int column) const
{
    switch (column) {
    case NameColumn:
        return network.name;
    case KindColumn:
        return textOfNetworkKind(network.kind);
    case SubnetColumn:
        return network.subnet6.isEmpty() ? network.subnet
                                         : tr("%1, %2").arg(network.subnet, network.subnet6);
    case ContainersColumn:
        return QLocale().toString(containersIn(network.path).size());
    case StateColumn:
        if (network.state != QLatin1String("up"))
            return tr("down");
        return network.hindrances.isEmpty() ? tr("up") : tr("hindered");
    case NamesColumn:
        if (isPhysicalKind(network.kind))
            return QStringLiteral("–");
        return network.namesReason.isEmpty() ? network.domain : tr("no names");
    case ReachesColumn:
        return network.reaches.isEmpty() ? QStringLiteral("–")
                                         : reachOf(network).join(QStringLiteral(", "));
    case InterfaceColumn:
        return network.interface;
    case MtuColumn:
        return tr("%1 B").arg(network.mtu);
    default:
        return {};
    }
}

QString NetworkListModel::toolTip(const api::NetworkInfo& network, int column) const
{
    switch (column) {
    case KindColumn:
        return explanationOfNetworkKind(network.kind);
    case SubnetColumn:
        if (isPhysicalKind(network.kind))
            return network.gateway.isEmpty() ? tr("Nothing is known that leads out of it")
                                             : tr("%1 leads out of it").arg(network.gateway);
        return network.gateway6.isEmpty()
            ? tr("This computer has the address %1 in it").arg(network.gateway)
            : tr("This computer has the addresses %1 and %2 in it")
                  .arg(network.gateway, network.gateway6);
    case ContainersColumn:
        return containersIn(network.path).join(QStringLiteral(", "));
    case StateColumn:
        if (!network.hindrances.isEmpty())
            return hindrancesOf(network).join(QLatin1Char('\n'));
        if (isPhysicalKind(network.kind))
            return tr("%1 of this computer is there").arg(network.interface);
        return network.state == QLatin1String("up")
            ? tr("Its bridge %1 is there").arg(network.interface)
            : tr("The next container that is started in it brings it up");
    case NamesColumn:
        if (isPhysicalKind(network.kind))
            return tr("Others look after names there");
        return network.namesReason.isEmpty()
            ? tr("Containers in it find each other as NAME and as NAME.%1").arg(network.domain)
            : namesProblemOf(network);
    case ReachesColumn:
        if (isPhysicalKind(network.kind))
            return tr("What reaches it is decided there");
        return network.reaches.isEmpty()
            ? tr("Connections from it lead to no other network of Vitrine")
            : tr("Connections from it may lead to: %1")
                  .arg(reachOf(network).join(QStringLiteral(", ")));
    case InterfaceColumn:
        return isPhysicalKind(network.kind) ? tr("The interface of this computer that it is on")
                                            : tr("The bridge that it is made of");
    default:
        return text(network, column);
    }
}

QVariant NetworkListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case NameColumn:
        return tr("Network");
    case KindColumn:
        return tr("Kind");
    case SubnetColumn:
        return tr("Subnets");
    case ContainersColumn:
        return tr("Containers");
    case StateColumn:
        return tr("State");
    case NamesColumn:
        return tr("Names");
    case ReachesColumn:
        return tr("May reach");
    case InterfaceColumn:
        return tr("Interface");
    case MtuColumn:
        return tr("MTU");
    default:
        return {};
    }
}

} // namespace vitrine
