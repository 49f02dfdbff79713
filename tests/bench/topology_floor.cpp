// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/topology_floor.h"

#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <sys/socket.h>

namespace vitrine::bench {

namespace {

/// A request with 32-bit attributes, as it goes over the wire.
template <typename Header, std::size_t Attributes> struct Request {
    struct Attribute {
        rtattr header { RTA_LENGTH(sizeof(std::int32_t)), 0 };
        std::int32_t value = 0;
    };
    nlmsghdr message {};
    Header header {};
    char padding[NLMSG_ALIGN(sizeof(Header)) - sizeof(Header)] = {};
    Attribute attributes[Attributes] {};

    Request(std::uint16_t type, std::uint16_t flags)
    {
        message.nlmsg_len = sizeof *this;
        message.nlmsg_type = type;
        message.nlmsg_flags = std::uint16_t(NLM_F_REQUEST | flags);
    }
    void set(std::size_t place, std::uint16_t type, std::int32_t value)
    {
        attributes[place].header.rta_type = type;
        attributes[place].value = value;
    }
};

} // namespace

TopologyFloor::TopologyFloor(UniqueFd socket)
    : m_socket(std::move(socket))
    , m_buffer(64 * 1024)
{
}

Result<TopologyFloor> TopologyFloor::create()
{
    const UniqueFd own(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    if (!own || ::unshare(CLONE_NEWNET) != 0)
        return Error::fromErrno("unshare", "network namespace");
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    const int on = 1;
    if (!socket || ::setsockopt(socket.get(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on))
        return Error::fromErrno("socket", "NETLINK_ROUTE");
    if (::setns(own.get(), CLONE_NEWNET) != 0)
        return Error::fromErrno("setns", "network namespace");
    return TopologyFloor(std::move(socket));
}

Result<void> TopologyFloor::number(const std::vector<UniqueFd>& spaces)
{
    for (const UniqueFd& space : spaces) {
        Request<rtgenmsg, 2> request(RTM_NEWNSID, NLM_F_ACK);
        request.set(0, NETNSA_NSID, m_numbered++);
        request.set(1, NETNSA_FD, space.get());
        TRY(ask(&request, sizeof request));
    }
    return {};
}

Result<std::size_t> TopologyFloor::look()
{
    std::size_t messages = 0;
    for (std::int32_t number = 0; number < m_numbered; ++number) {
        Request<ifinfomsg, 1> links(RTM_GETLINK, NLM_F_DUMP);
        links.set(0, IFLA_TARGET_NETNSID, number);
        messages += TRY(ask(&links, sizeof links));
        Request<ifaddrmsg, 1> addresses(RTM_GETADDR, NLM_F_DUMP);
        addresses.set(0, IFA_TARGET_NETNSID, number);
        messages += TRY(ask(&addresses, sizeof addresses));
    }
    return messages;
}

Result<std::size_t> TopologyFloor::ask(const void* request, std::size_t size)
{
    if (::send(m_socket.get(), request, size, 0) < 0)
        return Error::fromErrno("send", "NETLINK_ROUTE");
    for (std::size_t messages = 0;;) {
        const ssize_t got = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), 0);
        if (got < 0)
            return Error::fromErrno("recv", "NETLINK_ROUTE");
        auto left = std::uint32_t(got);
        for (auto* message = reinterpret_cast<nlmsghdr*>(m_buffer.data()); NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type != NLMSG_ERROR && message->nlmsg_type != NLMSG_DONE) {
                ++messages;
                continue;
            }
            const int code = *static_cast<int*>(NLMSG_DATA(message));
            if (code < 0)
                return Error::kernel(-code, "rtnetlink", "network namespace");
            return messages;
        }
    }
}

} // namespace vitrine::bench
