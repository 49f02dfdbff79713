// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/network_texts.h"

#include "gui/models/format.h"
#include "gui/models/helper_texts.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace vitrine {

namespace {

/// The translation context of this file.
struct NetworkTexts {
    Q_DECLARE_TR_FUNCTIONS(NetworkTexts)
};

/// COUNT ports from FIRST on.
QString range(int first, int count)
{
    return count > 1 ? QStringLiteral("%1-%2").arg(first).arg(first + count - 1)
                     : QString::number(first);
}

QString textOf(const api::ConnectionInfo& connection)
{
    QStringList addresses { connection.address, connection.address6 };
    addresses.removeAll(QString());
    const QString text
        = NetworkTexts::tr("%1: %2 (%3)")
              .arg(connection.name, addresses.join(QStringLiteral(", ")), connection.interface);
    const QString link = linkText(connection);
    return link.isEmpty() ? text : NetworkTexts::tr("%1: %2").arg(text, link);
}

} // namespace

bool isPhysicalKind(const QString& kind)
{
    return kind == QLatin1String("macvlan") || kind == QLatin1String("bridge");
}

QString textOfNetworkKind(const QString& kind)
{
    if (kind == QLatin1String("nat"))
        return NetworkTexts::tr("NAT");
    if (kind == QLatin1String("isolated"))
        return NetworkTexts::tr("isolated");
    if (kind == QLatin1String("macvlan"))
        return NetworkTexts::tr("macvlan");
    if (kind == QLatin1String("bridge"))
        return NetworkTexts::tr("bridge outside");
    return kind == QLatin1String("routed") ? NetworkTexts::tr("routed") : kind;
}

QString explanationOfNetworkKind(const QString& kind)
{
    if (kind == QLatin1String("nat"))
        return NetworkTexts::tr("What leaves it has this computer's address; others reach it by "
                                "published ports.");
    if (kind == QLatin1String("isolated"))
        return NetworkTexts::tr(
            "Its containers reach each other: there is no way out and none in.");
    if (kind == QLatin1String("macvlan"))
        return NetworkTexts::tr("On an interface of this computer, each with an address outside; "
                                "this computer itself does not reach them.");
    if (kind == QLatin1String("bridge"))
        return NetworkTexts::tr(
            "Ports of a bridge that this computer has already, with addresses outside.");
    return kind == QLatin1String("routed")
        ? NetworkTexts::tr("What leaves it keeps its address; others must know the way back.")
        : QString();
}

QString namesProblemOf(const api::NetworkInfo& network)
{
    if (network.names == QLatin1String("missing"))
        return NetworkTexts::tr(
            "no names: dnsmasq is not installed; install the package dnsmasq-base");
    return network.namesReason.isEmpty()
        ? QString()
        : NetworkTexts::tr("no names: %1; it is tried again").arg(network.namesReason);
}

QStringList hindrancesOf(const api::NetworkInfo& network)
{
    QStringList texts;
    for (const QString& hindrance : network.hindrances)
        texts.append(translatedHelperText(hindrance));
    return texts;
}

QStringList networksIn(const QJsonObject& spec)
{
    QStringList names;
    for (const auto& entry : spec.value(QLatin1String("networks")).toArray())
        names.append(entry.toObject().value(QLatin1String("network")).toString());
    return names;
}

QString linkText(const api::ConnectionInfo& connection)
{
    QStringList parts;
    if (!connection.up)
        parts.append(NetworkTexts::tr("unplugged"));
    if (connection.inbound > 0)
        parts.append(NetworkTexts::tr("at most %1 in").arg(formatBitRate(connection.inbound)));
    if (connection.outbound > 0)
        parts.append(NetworkTexts::tr("at most %1 out").arg(formatBitRate(connection.outbound)));
    return parts.join(QStringLiteral(", "));
}

QString textOfPort(const QJsonObject& port)
{
    const int count = port.value(QLatin1String("count")).toInt(1);
    const int container = port.value(QLatin1String("container")).toInt();
    QString address = port.value(QLatin1String("address")).toString();
    if (address.contains(QLatin1Char(':')))
        address = QLatin1Char('[') + address + QLatin1Char(']');
    if (!address.isEmpty())
        address += QLatin1Char(':');
    return QStringLiteral("%1%2 → %3/%4")
        .arg(address, range(port.value(QLatin1String("host")).toInt(container), count),
            range(container, count),
            port.value(QLatin1String("protocol")).toString(QStringLiteral("tcp")));
}

QString portsText(const QJsonObject& spec)
{
    QStringList lines;
    for (const auto& entry : spec.value(QLatin1String("ports")).toArray())
        lines.append(textOfPort(entry.toObject()));
    return lines.join(QLatin1Char('\n'));
}

QString networksText(const api::WorkloadInfo& workload)
{
    const QJsonObject spec = QJsonDocument::fromJson(workload.spec.toUtf8()).object();
    const QString whose
        = spec.value(QLatin1String("namespaces")).toObject().value(QLatin1String("net")).toString();
    if (whose == QLatin1String("host"))
        return NetworkTexts::tr("that of this computer");
    if (whose.startsWith(QLatin1String("container:")))
        return NetworkTexts::tr("that of %1").arg(whose.section(QLatin1Char(':'), 1));
    QStringList lines;
    for (const QString& name : networksIn(spec)) {
        const auto found = std::find_if(workload.connections.begin(), workload.connections.end(),
            [&](const auto& connection) { return connection.name == name; });
        lines.append(found != workload.connections.end()
                ? textOf(*found)
                : NetworkTexts::tr("%1: gets its address when it is started").arg(name));
    }
    return lines.isEmpty() ? NetworkTexts::tr("a loopback interface only")
                           : lines.join(QLatin1Char('\n'));
}

QVariantMap specOf(const api::NetworkInfo& network)
{
    const bool physical = isPhysicalKind(network.kind);
    QVariantMap spec { { QStringLiteral("name"), network.name },
        { QStringLiteral("kind"), network.kind }, { QStringLiteral("subnet"), network.subnet },
        { QStringLiteral("ipv6"), physical || !network.subnet6.isEmpty() },
        { QStringLiteral("mtu"), network.mtu } };
    if (physical)
        spec.insert(QStringLiteral("parent"), network.interface);
    if (physical && !network.gateway.isEmpty())
        spec.insert(QStringLiteral("gateway"), network.gateway);
    if (!network.subnet6.isEmpty())
        spec.insert(QStringLiteral("subnet6"), network.subnet6);
    return spec;
}

} // namespace vitrine
