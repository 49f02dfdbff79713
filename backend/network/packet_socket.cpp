// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/packet_socket.h"

#include <arpa/inet.h>
#include <cerrno>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/socket.h>

namespace vitrine::network {

namespace {

constexpr int queueSize = 8 * 1024 * 1024; ///< bytes that may wait for whoever reads

Result<void> setOption(const UniqueFd& socket, int level, int option, int value)
{
    if (::setsockopt(socket.get(), level, option, &value, sizeof value) != 0)
        return Error::fromErrno("setsockopt", "packet socket");
    return {};
}

} // namespace

Result<UniqueFd> openPacketSocket(const std::string& interface)
{
    const unsigned index = ::if_nametoindex(interface.c_str());
    if (index == 0)
        return Error::of(
            ErrorKind::NotFound, interface, "there is no interface '" + interface + "'");
    // Without a protocol nothing comes before it is bound to the one link.
    UniqueFd socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return Error::fromErrno("socket", "AF_PACKET");
    TRY(setOption(socket, SOL_SOCKET, SO_TIMESTAMPNS, 1));
    TRY(setOption(socket, SOL_PACKET, PACKET_AUXDATA, 1));
    if (!setOption(socket, SOL_SOCKET, SO_RCVBUFFORCE, queueSize))
        TRY(setOption(socket, SOL_SOCKET, SO_RCVBUF, queueSize)); // up to the kernel's limit
    sockaddr_ll link {};
    link.sll_family = AF_PACKET;
    link.sll_protocol = htons(ETH_P_ALL);
    link.sll_ifindex = int(index);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&link), sizeof link) != 0)
        return Error::fromErrno("bind", interface);
    socklen_t size = sizeof link;
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&link), &size) != 0)
        return Error::fromErrno("getsockname", interface);
    const auto kind = link.sll_hatype;
    if (kind != ARPHRD_ETHER && kind != ARPHRD_LOOPBACK && kind != ARPHRD_NONE)
        return Error::of(ErrorKind::NotSupported, interface,
            "'" + interface + "' is no Ethernet: only that, and IP alone, can be captured");
    return socket;
}

} // namespace vitrine::network
