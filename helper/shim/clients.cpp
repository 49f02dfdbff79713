// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/clients.h"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::shim {

using api::console::Kind;

namespace {

/// Milliseconds since some moment before the first call, never 0.
std::int64_t milliseconds()
{
    timespec now {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000 + 1;
}

} // namespace

/// False when the socket is full.
bool Clients::send(const Client& client, const char* data, std::size_t size) const
{
    const ssize_t sent = ::send(client.socket, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent >= 0 || errno != EAGAIN; // any other error shows as a hang-up in poll(2)
}

void Clients::add(int socket, const History& history)
{
    if (m_count == maximumClients) {
        ::close(socket);
        return;
    }
    Client& client = m_clients[std::size_t(m_count++)];
    client = {};
    client.socket = socket;
    char chunk[8192];
    chunk[0] = char(Kind::Output);
    for (std::size_t offset = 0; offset < history.size();) {
        const std::size_t count = history.copy(offset, chunk + 1, sizeof chunk - 1);
        (void)send(client, chunk, count + 1); // the whole history is less than a fresh socket takes
        offset += count;
    }
}

void Clients::remove(int index)
{
    ::close(m_clients[std::size_t(index)].socket);
    m_clients[std::size_t(index)] = m_clients[std::size_t(--m_count)];
}

void Clients::broadcast(Kind kind, const char* data, std::size_t size)
{
    m_message[0] = char(kind);
    std::memcpy(m_message.data() + 1, data, size);
    m_messageSize = size + 1;
    for (int i = 0; i < m_count; ++i) {
        Client& client = m_clients[std::size_t(i)];
        client.since = send(client, m_message.data(), m_messageSize) ? 0 : milliseconds();
    }
}

bool Clients::blocked() const
{
    for (int i = 0; i < m_count; ++i)
        if (blocked(i))
            return true;
    return false;
}

void Clients::retry(Only only)
{
    for (int i = m_count - 1; i >= 0; --i) {
        Client& client = m_clients[std::size_t(i)];
        if (client.since == 0)
            continue;
        if (send(client, m_message.data(), m_messageSize))
            client.since = 0;
        else if ((only == Only::Drop || m_count > 1)
            && milliseconds() - client.since > clientPatience)
            remove(i);
    }
}

void Clients::setSize(int index, Size size)
{
    m_clients[std::size_t(index)].size = size;
    use(index);
}

void Clients::use(int index)
{
    m_clients[std::size_t(index)].used = ++m_uses;
}

Size Clients::size() const
{
    const Client* latest = nullptr;
    for (int i = 0; i < m_count; ++i) {
        const Client& client = m_clients[std::size_t(i)];
        if (client.size.rows > 0 && client.size.columns > 0
            && (!latest || client.used > latest->used))
            latest = &client;
    }
    return latest ? latest->size : Size {};
}

} // namespace vitrine::shim
