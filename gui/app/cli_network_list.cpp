// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_network_list.h"

#include "gui/app/cli_command.h"

#include <QJsonObject>

#include <algorithm>

namespace vitrine::cli {

namespace {

QJsonObject toJson(const api::NetworkInfo& network)
{
    return { { QStringLiteral("path"), network.path }, { QStringLiteral("name"), network.name },
        { QStringLiteral("kind"), network.kind },
        { QStringLiteral("owner"), qint64(network.owner) },
        { QStringLiteral("created"), qint64(network.created) },
        { QStringLiteral("subnet"), network.subnet },
        { QStringLiteral("subnet6"), network.subnet6 },
        { QStringLiteral("gateway"), network.gateway },
        { QStringLiteral("gateway6"), network.gateway6 },
        { QStringLiteral("interface"), network.interface },
        { QStringLiteral("mtu"), qint64(network.mtu) }, { QStringLiteral("state"), network.state },
        { QStringLiteral("domain"), network.domain }, { QStringLiteral("names"), network.names },
        { QStringLiteral("namesReason"), network.namesReason },
        { QStringLiteral("hindrances"), QJsonArray::fromStringList(network.hindrances) },
        { QStringLiteral("reaches"), QJsonArray::fromStringList(network.reaches) } };
}

QList<api::NetworkInfo> sorted(const HelperClient& client)
{
    auto networks = client.networks().values();
    std::ranges::sort(networks, {}, &api::NetworkInfo::created);
    return networks;
}

QString joined(QStringList names)
{
    names.sort();
    return names.isEmpty() ? QStringLiteral("-") : names.join(QLatin1String(", "));
}

/// The names of the networks that connections from NETWORK may lead to.
QStringList reachOf(const api::NetworkInfo& network, const HelperClient& client)
{
    QStringList names;
    for (const QString& path : network.reaches)
        names.append(client.networks().value(path).name);
    return names;
}

QStringList membersOf(const api::NetworkInfo& network, const HelperClient& client)
{
    QStringList names;
    for (const auto& workload : client.workloads())
        for (const auto& connection : workload.connections)
            if (connection.network == network.path)
                names.append(workload.name);
    return names;
}

QStringList rowOf(const api::NetworkInfo& network, const HelperClient& client)
{
    QStringList subnets { network.subnet };
    if (!network.subnet6.isEmpty())
        subnets.append(network.subnet6);
    return { network.name, network.kind, network.state, network.interface,
        subnets.join(QLatin1String(", ")), joined(membersOf(network, client)),
        network.domain.isEmpty()            ? QStringLiteral("-")
            : network.namesReason.isEmpty() ? network.domain
                                            : network.namesReason,
        joined(reachOf(network, client)),
        network.hindrances.isEmpty() ? QStringLiteral("-")
                                     : network.hindrances.join(QLatin1String("; ")) };
}

} // namespace

QJsonArray networksJson(const HelperClient& client)
{
    QJsonArray array;
    for (const auto& network : sorted(client))
        array.append(toJson(network));
    return array;
}

QList<QStringList> networksTable(const HelperClient& client)
{
    QList<QStringList> table { { Text::tr("NAME"), Text::tr("KIND"), Text::tr("STATE"),
        Text::tr("INTERFACE"), Text::tr("SUBNETS"), Text::tr("CONTAINERS"), Text::tr("NAMES"),
        Text::tr("REACHES"), Text::tr("HINDRANCES") } };
    for (const auto& network : sorted(client))
        table.append(rowOf(network, client));
    return table;
}

} // namespace vitrine::cli
