// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/packet_probe.h"

#include "backend/base/unique_fd.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::network {

namespace {

using Clock = std::chrono::steady_clock;
using Kind = ProbeAnswer::Kind;

constexpr std::uint16_t sequence = 1;

int familyOf(const Probe& probe)
{
    return probe.to.version == IpVersion::V4 ? AF_INET : AF_INET6;
}

struct SocketAddress {
    sockaddr_storage storage {};
    socklen_t length = 0;
};

SocketAddress addressOf(const Probe& probe)
{
    SocketAddress address;
    if (probe.to.version == IpVersion::V4) {
        auto& four = reinterpret_cast<sockaddr_in&>(address.storage);
        four.sin_family = AF_INET;
        four.sin_port = htons(probe.port);
        std::copy_n(probe.to.bytes.data(), 4, reinterpret_cast<std::uint8_t*>(&four.sin_addr));
        address.length = sizeof four;
    } else {
        auto& six = reinterpret_cast<sockaddr_in6&>(address.storage);
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(probe.port);
        std::copy_n(probe.to.bytes.data(), 16, six.sin6_addr.s6_addr);
        address.length = sizeof six;
    }
    return address;
}

/// Whether NUMBER says something about the way, rather than about this process.
bool isAnswer(int number)
{
    return number == ECONNREFUSED || number == ENETUNREACH || number == EHOSTUNREACH
        || number == EACCES || number == EINVAL || number == ETIMEDOUT || number == EPERM
        || number == ENETDOWN || number == ECONNRESET || number == EADDRNOTAVAIL;
}

ProbeAnswer answerOf(int number)
{
    if (number == 0)
        return {};
    if (number == ECONNREFUSED || number == ECONNRESET)
        return { Kind::Refused, number };
    return { number == ETIMEDOUT ? Kind::Silent : Kind::Unreachable, number };
}

/// A socket of TYPE for PROTOCOL, connected to where PROBE goes.
Result<UniqueFd> open(const Probe& probe, int type, int protocol)
{
    UniqueFd socket(::socket(familyOf(probe), type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
    if (!socket)
        return Error::fromErrno("socket", toText(probe.to));
    const SocketAddress address = addressOf(probe);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.length)
            != 0
        && errno != EINPROGRESS)
        return Error::fromErrno("connect", toText(probe.to));
    return socket;
}

/// Wait for EVENT on SOCKET: false when the time is over.
bool await(int socket, short event, Clock::time_point end)
{
    for (;;) {
        const auto left
            = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd poll { socket, event, 0 };
        const int ready = ::poll(&poll, 1, int(std::max<std::int64_t>(left, 0)));
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}

int pendingError(int socket)
{
    int number = 0;
    socklen_t length = sizeof number;
    return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &number, &length) == 0 ? number : errno;
}

Result<ProbeAnswer> connectTo(const Probe& probe, Clock::time_point end)
{
    const UniqueFd socket = TRY(open(probe, SOCK_STREAM, IPPROTO_TCP));
    if (!await(socket.get(), POLLOUT, end))
        return ProbeAnswer { Kind::Silent, ETIMEDOUT };
    const int number = pendingError(socket.get());
    return number == 0 ? ProbeAnswer { Kind::Answered } : answerOf(number);
}

/// Send MESSAGE and take what comes back until the time is over or it IS the answer.
template <typename IsAnswer>
Result<ProbeAnswer> exchange(
    int socket, const void* message, std::size_t size, Clock::time_point end, IsAnswer is)
{
    if (::send(socket, message, size, MSG_NOSIGNAL) < 0)
        return Error::fromErrno("send");
    std::array<char, 2048> memory {};
    while (await(socket, POLLIN, end)) {
        const ssize_t length = ::recv(socket, memory.data(), memory.size(), 0);
        if (length < 0 && errno != EAGAIN)
            return answerOf(errno);
        if (length >= 0 && is(memory.data(), std::size_t(length)))
            return ProbeAnswer { Kind::Answered };
    }
    return ProbeAnswer { Kind::Silent, ETIMEDOUT };
}

Result<ProbeAnswer> sendDatagram(const Probe& probe, Clock::time_point end)
{
    const UniqueFd socket = TRY(open(probe, SOCK_DGRAM, IPPROTO_UDP));
    return exchange(socket.get(), nullptr, 0, end, [](const char*, std::size_t) { return true; });
}

std::uint16_t checksum(const icmphdr& header)
{
    std::array<std::uint16_t, sizeof header / 2> words {};
    std::memcpy(words.data(), &header, sizeof header);
    std::uint32_t sum = 0;
    for (const auto word : words)
        sum += word;
    sum = (sum & 0xffff) + (sum >> 16);
    return std::uint16_t(~(sum + (sum >> 16)));
}

Result<ProbeAnswer> sendEcho(const Probe& probe, Clock::time_point end)
{
    const bool four = probe.to.version == IpVersion::V4;
    const int protocol = four ? int(IPPROTO_ICMP) : int(IPPROTO_ICMPV6);
    auto opened = open(probe, SOCK_DGRAM, protocol);
    // Where net.ipv4.ping_group_range lets nobody have such a socket, one for all ICMP does.
    const bool raw = !opened && opened.error().number == EACCES && opened.error().call == "socket";
    if (raw)
        opened = open(probe, SOCK_RAW, protocol);
    const UniqueFd socket = TRY(std::move(opened));
    icmphdr request {}; // of the same form in ICMPv6
    request.type = four ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
    request.un.echo.sequence = htons(sequence);
    request.un.echo.id = raw ? std::uint16_t(::getpid()) : 0;
    if (raw && four)
        request.checksum = checksum(request); // of others the kernel takes care
    const auto isReply = [&](const char* data, std::size_t size) {
        const std::size_t skipped = raw && four ? std::size_t(data[0] & 0xf) * 4 : 0;
        icmphdr reply {};
        if (size < skipped + sizeof reply)
            return false;
        std::memcpy(&reply, data + skipped, sizeof reply);
        return reply.type == (four ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY)
            && (!raw || reply.un.echo.id == request.un.echo.id);
    };
    return exchange(socket.get(), &request, sizeof request, end, isReply);
}

const char* nameOf(Kind kind)
{
    switch (kind) {
    case Kind::Answered:
        return "answered";
    case Kind::Refused:
        return "refused";
    case Kind::Unreachable:
        return "unreachable";
    case Kind::Silent:
        break;
    }
    return "silent";
}

} // namespace

Result<ProbeAnswer> sendProbe(const Probe& probe)
{
    const auto begin = Clock::now();
    const auto end = begin + probePatience;
    auto answer = !probe.protocol          ? sendEcho(probe, end)
        : *probe.protocol == Protocol::Tcp ? connectTo(probe, end)
                                           : sendDatagram(probe, end);
    if (!answer && isAnswer(answer.error().number) && answer.error().call != "socket")
        answer = answerOf(answer.error().number);
    if (answer)
        answer.value().microseconds
            = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
    return answer;
}

Json toJson(const ProbeAnswer& answer, const Probe& probe)
{
    std::string text;
    switch (answer.kind) {
    case Kind::Answered:
        text = "It was answered";
        break;
    case Kind::Refused:
        text = "It arrived, and was refused: nobody listens there";
        break;
    case Kind::Unreachable:
        text = std::string("It could not be sent, or not be delivered: ")
            + std::strerror(answer.number);
        break;
    case Kind::Silent:
        text = probe.protocol == Protocol::Udp
            ? "Nothing came back, which says nothing: who listens need not answer"
            : "Nothing came back in " + std::to_string(probePatience.count() / 1000) + " seconds";
        break;
    }
    return { { "outcome", nameOf(answer.kind) }, { "errno", answer.number }, { "text", text },
        { "microseconds", answer.microseconds } };
}

} // namespace vitrine::network
