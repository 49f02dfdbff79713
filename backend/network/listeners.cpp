// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/listeners.h"

#include "backend/base/unique_fd.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace vitrine::network {

namespace {

constexpr unsigned tcpClose = 7, tcpListen = 10; // TCP_CLOSE is an unconnected UDP socket

/// Whether SOCKET gets what comes to ADDRESS.
bool takes(const inet_diag_msg& socket, const IpAddress& address)
{
    const auto* bound = reinterpret_cast<const std::uint8_t*>(socket.id.idiag_src);
    const bool six = socket.idiag_family == AF_INET6;
    const auto all = [&](std::size_t size) {
        return std::all_of(bound, bound + size, [](auto b) { return b == 0; });
    };
    if (all(six ? 16 : 4))
        return true; // an IPv6 socket for all addresses takes IPv4, too, unless told otherwise
    if (!six || address.version == IpVersion::V6)
        return six == (address.version == IpVersion::V6)
            && std::equal(bound, bound + address.size(), address.bytes.begin());
    constexpr std::array<std::uint8_t, 12> mapped { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    return std::equal(mapped.begin(), mapped.end(), bound)
        && std::equal(bound + 12, bound + 16, address.bytes.begin());
}

/// None: this kernel does not tell.
Result<std::optional<bool>> findListener(
    int family, Protocol protocol, const IpAddress& address, std::uint16_t port)
{
    const UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!socket)
        return Error::fromErrno("socket(NETLINK_SOCK_DIAG)");
    struct {
        nlmsghdr header {};
        inet_diag_req_v2 body {};
    } request;
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.sdiag_family = std::uint8_t(family);
    request.body.sdiag_protocol = protocol == Protocol::Tcp ? IPPROTO_TCP : IPPROTO_UDP;
    request.body.idiag_states = 1U << (protocol == Protocol::Tcp ? tcpListen : tcpClose);
    request.body.id.idiag_sport = htons(port);
    if (::send(socket.get(), &request, sizeof request, 0) < 0)
        return Error::fromErrno("send(SOCK_DIAG_BY_FAMILY)");
    alignas(nlmsghdr) std::array<char, 32 * 1024> memory {};
    bool found = false;
    for (;;) {
        const ssize_t length = ::recv(socket.get(), memory.data(), memory.size(), 0);
        if (length < 0)
            return Error::fromErrno("recv(SOCK_DIAG_BY_FAMILY)");
        auto left = unsigned(length);
        for (auto* each = reinterpret_cast<nlmsghdr*>(memory.data()); NLMSG_OK(each, left);
             each = NLMSG_NEXT(each, left)) {
            if (each->nlmsg_type == NLMSG_ERROR)
                return std::optional<bool>();
            if (each->nlmsg_type == NLMSG_DONE)
                return std::optional(found);
            const auto* one = static_cast<const inet_diag_msg*>(NLMSG_DATA(each));
            found = found || (ntohs(one->id.idiag_sport) == port && takes(*one, address));
        }
    }
}

} // namespace

Result<std::optional<bool>> isListening(
    Protocol protocol, const IpAddress& address, std::uint16_t port)
{
    const auto six = TRY(findListener(AF_INET6, protocol, address, port));
    if (address.version == IpVersion::V6 || six == true)
        return six;
    return findListener(AF_INET, protocol, address, port);
}

} // namespace vitrine::network
