// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_facts.h"

#include "gui/models/network_list_model.h"
#include "gui/models/network_texts.h"
#include "gui/models/observation_models.h"
#include "gui/models/units.h"
#include "gui/models/workload_list_model.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace vitrine {

namespace {

constexpr qsizetype mostPorts = 4; ///< that a card names

quint64 hostOf(ObservationModels& models)
{
    quint64 host = 0;
    models.namespaces()->forEach([&](const api::NamespaceRow& row, const NamespaceExtra&) {
        if (row.initial && row.type == QLatin1String("net"))
            host = row.inode;
    });
    if (host != 0)
        return host;
    // Without the namespaces at hand: the one with a real interface, else the lowest of nobody.
    models.links()->forEach([&](const api::LinkRow& row, const LinkExtra&) {
        if (row.workload.isEmpty()
            && (row.kind == QLatin1String("physical") || host == 0 || row.netns < host))
            host = row.netns;
    });
    return host;
}

} // namespace

bool isUp(const api::LinkRow& link)
{
    return link.up && link.operState != QLatin1String("down")
        && link.operState != QLatin1String("lowerlayerdown");
}

TopologyFacts::TopologyFacts(
    ObservationModels& models, const NetworkListModel& networks, const WorkloadListModel& workloads)
    : m_models(models)
    , m_host(hostOf(models))
{
    models.links()->forEach(
        [this](const api::LinkRow& row, const LinkExtra&) { m_links.append(row); });
    for (const auto& network : networks.rows())
        m_networks.insert(network.interface, network);
    for (const auto& workload : workloads.rows())
        m_workloads.insert(workload.id, workload);
}

QString TopologyFacts::ownerOf(quint64 netns) const
{
    const auto found = std::find_if(m_links.begin(), m_links.end(),
        [netns](const api::LinkRow& link) { return link.netns == netns; });
    return found == m_links.end() ? QString() : found->workload;
}

std::size_t TopologyFacts::fingerprint() const
{
    std::size_t sum = 0; // of hashes, as no order is meant
    for (const auto& link : m_links)
        sum += qHashMulti(0, link.key, link.name, link.up, link.operState, link.master,
            link.peerNetns, link.peerIndex, link.parentNetns, link.parentIndex, link.mac,
            link.addresses);
    for (const auto& workload : m_workloads)
        sum += qHashMulti(
            1, workload.id, workload.name, workload.isRunning(), workload.leader, workload.spec);
    for (const auto& network : m_networks)
        sum += qHashMulti(2, network.path, network.state, network.interface);
    return sum;
}

const api::LinkRow* TopologyFacts::linkOf(const QString& key) const
{
    return m_models.links()->rowOf(key);
}

const api::WorkloadInfo* TopologyFacts::infoOf(const QString& workload) const
{
    const auto found = m_workloads.constFind(workload);
    return found == m_workloads.constEnd() ? nullptr : &*found;
}

QString TopologyFacts::workloadOf(const QString& key) const
{
    const auto* link = linkOf(key);
    const auto* info = link ? infoOf(link->workload) : nullptr;
    return info ? info->path : QString();
}

const api::NetworkInfo* TopologyFacts::networkOf(const api::LinkRow& link) const
{
    const auto found = m_networks.constFind(link.name);
    if (found == m_networks.constEnd())
        return nullptr;
    if (isPhysicalKind(found->kind))
        return link.netns == m_host ? &*found : nullptr;
    if (link.kind != QLatin1String("bridge"))
        return nullptr;
    // An ordinary user's are not in the host's network namespace, where there may be one of root's
    // with the same name.
    const QString gateway = found->gateway + QLatin1Char('/');
    const bool isIts = std::any_of(link.addresses.begin(), link.addresses.end(),
        [&gateway](const QString& address) { return address.startsWith(gateway); });
    return isIts || (link.netns == m_host && link.addresses.isEmpty()) ? &*found : nullptr;
}

TopologyGrip TopologyFacts::plugOf(const api::LinkRow& link) const
{
    if (const auto* info = infoOf(link.workload))
        for (const auto& connection : info->connections)
            if (connection.interface == link.name)
                return { TopologyGrip::Kind::Plug, info->path, connection.network };
    return { TopologyGrip::Kind::Other, {}, {} };
}

TopologyGrip TopologyFacts::plugOf(const QString& key) const
{
    const auto* link = linkOf(key);
    if (!link)
        return { TopologyGrip::Kind::Other, {}, {} };
    const auto* peer = link->peerIndex == 0
        ? nullptr
        : linkOf(LinkModel::keyOf(link->peerNetns, link->peerIndex));
    const TopologyGrip plug = plugOf(*link);
    return plug.kind == TopologyGrip::Kind::Plug || !peer ? plug : plugOf(*peer);
}

TopologyCapture TopologyFacts::captureOf(const QString& key) const
{
    const QString container = QStringLiteral("container"), interface = QStringLiteral("interface");
    const auto* link = linkOf(key);
    if (!link)
        return {};
    if (const auto* info = infoOf(link->workload))
        return { { { container, info->id }, { interface, link->name } },
            tr("%1 of %2").arg(link->name, info->name) };
    if (const auto* network = networkOf(*link))
        return { { { QStringLiteral("network"), network->path.section(QLatin1Char('/'), -1) } },
            network->name };
    if (link->netns == m_host)
        return { { { interface, link->name } }, link->name };
    // Among a user's networks it is had at its other end.
    const auto* peer = link->peerIndex == 0
        ? nullptr
        : linkOf(LinkModel::keyOf(link->peerNetns, link->peerIndex));
    return peer && infoOf(peer->workload) ? captureOf(peer->key) : TopologyCapture();
}

/// Whether networks of an ordinary user are in NETNS.
bool TopologyFacts::holdsNetworks(quint64 netns) const
{
    return std::any_of(m_links.begin(), m_links.end(), [&](const api::LinkRow& link) {
        return link.netns == netns && networkOf(link) != nullptr;
    });
}

QList<TopologyCard> TopologyFacts::cards(const TopologyFolding& folding) const
{
    auto cards = topologyCards(m_links, m_host, folding);
    for (auto& card : cards)
        card.notes += int(textOf(card).ports.size());
    return cards;
}

TopologyCardText TopologyFacts::textOf(const TopologyCard& card) const
{
    TopologyCardText text;
    if (card.quiet)
        text.note = tr("No network: loopback only");
    if (card.host) {
        text.title = tr("Host");
        return text;
    }
    if (card.workload.isEmpty()) {
        text.title = holdsNetworks(card.netns) ? tr("Your networks")
                                               : tr("Network namespace %1").arg(card.netns);
        return text;
    }
    text.title = workloadName(m_models.workloadNames(), card.workload);
    if (const auto* info = infoOf(card.workload)) {
        text.title = info->name;
        text.workload = info->path;
        text.state = info->state;
        text.unhealthy = info->health.isUnhealthy();
        const QJsonObject spec = QJsonDocument::fromJson(info->spec.toUtf8()).object();
        text.ports = portsText(spec).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        if (const auto more = text.ports.size() - mostPorts; more > 0) {
            text.ports.resize(mostPorts);
            text.ports.append(tr("%n more port(s)", nullptr, int(more)));
        }
    }
    return text;
}

QString TopologyFacts::ratesOf(const QString& key) const
{
    const auto* extra = m_models.links()->extraAt(m_models.links()->indexOf(key));
    if (!extra || !extra->isMoving())
        return {};
    return tr("↓ %1  ↑ %2")
        .arg(units::networkRate(extra->received.perSecond()),
            units::networkRate(extra->sent.perSecond()));
}

QString TopologyFacts::otherEndOf(const api::LinkRow& link) const
{
    const auto* peer
        = link.peerIndex == 0 ? nullptr : linkOf(LinkModel::keyOf(link.peerNetns, link.peerIndex));
    return !peer || peer->workload.isEmpty()
        ? QString()
        : workloadName(m_models.workloadNames(), peer->workload);
}

QString TopologyFacts::nameIn(const api::LinkRow& link) const
{
    const TopologyGrip plug = plugOf(link);
    const auto* info = infoOf(link.workload);
    for (const auto& network : m_networks)
        if (info && network.path == plug.network && network.names == QLatin1String("running"))
            return info->name + QLatin1Char('.') + network.domain;
    return {};
}

QString TopologyFacts::descriptionOf(const api::LinkRow& link) const
{
    QStringList lines { tr("%1, %2, %3").arg(link.name, link.kind, linkStateName(link)) };
    if (const auto* network = networkOf(link))
        lines.append(tr("Network %1 (%2): %3")
                         .arg(network->name, textOfNetworkKind(network->kind),
                             explanationOfNetworkKind(network->kind)));
    lines.append(link.addresses);
    if (const QString name = nameIn(link); !name.isEmpty())
        lines.append(tr("Known in its network as %1").arg(name));
    lines.append(tr("MAC %1, MTU %2").arg(link.mac).arg(link.mtu));
    lines.append(tr("%1 received, %2 sent")
                     .arg(units::bytes(double(link.rxBytes)), units::bytes(double(link.txBytes))));
    if (link.rxErrors + link.rxDropped > 0)
        lines.append(tr("Received with errors: %1, dropped: %2")
                         .arg(units::count(link.rxErrors), units::count(link.rxDropped)));
    if (link.txErrors + link.txDropped > 0)
        lines.append(tr("Sent with errors: %1, dropped: %2")
                         .arg(units::count(link.txErrors), units::count(link.txDropped)));
    return lines.join(QLatin1Char('\n'));
}

TopologyPortText TopologyFacts::textOfGroup(const TopologyPort& port) const
{
    TopologyPortText text;
    text.kind = QStringLiteral("group");
    text.name = tr("%n port(s)", nullptr, int(port.members.size()));
    text.right = port.folded ? tr("unfold") : tr("fold");
    text.up = true;
    text.description = port.folded ? tr("The ports of this bridge are folded; Return unfolds them.")
                                   : tr("The ports of this bridge; Return folds them.");
    return text;
}

TopologyPortText TopologyFacts::textOfNetwork(
    const api::LinkRow& link, const api::NetworkInfo& network) const
{
    TopologyPortText text;
    text.name = network.name;
    text.network = network.path;
    text.right = network.kind == QLatin1String("isolated") || isPhysicalKind(network.kind)
        ? textOfNetworkKind(network.kind)
        : tr("%1 → outside").arg(textOfNetworkKind(network.kind));
    const QString rates = ratesOf(link.key);
    text.below = rates.isEmpty() ? link.name : rates;
    text.belowRight = network.subnet;
    return text;
}

TopologyPortText TopologyFacts::textOf(const TopologyPort& port) const
{
    if (port.isGroup())
        return textOfGroup(port);
    const auto* link = linkOf(port.key);
    if (!link)
        return {};
    TopologyPortText text;
    if (const auto* network = networkOf(*link)) {
        text = textOfNetwork(*link, *network);
    } else {
        const QString rates = ratesOf(port.key), other = otherEndOf(*link);
        const QStringList addresses = tellingAddresses(*link);
        const bool single = port.lines == 1;
        text.name = link->name;
        text.right = addresses.value(0);
        if (text.right.isEmpty() && single)
            text.right = !other.isEmpty() ? other : !rates.isEmpty() ? rates : link->kind;
        text.below = rates.isEmpty() ? link->kind : rates;
        text.belowRight = addresses.value(1);
        const TopologyGrip plug = plugOf(*link);
        text.network = plug.network;
        text.workload = plug.workload;
    }
    text.kind = link->kind;
    text.up = isUp(*link);
    if (!text.up)
        text.right = linkStateName(*link);
    text.description = descriptionOf(*link);
    return text;
}

QSet<QString> TopologyFacts::matches(const QString& text) const
{
    QSet<QString> keys;
    const QString wanted = text.trimmed();
    if (wanted.isEmpty())
        return keys;
    const auto holds
        = [&wanted](const QString& part) { return part.contains(wanted, Qt::CaseInsensitive); };
    for (const auto& link : m_links) {
        const auto* network = networkOf(link);
        if (holds(link.name) || holds(link.kind) || holds(link.mac)
            || (network && holds(network->name))
            || std::any_of(link.addresses.begin(), link.addresses.end(), holds)
            || (!link.workload.isEmpty()
                && holds(workloadName(m_models.workloadNames(), link.workload))))
            keys.insert(link.key);
    }
    return keys;
}

QJsonObject TopologyFacts::jsonOf(const api::LinkRow& link) const
{
    QJsonObject object { { QStringLiteral("index"), link.index },
        { QStringLiteral("name"), link.name }, { QStringLiteral("kind"), link.kind },
        { QStringLiteral("state"), link.up ? link.operState : QStringLiteral("off") },
        { QStringLiteral("mac"), link.mac }, { QStringLiteral("mtu"), link.mtu },
        { QStringLiteral("addresses"), QJsonArray::fromStringList(link.addresses) },
        { QStringLiteral("rxBytes"), link.rxBytes }, { QStringLiteral("txBytes"), link.txBytes },
        { QStringLiteral("rxPackets"), link.rxPackets },
        { QStringLiteral("txPackets"), link.txPackets },
        { QStringLiteral("rxErrors"), link.rxErrors },
        { QStringLiteral("txErrors"), link.txErrors },
        { QStringLiteral("rxDropped"), link.rxDropped },
        { QStringLiteral("txDropped"), link.txDropped } };
    if (const QString name = nameIn(link); !name.isEmpty())
        object.insert(QStringLiteral("dns"), name);
    if (link.master != 0)
        object.insert(QStringLiteral("master"), link.master);
    if (link.peerIndex != 0)
        object.insert(QStringLiteral("peer"),
            QJsonObject { { QStringLiteral("netns"), QString::number(link.peerNetns) },
                { QStringLiteral("index"), link.peerIndex } });
    if (link.parentIndex != 0)
        object.insert(QStringLiteral("parent"),
            QJsonObject { { QStringLiteral("netns"), QString::number(link.parentNetns) },
                { QStringLiteral("index"), link.parentIndex } });
    if (const auto* network = networkOf(link))
        object.insert(QStringLiteral("network"),
            QJsonObject { { QStringLiteral("name"), network->name },
                { QStringLiteral("kind"), network->kind },
                { QStringLiteral("subnet"), network->subnet },
                { QStringLiteral("subnet6"), network->subnet6 } });
    return object;
}

QJsonObject TopologyFacts::toJson(const QList<TopologyCard>& cards) const
{
    QHash<quint64, QJsonArray> interfaces;
    auto links = m_links;
    std::sort(links.begin(), links.end(),
        [](const auto& left, const auto& right) { return left.index < right.index; });
    for (const auto& link : links)
        interfaces[link.netns].append(jsonOf(link));
    QJsonArray namespaces;
    for (const auto& card : cards) {
        const auto text = textOf(card);
        QJsonObject object { { QStringLiteral("netns"), QString::number(card.netns) },
            { QStringLiteral("host"), card.host },
            { QStringLiteral("interfaces"), interfaces.value(card.netns) } };
        if (!card.workload.isEmpty())
            object.insert(QStringLiteral("container"), text.title);
        if (!text.ports.isEmpty())
            object.insert(QStringLiteral("ports"), QJsonArray::fromStringList(text.ports));
        namespaces.append(object);
    }
    return { { QStringLiteral("namespaces"), namespaces } };
}

} // namespace vitrine
