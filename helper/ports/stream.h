// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/unique_fd.h"
#include "helper/ports/event_queue.h"
#include "helper/ports/pipes.h"
#include "helper/ports/protocol.h"

#include <cstddef>
#include <cstdint>

namespace vitrine::ports {

class Stream;

/// What a Stream needs of those who keep it.
struct StreamKeeper {
    virtual ~StreamKeeper() = default;
    virtual EventQueue& queue() = 0;
    virtual Pipes& pipes() = 0;
    /// Call advance() once this turn's events are taken.
    virtual void wake(Stream& stream) = 0;
};

/// A TCP connection that was accepted, and the one that it leads to. Bytes go from socket to socket
/// through a pipe, splice(2), so they are never copied. What one side does the other is shown: the
/// end of what it sends, a reset, and that it does not read. Events are taken edge-triggered.
class Stream {
public:
    /// CLIENT does not block.
    Stream(StreamKeeper& keeper, const Targets& targets, UniqueFd client);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    /// Whether it may be connected with an address of TARGETS.
    [[nodiscard]] bool leadsTo(const Targets& targets) const;

    enum class Next {
        Wait, ///< for the kernel
        GoOn, ///< there is more to do; its share of this turn is used up
        Retry, ///< there was no pipe: a little later
        Linger, ///< a reset is due once what takeLast() gives has sent the rest
        End,
    };
    /// Connect.
    [[nodiscard]] Next begin();
    /// Do what can be done.
    [[nodiscard]] Next advance();
    /// End both connections at once.
    void reset();
    [[nodiscard]] UniqueFd takeLast();

    bool awake = false; ///< the keeper's

private:
    struct Side final : Watched {
        explicit Side(Stream& owner)
            : stream(owner)
        {
        }
        void ready(std::uint32_t events) override;

        Stream& stream;
        UniqueFd socket;
        bool readable = false, writable = false; ///< until the kernel says otherwise
    };
    struct Direction {
        Side& from;
        Side& to;
        Pipe pipe {};
        std::size_t held = 0; ///< bytes in it
        enum class State {
            Open,
            Ended, ///< FROM sends no more, and TO was told
            Failed, ///< TO was reset
        } state
            = State::Open;
        bool endedBefore = false; ///< of Failed: TO had sent all that it has
    };
    enum class Moved {
        Some,
        Blocked,
        NoPipe,
        Lost, ///< the side that is read from was reset
    };

    [[nodiscard]] Next connectNext();
    [[nodiscard]] Next finishConnecting();
    [[nodiscard]] Moved fill(Direction& direction);
    [[nodiscard]] Moved drain(Direction& direction);
    [[nodiscard]] Moved move(Direction& direction);
    [[nodiscard]] Next lose(Side& reset);
    [[nodiscard]] Next outcome(Moved up, Moved down);

    StreamKeeper& m_keeper;
    Targets m_targets;
    std::size_t m_next = 0; ///< target to try
    bool m_connected = false;
    Side m_client { *this }, m_server { *this };
    Direction m_up { m_client, m_server }, m_down { m_server, m_client };
    UniqueFd m_last;
};

/// Close SOCKET so that the other side gets a reset.
void closeByReset(UniqueFd socket);
/// Bytes that the other side of SOCKET does not have yet.
[[nodiscard]] std::size_t unsent(int socket);

} // namespace vitrine::ports
