// SPDX-License-Identifier: GPL-3.0-or-later
// The sockets of those who look at the console.
#pragma once

#include "helper/api/console_protocol.h"
#include "helper/shim/history.h"

#include <array>
#include <cstddef>
#include <poll.h>

namespace vitrine::shim {

inline constexpr int maximumClients = 32;

/// A client that does not read keeps the output back for this long, then it is dropped: the
/// container must not stand still for it. Milliseconds.
inline constexpr int clientPatience = 2000;

class Clients {
public:
    /// Serve SOCKET: send it the history first. Closes it when there are too many.
    void add(int socket, const History& history);
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int socket(int index) const { return m_clients[std::size_t(index)].socket; }
    void remove(int index);

    /// Send one message to all. DATA is at most maximumMessage - 1 bytes.
    void broadcast(api::console::Kind kind, const char* data, std::size_t size);

    /// Some client's socket is full: no output may be read until retry() says true.
    [[nodiscard]] bool blocked() const;
    /// Try again to send what is pending; drops clients that were full for too long.
    void retry(int elapsed);

private:
    struct Client {
        int socket = -1;
        int waited = 0; ///< milliseconds that its socket has been full
        std::size_t pending = 0; ///< bytes of m_message that it still has to get: all or none
    };
    [[nodiscard]] bool send(Client& client, const char* data, std::size_t size);

    std::array<Client, maximumClients> m_clients {};
    int m_count = 0;
    std::array<char, api::console::maximumMessage> m_message {}; ///< the last one broadcast
};

} // namespace vitrine::shim
