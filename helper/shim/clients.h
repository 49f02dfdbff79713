// SPDX-License-Identifier: GPL-3.0-or-later
// The sockets of those who look at the console.
#pragma once

#include "helper/api/console_protocol.h"
#include "helper/shim/history.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace vitrine::shim {

inline constexpr int maximumClients = 32;

/// A client that does not read keeps the output back for this long, then it is dropped: the
/// container must not stand still for it. Milliseconds.
inline constexpr int clientPatience = 2000;

/// Of a terminal, in characters.
struct Size {
    std::uint16_t rows = 0, columns = 0;
};

class Clients {
public:
    /// Serve SOCKET: send it the history first. Closes it when there are too many.
    void add(int socket, const History& history);
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int socket(int index) const { return m_clients[std::size_t(index)].socket; }
    void remove(int index);

    /// Send one message to all. DATA is at most maximumMessage - 1 bytes. Nobody may be blocked.
    void broadcast(api::console::Kind kind, const char* data, std::size_t size);

    /// Some client's socket is full: nothing may be broadcast until it has got the last message.
    [[nodiscard]] bool blocked() const;
    [[nodiscard]] bool blocked(int index) const { return m_clients[std::size_t(index)].since != 0; }
    enum class Only { Drop, Keep };
    /// Try again to send what is pending. Drops clients that were full for too long; with
    /// Only::Keep not one that is the only one.
    void retry(Only only);

    /// The client has said how large its terminal is; or it has typed.
    void setSize(int index, Size size);
    void use(int index);
    /// The size of the client that used the terminal last; 0 when nobody has said one.
    [[nodiscard]] Size size() const;

private:
    struct Client {
        int socket = -1;
        std::int64_t since = 0; ///< when its socket was full for m_message first; 0: it has it
        Size size;
        std::uint64_t used = 0; ///< the larger the later
    };
    [[nodiscard]] bool send(const Client& client, const char* data, std::size_t size) const;

    std::array<Client, maximumClients> m_clients {};
    int m_count = 0;
    std::uint64_t m_uses = 0;
    std::array<char, api::console::maximumMessage> m_message {}; ///< the last one broadcast
    std::size_t m_messageSize = 0;
};

} // namespace vitrine::shim
