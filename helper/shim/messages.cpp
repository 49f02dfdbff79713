// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/messages.h"

#include "helper/shim/protocol.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine::shim {

namespace {

void readControl(msghdr& message, Received& received)
{
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS) {
            ucred sender {};
            std::memcpy(&sender, CMSG_DATA(part), sizeof sender);
            received.sender = sender.pid;
        }
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t many = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < many && received.count < maximumDescriptors; ++i)
            std::memcpy(&received.descriptors[received.count++], CMSG_DATA(part) + i * sizeof(int),
                sizeof(int));
    }
}

} // namespace

Received receive(int socket)
{
    Received received;
    alignas(cmsghdr) char
        control[CMSG_SPACE(maximumDescriptors * sizeof(int)) + CMSG_SPACE(sizeof(ucred))] {};
    iovec body { &received.kind, 1 };
    msghdr message {};
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    received.length = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (received.length > 0)
        readControl(message, received);
    else if (received.length < 0 && errno != EAGAIN && errno != EINTR)
        received.length = 0;
    return received;
}

int listenAt(const char* name)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    (void)std::snprintf(
        address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", runtimeDirectory, name);
    const int listener = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener >= 0
        && ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0
        && ::listen(listener, 4) == 0)
        return listener;
    if (listener >= 0)
        ::close(listener);
    return -1;
}

} // namespace vitrine::shim
