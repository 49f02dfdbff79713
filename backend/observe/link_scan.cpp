// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/link_scan.h"

#include "backend/observe/namespace_visits.h"
#include "backend/observe/observer_namespace.h"

namespace vitrine::observe {

namespace {

/// Finishes a row whose link has another end; both ends may be in the same namespace.
void resolvePeer(LinkSource& source, const NetworkNamespace& space, RawLink& link)
{
    LinkRow& row = link.row;
    if (row.kind != "veth") {
        row.peerIndex = 0; // of a vlan or macvlan, IFLA_LINK is the device below
        return;
    }
    row.peerNetns
        = link.peerNamespaceId ? source.resolve(space, *link.peerNamespaceId) : space.inode;
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
    if (!m_source)
        m_source = LinkSource::create();
    std::vector<NetworkNamespace> spaces;
    for (const auto& [id, fact] : facts)
        if (id.type == NamespaceType::Net)
            spaces.push_back({ id.inode, [&fact = fact, &processes, &reader] {
                                  return NamespaceScan::open(fact, processes, reader);
                              } });
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
