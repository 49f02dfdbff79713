// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/observer_namespace.h"

#include "backend/observe/inside_netns.h"

#include <cerrno>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

namespace vitrine::observe {

ObserverNamespace::ObserverNamespace(RouteSocket requests, RouteSocket events)
    : m_requests(std::move(requests))
    , m_events(std::move(events))
{
}

Result<std::unique_ptr<LinkSource>> ObserverNamespace::create()
{
    auto sockets = TRY(openRouteSocketsInNew());
    RouteSocket requests = TRY(RouteSocket::adopt(std::move(sockets[0])));
    RouteSocket events = TRY(RouteSocket::adopt(std::move(sockets[1])));
    TRY(events.join(RTNLGRP_NSID));
    return std::unique_ptr<LinkSource>(
        new ObserverNamespace(std::move(requests), std::move(events)));
}

void ObserverNamespace::begin(const std::vector<NetworkNamespace>& namespaces)
{
    // The kernel tells that an id is void before the inode can be given to another namespace.
    const auto drained = m_events.drain([this](const RouteMessage& message) {
        if (message.type != RTM_DELNSID)
            return;
        for (const RouteAttribute& attribute : message.attributes<rtgenmsg>())
            if (attribute.type == NETNSA_NSID)
                forget(attribute.as<std::int32_t>());
    });
    if (!drained) { // events were lost: start anew
        m_ids.clear();
        m_inodes.clear();
    }
    for (const NetworkNamespace& space : namespaces)
        if (!m_ids.contains(space.inode))
            if (const auto id = identify(space); !id)
                continue; // links() fails for it
}

Result<std::int32_t> ObserverNamespace::identify(const NetworkNamespace& space)
{
    if (const auto known = m_ids.find(space.inode); known != m_ids.end())
        return known->second;
    const UniqueFd file = TRY(space.open());
    RouteRequest request(RTM_NEWNSID, 0);
    request.header(rtgenmsg {});
    request.attribute(NETNSA_NSID, NETNSA_NSID_NOT_ASSIGNED);
    request.attribute(NETNSA_FD, file.get());
    const auto made = m_requests.ask(request, [](const RouteMessage&) {});
    if (!made && made.error().number != EEXIST)
        return made.error();
    const std::int32_t id = TRY(askId(file.get()));
    m_ids[space.inode] = id;
    m_inodes[id] = space.inode;
    return id;
}

Result<std::int32_t> ObserverNamespace::askId(int file)
{
    std::int32_t id = NETNSA_NSID_NOT_ASSIGNED;
    RouteRequest request(RTM_GETNSID, 0);
    request.header(rtgenmsg {});
    request.attribute(NETNSA_FD, file);
    TRY(m_requests.ask(request, [&id](const RouteMessage& message) {
        for (const RouteAttribute& attribute : message.attributes<rtgenmsg>())
            if (attribute.type == NETNSA_NSID)
                id = attribute.as<std::int32_t>();
    }));
    if (id < 0)
        return Error::kernel(ENOENT, "RTM_GETNSID");
    return id;
}

void ObserverNamespace::forget(std::int32_t id)
{
    const auto known = m_inodes.find(id);
    if (known == m_inodes.end())
        return;
    m_ids.erase(known->second);
    m_inodes.erase(known);
}

Result<std::vector<RawLink>> ObserverNamespace::links(const NetworkNamespace& space)
{
    const std::int32_t id = TRY(identify(space));
    auto links = dumpLinks(m_requests, id);
    if (!links)
        forget(id);
    return links;
}

std::uint64_t ObserverNamespace::resolve(const NetworkNamespace&, std::int32_t id)
{
    // The kernel numbers the peers in an answer as the namespace that asks does: ours.
    const auto inode = m_inodes.find(id);
    return inode == m_inodes.end() ? 0 : inode->second;
}

} // namespace vitrine::observe
