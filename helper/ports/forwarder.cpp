// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/forwarder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/epoll.h>

namespace vitrine::ports {

namespace {

constexpr std::size_t maximumAskers = 16;
constexpr int acceptedATurn = 64; ///< of a port: others wait meanwhile
constexpr std::chrono::milliseconds exhausted { 100 }; ///< before the next try

int numberOf(int socket, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    return ::getsockopt(socket, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

/// Whether SOCKET is what HOST says.
bool isFor(int socket, const HostSide& host)
{
    const bool tcp = host.transport == Transport::Tcp;
    return numberOf(socket, SO_DOMAIN) == familyOf(host.endpoint)
        && numberOf(socket, SO_TYPE) == (tcp ? SOCK_STREAM : SOCK_DGRAM)
        && (!tcp || numberOf(socket, SO_ACCEPTCONN) == 1)
        && ::fcntl(socket, F_SETFL, O_RDWR | O_NONBLOCK) == 0;
}

bool isOfThisUser(int socket)
{
    ucred peer {};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == ::geteuid();
}

/// Whether an accept that failed so may do better later.
bool isExhausted(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

struct Received {
    ssize_t size = -1;
    Request request;
    UniqueFd socket;
};

Received receive(int asker)
{
    Received received;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] {};
    iovec body { &received.request, sizeof received.request };
    msghdr message {};
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = CMSG_LEN(sizeof(int)); // the kernel keeps what is more
    received.size = ::recvmsg(asker, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    const cmsghdr* const header = received.size > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS
        && header->cmsg_len == CMSG_LEN(sizeof(int))) {
        int fd = -1;
        std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
        received.socket.reset(fd);
    }
    return received;
}

} // namespace

/// A connection has two sockets and at worst two pipes.
Capacity::Capacity(std::size_t limit)
{
    constexpr std::size_t others = 64, forStream = 6, mostStreams = 65536, mostFlows = 4096;
    const std::size_t left = limit > 2 * others ? limit - others : others;
    ports = std::min(left / 4, maximumPorts);
    flows = std::min(left / 8, mostFlows);
    streams = std::min((left - ports - flows) / forStream, mostStreams);
}

Forwarder::Forwarder(
    EventQueue& queue, UniqueFd listener, UniqueFd lifeline, const Capacity& capacity)
    : m_queue(queue)
    , m_capacity(capacity)
    , m_listener(std::move(listener))
    , m_lifelineSocket(std::move(lifeline))
    , m_streams(queue, capacity.streams, [this] { setAccepting(true); })
    , m_datagrams(queue, capacity.flows)
{
}

Result<void> Forwarder::run()
{
    if (!m_queue.add(m_listener.get(), EPOLLIN, m_door)
        || !m_queue.add(m_lifelineSocket.get(), EPOLLIN | EPOLLRDHUP, m_lifeline))
        return Error::fromErrno("epoll_ctl");
    while (!m_lifeline.ended) {
        TRY(m_queue.turn(patience()));
        m_withdrawn.clear();
        std::erase_if(m_askers, [](const auto& asker) { return !asker->socket; });
        m_streams.advance();
        m_datagrams.advance();
        if (!m_accepting && !m_streams.isFull() && Clock::now() >= m_acceptAgain)
            setAccepting(true);
        if (m_doorAgain && Clock::now() >= *m_doorAgain)
            openDoor();
    }
    return {};
}

int Forwarder::patience() const
{
    int least = -1;
    const auto atMost = [&](int patience) {
        if (patience >= 0 && (least < 0 || patience < least))
            least = patience;
    };
    atMost(m_streams.patience());
    atMost(m_datagrams.patience());
    if ((!m_accepting && !m_streams.isFull()) || m_doorAgain)
        atMost(int(exhausted.count()));
    return least;
}

void Forwarder::Door::ready(std::uint32_t)
{
    if (owner.m_askers.size() >= maximumAskers)
        return owner.restDoor();
    UniqueFd socket(
        ::accept4(owner.m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket && isExhausted(errno))
        return owner.restDoor();
    if (!socket || !isOfThisUser(socket.get()))
        return;
    auto asker = std::make_unique<Asker>(owner, std::move(socket));
    if (owner.m_queue.add(asker->socket.get(), EPOLLIN, *asker))
        owner.m_askers.push_back(std::move(asker));
}

/// Who comes meanwhile waits in the kernel's queue.
void Forwarder::restDoor()
{
    m_doorAgain = Clock::now() + exhausted;
    m_queue.change(m_listener.get(), 0, m_door);
}

void Forwarder::openDoor()
{
    m_doorAgain.reset();
    m_queue.change(m_listener.get(), EPOLLIN, m_door);
}

void Forwarder::Asker::ready(std::uint32_t)
{
    if (!socket)
        return;
    Received received = receive(socket.get());
    if (received.size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    Answer answer { EINVAL };
    if (received.size == sizeof received.request)
        answer.error = owner.answerTo(received.request, std::move(received.socket));
    if (received.size > 0
        && ::send(socket.get(), &answer, sizeof answer, MSG_DONTWAIT | MSG_NOSIGNAL)
            == sizeof answer)
        return;
    owner.m_queue.remove(socket.get());
    socket.reset();
}

int Forwarder::answerTo(const Request& request, UniqueFd socket)
{
    switch (request.kind) {
    case Request::Kind::Lead:
        return lead(request, std::move(socket));
    case Request::Kind::Withdraw:
        return withdraw(request.host);
    case Request::Kind::Cut:
        return cut(request.targets);
    }
    return EINVAL;
}

int Forwarder::lead(const Request& request, UniqueFd socket)
{
    if (request.targets.count < 1 || request.targets.count > maximumTargets)
        return EINVAL;
    const auto found = m_ports.find(request.host);
    if (found != m_ports.end()) {
        auto& [stream, datagram] = found->second;
        (stream ? stream->targets : datagram->targets) = request.targets;
        return 0;
    }
    if (!socket)
        return ENOENT;
    if (m_ports.size() >= m_capacity.ports)
        return ENOSPC;
    return isFor(socket.get(), request.host) ? open(request, std::move(socket)) : EINVAL;
}

int Forwarder::cut(const Targets& targets)
{
    if (targets.count > maximumTargets)
        return EINVAL;
    m_streams.cut(targets);
    return 0;
}

int Forwarder::open(const Request& request, UniqueFd socket)
{
    Port port;
    if (request.host.transport == Transport::Udp) {
        port.datagram = m_datagrams.open(std::move(socket), request.targets);
        if (!port.datagram)
            return errno;
    } else {
        port.stream = std::make_unique<StreamPort>(*this, std::move(socket), request.targets);
        if (!m_queue.add(port.stream->socket.get(), m_accepting ? EPOLLIN : 0U, *port.stream))
            return errno;
    }
    m_ports.emplace(request.host, std::move(port));
    return 0;
}

int Forwarder::withdraw(const HostSide& host)
{
    const auto found = m_ports.find(host);
    if (found == m_ports.end())
        return ENOENT;
    if (auto& stream = found->second.stream) {
        m_queue.remove(stream->socket.get());
        stream->socket.reset();
    } else {
        m_datagrams.close(*found->second.datagram);
    }
    m_withdrawn.push_back(std::move(found->second));
    m_ports.erase(found);
    return 0;
}

void Forwarder::StreamPort::ready(std::uint32_t)
{
    if (socket)
        owner.accept(*this);
}

/// Who comes when there is no room waits in the kernel's queue.
void Forwarder::accept(StreamPort& port)
{
    for (int i = 0; i < acceptedATurn; ++i) {
        if (m_streams.isFull())
            return setAccepting(false);
        UniqueFd client(
            ::accept4(port.socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (client) {
            m_streams.add(port.targets, std::move(client));
        } else if (isExhausted(errno)) {
            m_acceptAgain = Clock::now() + exhausted;
            return setAccepting(false);
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

void Forwarder::setAccepting(bool accepting)
{
    if (accepting == m_accepting)
        return;
    m_accepting = accepting;
    for (auto& [host, port] : m_ports)
        if (port.stream)
            m_queue.change(port.stream->socket.get(), accepting ? EPOLLIN : 0U, *port.stream);
}

} // namespace vitrine::ports
