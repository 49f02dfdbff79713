// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/topology_cards.h"

#include <QHash>

#include <algorithm>
#include <utility>
#include <vector>

namespace vitrine {

namespace {

using Link = const api::LinkRow*;
using LinkId = std::pair<quint64, qint64>; ///< network namespace and interface index

LinkId idOf(const api::LinkRow& link)
{
    return { link.netns, link.index };
}

bool isLoopback(const api::LinkRow& link)
{
    return link.kind == QLatin1String("loopback");
}

bool isBridge(const api::LinkRow& link)
{
    return link.kind == QLatin1String("bridge") || link.kind == QLatin1String("bond");
}

/// All interfaces in the order of their namespaces and indexes.
class SortedLinks {
public:
    explicit SortedLinks(const QList<api::LinkRow>& links)
    {
        m_links.reserve(std::size_t(links.size()));
        for (const auto& link : links)
            m_links.push_back(&link);
        std::sort(
            m_links.begin(), m_links.end(), [](Link a, Link b) { return idOf(*a) < idOf(*b); });
    }

    [[nodiscard]] auto begin() const { return m_links.begin(); }
    [[nodiscard]] auto end() const { return m_links.end(); }
    /// Null when there is none.
    [[nodiscard]] Link find(LinkId id) const
    {
        const auto found = std::lower_bound(m_links.begin(), m_links.end(), id,
            [](Link link, const LinkId& wanted) { return idOf(*link) < wanted; });
        return found != m_links.end() && idOf(**found) == id ? *found : nullptr;
    }

private:
    std::vector<Link> m_links;
};

/// Puts the interfaces of one namespace into order.
class PortList {
public:
    PortList(const SortedLinks& all, const TopologyFolding& folding)
        : m_all(all)
        , m_folding(folding)
    {
    }

    /// Loopback, then what stands alone, then each bridge with its ports.
    template <typename Iterator> QList<TopologyPort> make(Iterator begin, Iterator end)
    {
        m_ports.reserve(end - begin);
        for (auto it = begin; it != end; ++it)
            if (bridgeOf(**it))
                m_members[(*it)->master].push_back(*it);
        const auto addWhere = [&](auto wanted) {
            for (auto it = begin; it != end; ++it)
                if (!bridgeOf(**it) && wanted(**it))
                    add(**it);
        };
        addWhere(isLoopback);
        addWhere([](const auto& link) { return !isLoopback(link) && !isBridge(link); });
        addWhere(isBridge);
        return std::move(m_ports);
    }

private:
    [[nodiscard]] Link bridgeOf(const api::LinkRow& link) const
    {
        if (link.master == 0 || link.master == link.index)
            return nullptr;
        const Link bridge = m_all.find({ link.netns, link.master });
        return bridge && isBridge(*bridge) ? bridge : nullptr;
    }

    void add(const api::LinkRow& link)
    {
        TopologyPort port;
        port.key = link.key;
        const Link bridge = bridgeOf(link);
        if (bridge)
            port.bridge = bridge->key;
        if (link.kind == QLatin1String("veth") && link.peerIndex != 0) {
            const Link peer = m_all.find({ link.peerNetns, link.peerIndex });
            if (peer && peer != &link)
                port.peer = peer->key;
        }
        // What stands on an interface elsewhere is connected with it: macvlan, ipvlan, vlan.
        if (link.parentIndex != 0 && link.parentNetns != link.netns)
            if (const Link parent = m_all.find({ link.parentNetns, link.parentIndex }))
                port.peer = parent->key;
        port.isBridge = isBridge(link);
        port.lines = isLoopback(link) || (bridge && tellingAddresses(link).isEmpty()) ? 1 : 2;
        m_ports.append(std::move(port));
        if (isBridge(link))
            addMembers(link);
    }

    void addMembers(const api::LinkRow& bridge)
    {
        // Taken out, so that even bridges that claim to be in each other come to an end.
        const auto members = m_members.take(bridge.index);
        if (members.size() > std::size_t(m_folding.most)) {
            TopologyPort group;
            group.key = bridge.key + QLatin1String("/ports");
            group.bridge = bridge.key;
            group.members.reserve(qsizetype(members.size()));
            for (const Link member : members)
                group.members.append(member->key);
            group.folded = !m_folding.open.contains(group.key);
            m_ports.append(group);
            if (group.folded)
                return;
        }
        for (const Link member : members)
            add(*member);
    }

    const SortedLinks& m_all;
    const TopologyFolding& m_folding;
    QHash<qint64, std::vector<Link>> m_members; ///< by index of their bridge
    QList<TopologyPort> m_ports;
};

} // namespace

QStringList tellingAddresses(const api::LinkRow& link)
{
    QStringList addresses = link.addresses;
    addresses.removeIf([](const QString& address) {
        return address.startsWith(QLatin1String("fe80:"), Qt::CaseInsensitive);
    });
    return addresses;
}

QList<TopologyCard> topologyCards(
    const QList<api::LinkRow>& links, quint64 hostNetns, const TopologyFolding& folding)
{
    const SortedLinks sorted(links);
    QList<TopologyCard> cards;
    for (auto begin = sorted.begin(); begin != sorted.end();) {
        TopologyCard card;
        card.netns = (*begin)->netns;
        const auto end = std::find_if(
            begin, sorted.end(), [&](Link link) { return link->netns != card.netns; });
        card.host = card.netns == hostNetns;
        card.workload = (*begin)->workload;
        card.quiet
            = !card.host && std::all_of(begin, end, [](Link link) { return isLoopback(*link); });
        card.notes = card.quiet ? 1 : 0;
        card.ports = PortList(sorted, folding).make(begin, end);
        card.host ? cards.prepend(std::move(card)) : cards.append(std::move(card));
        begin = end;
    }
    return cards;
}

} // namespace vitrine
