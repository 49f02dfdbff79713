// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/route_socket.h"

#include <cerrno>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace vitrine::observe {

namespace {

constexpr std::size_t receiveBuffer = 64 * 1024; // dumps are sent in parts of up to 32 KiB

} // namespace

RouteRequest::RouteRequest(std::uint16_t type, std::uint16_t flags)
{
    nlmsghdr header {};
    header.nlmsg_type = type;
    header.nlmsg_flags = std::uint16_t(flags | NLM_F_REQUEST);
    append(&header, sizeof header);
}

RouteRequest& RouteRequest::attribute(std::uint16_t type, std::int32_t value)
{
    const rtattr attribute { RTA_LENGTH(sizeof value), type };
    append(&attribute, sizeof attribute);
    append(&value, sizeof value);
    return *this;
}

void RouteRequest::append(const void* data, std::size_t size)
{
    const char* bytes = static_cast<const char*>(data);
    m_bytes.insert(m_bytes.end(), bytes, bytes + size);
    m_bytes.resize(NLMSG_ALIGN(m_bytes.size()));
}

RouteAttributes::Iterator::Iterator(std::string_view bytes)
    : m_left(bytes)
{
    read();
}

RouteAttributes::Iterator& RouteAttributes::Iterator::operator++()
{
    const std::size_t next = RTA_ALIGN(sizeof(rtattr) + m_attribute.payload.size());
    m_left = next >= m_left.size() ? std::string_view {} : m_left.substr(next);
    read();
    return *this;
}

/// Reads the attribute that stands first in what is left, or comes to the end.
void RouteAttributes::Iterator::read()
{
    rtattr header {};
    if (m_left.size() >= sizeof header)
        std::memcpy(&header, m_left.data(), sizeof header);
    if (header.rta_len < sizeof header || header.rta_len > m_left.size()) {
        m_left = {};
        return;
    }
    m_attribute = { std::uint16_t(header.rta_type & NLA_TYPE_MASK),
        m_left.substr(sizeof header, header.rta_len - sizeof header) };
}

RouteSocket::RouteSocket(UniqueFd socket)
    : m_socket(std::move(socket))
    , m_buffer(receiveBuffer)
{
}

Result<RouteSocket> RouteSocket::open()
{
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!socket)
        return Error::fromErrno("socket", "NETLINK_ROUTE");
    return adopt(std::move(socket));
}

Result<RouteSocket> RouteSocket::adopt(UniqueFd socket)
{
    // Without strict checking the kernel ignores the namespace ids of some dumps.
    const int on = 1;
    if (::setsockopt(socket.get(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on) != 0)
        return Error::fromErrno("setsockopt", "NETLINK_GET_STRICT_CHK");
    return RouteSocket(std::move(socket));
}

Result<void> RouteSocket::ask(RouteRequest& request, const Handler& handler)
{
    std::vector<char>& bytes = request.bytes();
    nlmsghdr header {};
    std::memcpy(&header, bytes.data(), sizeof header);
    header.nlmsg_len = std::uint32_t(bytes.size());
    header.nlmsg_seq = ++m_sequence;
    if ((header.nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
        header.nlmsg_flags |= NLM_F_ACK;
    std::memcpy(bytes.data(), &header, sizeof header);
    sockaddr_nl kernel {};
    kernel.nl_family = AF_NETLINK;
    if (::sendto(m_socket.get(), bytes.data(), bytes.size(), 0,
            reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel)
        < 0)
        return Error::fromErrno("sendto", "NETLINK_ROUTE");
    while (!TRY(receive(m_sequence, handler))) { }
    return {};
}

Result<void> RouteSocket::join(int group)
{
    sockaddr_nl own {};
    own.nl_family = AF_NETLINK;
    if (::bind(m_socket.get(), reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0)
        return Error::fromErrno("bind", "NETLINK_ROUTE");
    if (::setsockopt(m_socket.get(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group)
        != 0)
        return Error::fromErrno("setsockopt", "NETLINK_ADD_MEMBERSHIP");
    return {};
}

Result<void> RouteSocket::drain(const Handler& handler)
{
    for (;;) {
        const ssize_t got = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return {};
        if (got < 0)
            return Error::fromErrno("recv", "NETLINK_ROUTE");
        auto* message = reinterpret_cast<const nlmsghdr*>(m_buffer.data());
        for (auto left = std::uint32_t(got); NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left))
            handler({ message->nlmsg_type,
                { static_cast<const char*>(NLMSG_DATA(message)),
                    message->nlmsg_len - NLMSG_HDRLEN } });
    }
}

/// Receives one datagram of the answer; true when it was the last one.
Result<bool> RouteSocket::receive(std::uint32_t sequence, const Handler& handler)
{
    const ssize_t got = ::recv(m_socket.get(), m_buffer.data(), m_buffer.size(), 0);
    if (got < 0 && errno != EINTR)
        return Error::fromErrno("recv", "NETLINK_ROUTE");
    auto* message = reinterpret_cast<const nlmsghdr*>(m_buffer.data());
    for (auto left = std::uint32_t(std::max<ssize_t>(got, 0)); NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
        if (message->nlmsg_seq != sequence)
            continue; // the rest of an answer that was given up
        const std::string_view body(
            static_cast<const char*>(NLMSG_DATA(message)), message->nlmsg_len - NLMSG_HDRLEN);
        if (message->nlmsg_type == NLMSG_ERROR || message->nlmsg_type == NLMSG_DONE) {
            int code = 0;
            std::memcpy(&code, body.data(), std::min(sizeof code, body.size()));
            if (code < 0)
                return Error::kernel(-code, "rtnetlink");
            return true;
        }
        handler({ message->nlmsg_type, body });
    }
    return false;
}

} // namespace vitrine::observe
