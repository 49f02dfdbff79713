// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/descriptors.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace vitrine::kernel {

Result<std::pair<UniqueFd, UniqueFd>> socketPair()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return Error::fromErrno("socketpair");
    return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

namespace {

/// TEXT with at most maximumTokenDescriptors descriptors.
Result<void> send(int socket, std::string_view text, const int* descriptors, std::size_t count,
    int flags, const std::string& object)
{
    alignas(cmsghdr) char control[CMSG_SPACE(maximumTokenDescriptors * sizeof(int))] {};
    iovec body { const_cast<char*>(text.data()), text.size() };
    msghdr message {};
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    if (count > 0) {
        const std::size_t size = count * sizeof(int);
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(size);
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(header), descriptors, size);
    }
    const ssize_t sent = ::sendmsg(socket, &message, flags | MSG_NOSIGNAL);
    if (sent < 0)
        return Error::fromErrno("sendmsg", object);
    if (std::size_t(sent) != text.size()) // of a stream's socket; it has the descriptors
        return Error::kernel(EMSGSIZE, "sendmsg", object);
    return {};
}

} // namespace

Result<void> sendToken(int socket, char token, const std::vector<int>& descriptors)
{
    if (descriptors.size() > maximumTokenDescriptors)
        return Error::of(ErrorKind::Quota, "descriptors", "more than can be sent at once");
    return send(socket, { &token, 1 }, descriptors.data(), descriptors.size(), MSG_DONTWAIT, {});
}

Result<void> sendDescriptor(
    int socket, std::string_view text, int descriptor, const std::string& object)
{
    return send(socket, text, &descriptor, 1, 0, object);
}

Result<Token> receiveToken(int socket, int timeout)
{
    pollfd wait { socket, POLLIN, 0 };
    int ready = 0;
    do
        ready = ::poll(&wait, 1, timeout);
    while (ready < 0 && errno == EINTR);
    if (ready < 0)
        return Error::fromErrno("poll");
    if (ready == 0)
        return Error::kernel(ETIMEDOUT, "poll");
    alignas(cmsghdr) char control[CMSG_SPACE(maximumTokenDescriptors * sizeof(int))] {};
    Token token;
    iovec body { &token.value, 1 };
    msghdr message {};
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (count < 0 && errno != ECONNRESET)
        return Error::fromErrno("recvmsg");
    if (count <= 0)
        return Token {};
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header;
         header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t many = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < many; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof fd);
            token.descriptors.emplace_back(fd);
        }
    }
    return token;
}

} // namespace vitrine::kernel
