// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/namespace_visits.h"

#include "backend/observe/inside_netns.h"

#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/nsfs.h>
#include <linux/rtnetlink.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace vitrine::observe {

namespace {

bool isOwn(int file, const char* link)
{
    struct stat theirs {
    }, ours {};
    return ::fstat(file, &theirs) == 0 && ::stat(link, &ours) == 0 && theirs.st_ino == ours.st_ino;
}

} // namespace

void NamespaceVisits::begin(const std::vector<NetworkNamespace>& namespaces)
{
    m_namespaces = namespaces;
    m_socket.reset();
    m_socketOf = 0;
}

Result<RouteSocket> NamespaceVisits::visit(const NetworkNamespace& space) const
{
    const UniqueFd net = TRY(space.open());
    if (isOwn(net.get(), "/proc/self/ns/net"))
        return RouteSocket::open();
    const UniqueFd user(::ioctl(net.get(), NS_GET_USERNS));
    if (!user)
        return Error::fromErrno("ioctl", "NS_GET_USERNS");
    const bool sameUser = isOwn(user.get(), "/proc/self/ns/user");
    return RouteSocket::adopt(TRY(openRouteSocketIn(net.get(), sameUser ? -1 : user.get())));
}

Result<std::vector<RawLink>> NamespaceVisits::links(const NetworkNamespace& space)
{
    m_resolved.clear();
    m_socket.reset(); // closed before the next one: a socket holds its namespace alive
    m_socketOf = 0;
    m_socket.emplace(TRY(visit(space)));
    m_socketOf = space.inode;
    return dumpLinks(*m_socket, std::nullopt);
}

std::uint64_t NamespaceVisits::resolve(const NetworkNamespace& space, std::int32_t id)
{
    if (m_socketOf != space.inode)
        return 0;
    if (const auto known = m_resolved.find(id); known != m_resolved.end())
        return known->second;
    m_resolved[id] = 0;
    for (const NetworkNamespace& candidate : m_namespaces) {
        const auto file = candidate.open();
        if (!file)
            continue;
        RouteRequest request(RTM_GETNSID, 0);
        request.header(rtgenmsg {});
        request.attribute(NETNSA_FD, file.value().get());
        std::int32_t found = -1;
        const auto asked = m_socket->ask(request, [&found](const RouteMessage& message) {
            for (const RouteAttribute& attribute : message.attributes<rtgenmsg>())
                if (attribute.type == NETNSA_NSID)
                    found = attribute.as<std::int32_t>();
        });
        if (asked && found >= 0)
            m_resolved[found] = candidate.inode;
        if (found == id)
            break;
    }
    return m_resolved[id];
}

} // namespace vitrine::observe
