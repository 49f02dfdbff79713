// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/ports/stream.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace vitrine::ports {

using Clock = std::chrono::steady_clock;

/// All TCP connections.
class Streams final : StreamKeeper {
public:
    /// At most LIMIT at once. ROOM is told that there is room again, after there was none.
    Streams(EventQueue& queue, std::size_t limit, std::function<void()> room);

    [[nodiscard]] bool isFull() const { return m_streams.size() >= m_limit; }
    /// Lead CLIENT to TARGETS.
    void add(const Targets& targets, UniqueFd client);
    /// Reset those that lead to the addresses of TARGETS. They may be told of something until the
    /// end of the turn.
    void cut(const Targets& targets);
    /// Do what this turn's events have brought.
    void advance();
    /// How long a turn may wait for the next event, ms; -1: for ever.
    [[nodiscard]] int patience() const;

private:
    struct Lingering {
        UniqueFd socket;
        Clock::time_point deadline;
    };
    EventQueue& queue() override { return m_queue; }
    Pipes& pipes() override { return m_pipes; }
    void wake(Stream& stream) override;
    void follow(Stream& stream, Stream::Next next);
    void end(Stream& stream);
    void linger(UniqueFd socket);
    void resetThoseWhoHaveAll();

    EventQueue& m_queue;
    std::size_t m_limit;
    std::function<void()> m_room;
    Pipes m_pipes;
    std::unordered_map<Stream*, std::unique_ptr<Stream>> m_streams;
    std::vector<std::unique_ptr<Stream>> m_ended; ///< the turn may hold more for them
    std::vector<Stream*> m_awake, m_retrying;
    std::vector<Lingering> m_lingering;
    Clock::time_point m_retryAt {};
};

} // namespace vitrine::ports
