// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/unique_fd.h"
#include "helper/ports/address.h"
#include "helper/ports/event_queue.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <vector>

namespace vitrine::ports {

class Datagrams;

/// A UDP port of this computer.
class DatagramPort final : public Watched {
public:
    DatagramPort(Datagrams& owner, UniqueFd socket, const Targets& targets)
        : m_owner(owner)
        , m_socket(std::move(socket))
        , targets(targets)
    {
    }
    [[nodiscard]] int socket() const { return m_socket.get(); }
    void close() { m_socket.reset(); }
    void ready(std::uint32_t events) override;

private:
    Datagrams& m_owner;
    UniqueFd m_socket;

public:
    Targets targets;
};

/// All UDP ports. Each client of a port has a socket of its own in the network, its flow, so that
/// answers find back; they are sent from the address that the client has asked.
class Datagrams {
public:
    /// At most LIMIT clients at once: the one that was silent for longest makes room.
    Datagrams(EventQueue& queue, std::size_t limit);

    /// Null, with errno.
    [[nodiscard]] std::unique_ptr<DatagramPort> open(UniqueFd socket, const Targets& targets);
    /// End what PORT has. It may be told of something until the end of the turn.
    void close(DatagramPort& port);
    /// Forget who was silent for long.
    void advance();
    /// How long a turn may wait, ms; -1: for ever.
    [[nodiscard]] int patience() const;

    void receive(DatagramPort& port);

private:
    using Clock = std::chrono::steady_clock;
    /// A client, and which address of this computer it has asked.
    struct Client {
        const DatagramPort* port = nullptr;
        Endpoint from;
        std::uint32_t interface = 0; ///< of a link-local one
        Endpoint asked; ///< without port
        auto operator<=>(const Client&) const = default;
    };
    struct Flow final : Watched {
        Flow(Datagrams& owner, DatagramPort& port, const Client& client)
            : owner(owner)
            , port(port)
            , client(client)
        {
        }
        void ready(std::uint32_t events) override;

        Datagrams& owner;
        DatagramPort& port;
        const Client client;
        UniqueFd socket;
        std::size_t target = 0; ///< it is connected with
        bool answered = false, ended = false;
        Clock::time_point lastUsed {};
    };
    using Flows = std::list<Flow>;

    [[nodiscard]] Flow* flowOf(DatagramPort& port, const Client& client);
    [[nodiscard]] bool connect(Flow& flow);
    void send(Flow& flow, std::size_t size);
    void answer(Flow& flow);
    void refused(Flow& flow);
    void reply(const Flow& flow, std::size_t size);
    void use(Flow& flow);
    void end(Flows::iterator flow);

    EventQueue& m_queue;
    std::size_t m_limit;
    Flows m_flows; ///< the one that was used last is last
    Flows m_ended; ///< in this turn
    std::map<Client, Flows::iterator> m_byClient;
    std::vector<char> m_buffer;
};

} // namespace vitrine::ports
