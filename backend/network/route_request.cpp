// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/route_request.h"

#include <cerrno>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/socket.h>
#include <sys/socket.h>

namespace vitrine::network {

namespace {

/// What libnl itself reports, as errno.
int numberOf(int code)
{
    return code == -NLE_NOMEM ? ENOMEM : code == -NLE_PERM ? EPERM : EIO;
}

/// The kernel's sentence after an error message, NLMSGERR_ATTR_MSG.
std::string wordsAfter(const nlmsgerr& error)
{
    // The header stands before the error in the same message.
    const auto* header
        = reinterpret_cast<const nlmsghdr*>(reinterpret_cast<const char*>(&error) - NLMSG_HDRLEN);
    if ((header->nlmsg_flags & NLM_F_ACK_TLVS) == 0)
        return {};
    std::size_t offset = sizeof(nlmsgerr);
    if ((header->nlmsg_flags & NLM_F_CAPPED) == 0)
        offset += error.msg.nlmsg_len - sizeof(nlmsghdr);
    const std::size_t length = header->nlmsg_len - NLMSG_HDRLEN;
    if (offset >= length)
        return {};
    auto* attributes = reinterpret_cast<nlattr*>(
        const_cast<char*>(reinterpret_cast<const char*>(&error)) + offset);
    const nlattr* text = nla_find(attributes, int(length - offset), NLMSGERR_ATTR_MSG);
    return text ? std::string(static_cast<const char*>(nla_data(text))) : std::string();
}

} // namespace

int RouteRequest::refused(sockaddr_nl*, nlmsgerr* error, void* refusal)
{
    auto& told = *static_cast<Refusal*>(refusal);
    told.number = -error->error;
    told.text = wordsAfter(*error);
    return NL_STOP;
}

Result<RouteRequest> RouteRequest::begin()
{
    RouteRequest request;
    request.m_socket.reset(nl_socket_alloc());
    if (!request.m_socket)
        return Error::kernel(ENOMEM, "socket(AF_NETLINK)");
    nl_sock* const socket = request.m_socket.get();
    if (const int code = nl_connect(socket, NETLINK_ROUTE); code < 0)
        return Error::kernel(numberOf(code), "socket(AF_NETLINK)");
    const int on = 1;
    (void)::setsockopt(nl_socket_get_fd(socket), SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
    nl_socket_modify_err_cb(socket, NL_CB_CUSTOM, &RouteRequest::refused, request.m_refusal.get());
    return request;
}

Result<void> RouteRequest::send(nl_msg* message, const char* call, const std::string& object)
{
    *m_refusal = {};
    int code = nl_send_auto(m_socket.get(), message);
    nlmsg_free(message);
    if (code >= 0)
        code = nl_wait_for_ack(m_socket.get());
    return outcomeOf(code, call, object);
}

Result<void> RouteRequest::ask(nl_msg* message, const char* call, const std::string& object,
    const std::function<void(nlmsghdr&)>& take)
{
    *m_refusal = {};
    nl_sock* const socket = m_socket.get();
    nl_socket_disable_auto_ack(socket); // the answer says that it was understood
    const auto received = [](nl_msg* answer, void* taker) -> int {
        (*static_cast<const std::function<void(nlmsghdr&)>*>(taker))(*nlmsg_hdr(answer));
        return NL_OK;
    };
    nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, received,
        const_cast<std::function<void(nlmsghdr&)>*>(&take));
    int code = nl_send_auto(socket, message);
    nlmsg_free(message);
    if (code >= 0)
        code = nl_recvmsgs_default(socket);
    nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_DEFAULT, nullptr, nullptr);
    nl_socket_enable_auto_ack(socket);
    return outcomeOf(code, call, object);
}

Result<void> RouteRequest::outcomeOf(int code, const char* call, const std::string& object) const
{
    if (m_refusal->number == 0 && code >= 0)
        return {};
    Error error
        = Error::kernel(m_refusal->number != 0 ? m_refusal->number : numberOf(code), call, object);
    error.text = m_refusal->text;
    return error;
}

} // namespace vitrine::network
