// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/link_scan.h"

#include "backend/observe/namespace_visits.h"
#include "backend/observe/observer_namespace.h"

#include <utility>

namespace vitrine::observe {

namespace {

bool isPair(const LinkRow& row)
{
    return row.kind == "veth" || row.kind == "netkit";
}

/// Links that cannot be without another one below them. Others that are moved to another namespace
/// name themselves in IFLA_LINK, or nothing.
bool standsOnAnother(const LinkRow& row)
{
    return row.kind == "vlan" || row.kind == "macvlan" || row.kind == "macvtap"
        || row.kind == "ipvlan";
}

/// Finishes a row whose link has another end, or stands on another link; that may be in another
/// namespace.
void resolvePeer(LinkSource& source, const NetworkNamespace& space, RawLink& link)
{
    LinkRow& row = link.row;
    const auto other = [&] {
        return link.peerNamespaceId ? source.resolve(space, *link.peerNamespaceId) : space.inode;
    };
    if (isPair(row)) {
        row.peerNetns = other();
        return;
    }
    const std::int64_t below = std::exchange(row.peerIndex, 0);
    if (below != 0 && (below != row.index || standsOnAnother(row)))
        row.parentIndex = below;
    if (row.parentIndex != 0)
        row.parentNetns = other();
}

} // namespace

std::unique_ptr<LinkSource> LinkSource::create()
{
    // An ordinary user is refused here: that is what the other way is for.
    if (auto observer = ObserverNamespace::create())
        return std::move(observer).value();
    return std::make_unique<NamespaceVisits>();
}

std::vector<LinkRow> LinkScan::scan(const NamespaceScan::Facts& facts,
    const std::vector<Process>& processes, const ProcessScan& reader)
{
    std::vector<NetworkNamespace> spaces;
    for (const auto& [id, fact] : facts)
        if (id.type == NamespaceType::Net)
            spaces.push_back({ id.inode, [&fact = fact, &processes, &reader] {
                                  return NamespaceScan::open(fact, processes, reader);
                              } });
    return scan(spaces);
}

std::vector<LinkRow> LinkScan::scan(const std::vector<NetworkNamespace>& spaces)
{
    if (!m_source)
        m_source = LinkSource::create();
    m_source->begin(spaces);
    std::vector<LinkRow> rows;
    for (const NetworkNamespace& space : spaces) {
        auto links = m_source->links(space);
        if (!links)
            continue; // gone, or not ours to look into
        for (RawLink& link : links.value()) {
            resolvePeer(*m_source, space, link);
            link.row.netns = space.inode;
            link.row.key = std::to_string(space.inode) + "/" + std::to_string(link.row.index);
            rows.push_back(std::move(link.row));
        }
    }
    return rows;
}

} // namespace vitrine::observe
