// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/stream.h"

#include "helper/ports/address.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>

namespace vitrine::ports {

namespace {

constexpr int movesATurn = 16; ///< of a connection in one direction: others wait meanwhile
constexpr std::uint32_t edges = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

/// What is sent goes at once: who wrote it has gathered it already.
void sendAtOnce(int socket)
{
    const int on = 1;
    (void)::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

} // namespace

void closeByReset(UniqueFd socket)
{
    const linger now { 1, 0 };
    (void)::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

std::size_t unsent(int socket)
{
    int count = 0;
    return ::ioctl(socket, SIOCOUTQ, &count) == 0 && count > 0 ? std::size_t(count) : 0;
}

void Stream::Side::ready(std::uint32_t events)
{
    if (!socket)
        return; // it was reset in this turn
    constexpr std::uint32_t broken = EPOLLERR | EPOLLHUP; // told by the next call
    readable = readable || (events & (EPOLLIN | EPOLLRDHUP | broken)) != 0;
    writable = writable || (events & (EPOLLOUT | broken)) != 0;
    stream.m_keeper.wake(stream);
}

Stream::Stream(StreamKeeper& keeper, const Targets& targets, UniqueFd client)
    : m_keeper(keeper)
    , m_targets(targets)
{
    m_client.socket = std::move(client);
}

Stream::~Stream()
{
    for (Side* side : { &m_client, &m_server })
        if (side->socket)
            m_keeper.queue().remove(side->socket.get());
}

bool Stream::leadsTo(const Targets& targets) const
{
    for (std::size_t own = 0; own < m_targets.count; ++own)
        for (std::size_t other = 0; other < targets.count; ++other)
            if (m_targets.list[own].version == targets.list[other].version
                && m_targets.list[own].address == targets.list[other].address)
                return true;
    return false;
}

Stream::Next Stream::begin()
{
    sendAtOnce(m_client.socket.get());
    if (!m_keeper.queue().add(m_client.socket.get(), edges, m_client))
        return lose(m_server);
    return connectNext();
}

/// Nobody is told who refused but by being refused, too.
Stream::Next Stream::connectNext()
{
    while (m_next < m_targets.count) {
        if (m_server.socket)
            m_keeper.queue().remove(m_server.socket.get());
        m_server.readable = m_server.writable = false;
        const SocketAddress address(m_targets.list[m_next++]);
        m_server.socket.reset(
            ::socket(address.generic.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (!m_server.socket)
            continue;
        sendAtOnce(m_server.socket.get());
        if (::connect(m_server.socket.get(), &address.generic, address.size) != 0
            && errno != EINPROGRESS)
            continue;
        if (m_keeper.queue().add(m_server.socket.get(), edges, m_server))
            return Next::Wait;
    }
    return lose(m_server);
}

Stream::Next Stream::finishConnecting()
{
    if (!m_server.writable)
        return Next::Wait;
    int failure = 0;
    socklen_t size = sizeof failure;
    if (::getsockopt(m_server.socket.get(), SOL_SOCKET, SO_ERROR, &failure, &size) != 0
        || failure != 0)
        return connectNext();
    m_connected = true;
    return Next::GoOn;
}

Stream::Next Stream::advance()
{
    if (!m_connected) {
        const Next next = finishConnecting();
        if (next != Next::GoOn)
            return next;
    }
    const Moved down = move(m_down), up = move(m_up);
    return outcome(up, down);
}

Stream::Next Stream::outcome(Moved up, Moved down)
{
    using State = Direction::State;
    if (up == Moved::Lost)
        return lose(m_client);
    if (down == Moved::Lost)
        return lose(m_server);
    if (m_up.state != State::Open && m_down.state != State::Open) {
        if (m_up.state == State::Failed)
            return lose(m_server);
        return m_down.state == State::Failed ? lose(m_client) : Next::End;
    }
    if (up == Moved::NoPipe || down == Moved::NoPipe)
        return Next::Retry;
    return up == Moved::Some || down == Moved::Some ? Next::GoOn : Next::Wait;
}

/// Up to its share of a turn.
Stream::Moved Stream::move(Direction& direction)
{
    for (int i = 0; i < movesATurn; ++i) {
        if (direction.state != Direction::State::Open)
            return Moved::Blocked;
        if (const Moved moved = direction.held == 0 ? fill(direction) : drain(direction);
            moved != Moved::Some)
            return moved;
    }
    return Moved::Some;
}

/// Only into an empty pipe: so what cannot be read now is not there.
Stream::Moved Stream::fill(Direction& direction)
{
    const Direction& opposite = &direction == &m_up ? m_down : m_up;
    if (!direction.from.readable)
        return Moved::Blocked;
    direction.pipe = m_keeper.pipes().take();
    if (!direction.pipe)
        return Moved::NoPipe;
    const ssize_t count = ::splice(direction.from.socket.get(), nullptr, direction.pipe.write.get(),
        nullptr, pipeSize, SPLICE_F_NONBLOCK | SPLICE_F_MOVE);
    const int failure = errno;
    if (count > 0) {
        direction.held = std::size_t(count);
        return Moved::Some;
    }
    m_keeper.pipes().give(std::exchange(direction.pipe, {}));
    if (count == 0 && opposite.state == Direction::State::Failed && !opposite.endedBefore)
        return Moved::Lost; // the kernel tells of a reset but once
    if (count == 0) {
        direction.state = Direction::State::Ended;
        (void)::shutdown(direction.to.socket.get(), SHUT_WR); // ENOTCONN: it was reset
        return Moved::Blocked;
    }
    if (failure == EINTR)
        return Moved::Some;
    if (failure != EAGAIN)
        return Moved::Lost;
    direction.from.readable = false;
    return Moved::Blocked;
}

Stream::Moved Stream::drain(Direction& direction)
{
    if (!direction.to.writable)
        return Moved::Blocked;
    const ssize_t count = ::splice(direction.pipe.read.get(), nullptr, direction.to.socket.get(),
        nullptr, direction.held, SPLICE_F_NONBLOCK | SPLICE_F_MOVE);
    if (count < 0 && errno == EAGAIN) {
        direction.to.writable = false;
        return Moved::Blocked;
    }
    if (count < 0 && errno != EINTR) { // what it has sent before is still passed on
        direction.state = Direction::State::Failed;
        direction.endedBefore = errno == EPIPE;
        direction.held = 0;
        direction.pipe = {};
        return Moved::Blocked;
    }
    direction.held -= std::size_t(std::max<ssize_t>(count, 0));
    if (direction.held == 0)
        m_keeper.pipes().give(std::exchange(direction.pipe, {}));
    return Moved::Some;
}

/// RESET was; what the other side was sent before arrives before it learns of that.
Stream::Next Stream::lose(Side& reset)
{
    Side& other = &reset == &m_client ? m_server : m_client;
    if (reset.socket) {
        m_keeper.queue().remove(reset.socket.get());
        closeByReset(std::move(reset.socket));
    }
    if (!other.socket)
        return Next::End;
    m_keeper.queue().remove(other.socket.get());
    if (m_connected && unsent(other.socket.get()) > 0) {
        m_last = std::move(other.socket);
        return Next::Linger;
    }
    closeByReset(std::move(other.socket));
    return Next::End;
}

void Stream::reset()
{
    for (Side* side : { &m_client, &m_server })
        if (side->socket) {
            m_keeper.queue().remove(side->socket.get());
            closeByReset(std::move(side->socket));
        }
}

UniqueFd Stream::takeLast()
{
    return std::move(m_last);
}

} // namespace vitrine::ports
