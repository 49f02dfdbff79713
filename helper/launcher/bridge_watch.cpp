// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/bridge_watch.h"

#include <cerrno>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/socket.h>
#include <sys/socket.h>

namespace vitrine::launcher {

namespace {

/// Containers come and go with many messages: only deletions wake us, where that is enough.
Result<void> takeAlone(int socket, BridgeWatch::Scope scope)
{
    const std::uint32_t others = scope == BridgeWatch::Scope::Changes ? 0xffffffff : 0;
    sock_filter program[] {
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offsetof(nlmsghdr, nlmsg_type)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_DELLINK), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
        BPF_STMT(BPF_RET | BPF_K, others),
    };
    const sock_fprog filter { std::size(program), program };
    if (::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0)
        return Error::fromErrno("setsockopt(SO_ATTACH_FILTER)");
    return {};
}

int takeName(nl_msg* message, void* context)
{
    const nlattr* name = nlmsg_find_attr(nlmsg_hdr(message), sizeof(ifinfomsg), IFLA_IFNAME);
    const auto* header = static_cast<const ifinfomsg*>(nlmsg_data(nlmsg_hdr(message)));
    // AF_BRIDGE: it has only left a bridge.
    if (name && header->ifi_family == AF_UNSPEC)
        (*static_cast<const BridgeWatch::Told*>(context))(static_cast<const char*>(nla_data(name)));
    return NL_OK;
}

} // namespace

BridgeWatch::BridgeWatch(EventLoop& loop, Told told)
    : m_loop(loop)
    , m_told(std::move(told))
{
}

BridgeWatch::~BridgeWatch()
{
    if (m_socket)
        m_loop.forget(nl_socket_get_fd(m_socket.get()));
}

Result<void> BridgeWatch::begin(Scope scope)
{
    if (m_socket)
        return takeAlone(nl_socket_get_fd(m_socket.get()), scope);
    std::unique_ptr<nl_sock, network::Freed<nl_sock, nl_socket_free>> socket(nl_socket_alloc());
    if (!socket)
        return Error::kernel(ENOMEM, "socket(AF_NETLINK)");
    nl_socket_disable_seq_check(socket.get());
    nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, takeName, &m_told);
    if (nl_connect(socket.get(), NETLINK_ROUTE) < 0 || nl_socket_set_nonblocking(socket.get()) < 0)
        return Error::fromErrno("socket(AF_NETLINK)");
    TRY(takeAlone(nl_socket_get_fd(socket.get()), scope));
    if (nl_socket_add_membership(socket.get(), RTNLGRP_LINK) < 0)
        return Error::fromErrno("setsockopt(NETLINK_ADD_MEMBERSHIP)");
    TRY(m_loop.watch(nl_socket_get_fd(socket.get()), [this] { read(); }));
    m_socket = std::move(socket);
    return {};
}

/// Messages that were lost (ENOBUFS) are no matter: the next start in a network looks itself.
void BridgeWatch::read()
{
    while (nl_recvmsgs_default(m_socket.get()) >= 0) { }
}

} // namespace vitrine::launcher
