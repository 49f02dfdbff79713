// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/ports/datagrams.h"
#include "helper/ports/streams.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace vitrine::ports {

/// How much it may have open at once, of LIMIT descriptors.
struct Capacity {
    explicit Capacity(std::size_t limit);
    std::size_t ports, streams, flows;
};

/// The ports that it was told, and those who tell.
class Forwarder {
public:
    /// LISTENER: where it is told, see protocol.h. LIFELINE: it ends when that connection does.
    Forwarder(EventQueue& queue, UniqueFd listener, UniqueFd lifeline, const Capacity& capacity);

    /// Returns when the lifeline ends.
    [[nodiscard]] Result<void> run();

private:
    /// A TCP port.
    struct StreamPort final : Watched {
        StreamPort(Forwarder& owner, UniqueFd socket, const Targets& targets)
            : owner(owner)
            , socket(std::move(socket))
            , targets(targets)
        {
        }
        void ready(std::uint32_t events) override;

        Forwarder& owner;
        UniqueFd socket;
        Targets targets;
    };
    /// Who tells.
    struct Asker final : Watched {
        Asker(Forwarder& owner, UniqueFd socket)
            : owner(owner)
            , socket(std::move(socket))
        {
        }
        void ready(std::uint32_t events) override;

        Forwarder& owner;
        UniqueFd socket;
    };
    struct Door final : Watched {
        explicit Door(Forwarder& owner)
            : owner(owner)
        {
        }
        void ready(std::uint32_t events) override;
        Forwarder& owner;
    };
    struct Lifeline final : Watched {
        void ready(std::uint32_t) override { ended = true; }
        bool ended = false;
    };
    struct Port {
        std::unique_ptr<StreamPort> stream; ///< one of the two
        std::unique_ptr<DatagramPort> datagram;
    };

    [[nodiscard]] int answerTo(const Request& request, UniqueFd socket);
    [[nodiscard]] int lead(const Request& request, UniqueFd socket);
    [[nodiscard]] int open(const Request& request, UniqueFd socket);
    [[nodiscard]] int withdraw(const HostSide& host);
    [[nodiscard]] int cut(const Targets& targets);
    void restDoor();
    void openDoor();
    void accept(StreamPort& port);
    void setAccepting(bool accepting);
    [[nodiscard]] int patience() const;

    EventQueue& m_queue;
    Capacity m_capacity;
    UniqueFd m_listener, m_lifelineSocket;
    Door m_door { *this };
    Lifeline m_lifeline;
    Streams m_streams;
    Datagrams m_datagrams;
    std::map<HostSide, Port> m_ports;
    std::vector<std::unique_ptr<Asker>> m_askers;
    std::vector<Port> m_withdrawn; ///< in this turn
    std::optional<Clock::time_point> m_doorAgain; ///< nobody else is let in until then
    bool m_accepting = true;
    Clock::time_point m_acceptAgain {}; ///< after the computer had no descriptors left
};

} // namespace vitrine::ports
