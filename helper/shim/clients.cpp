// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/clients.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::shim {

using api::console::Kind;

/// False when the socket is full.
bool Clients::send(Client& client, const char* data, std::size_t size)
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
    client = { socket, 0, 0 };
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
    for (int i = 0; i < m_count; ++i) {
        Client& client = m_clients[std::size_t(i)];
        client.waited = 0;
        client.pending = send(client, m_message.data(), size + 1) ? 0 : size + 1;
    }
}

bool Clients::blocked() const
{
    for (int i = 0; i < m_count; ++i)
        if (m_clients[std::size_t(i)].pending > 0)
            return true;
    return false;
}

void Clients::retry(int elapsed)
{
    for (int i = m_count - 1; i >= 0; --i) {
        Client& client = m_clients[std::size_t(i)];
        if (client.pending == 0)
            continue;
        client.waited += elapsed;
        if (send(client, m_message.data(), client.pending))
            client.pending = 0;
        else if (client.waited > clientPatience)
            remove(i);
    }
}

} // namespace vitrine::shim
