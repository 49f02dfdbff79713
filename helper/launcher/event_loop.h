// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace vitrine::launcher {

/// epoll(7) with callbacks and timers; one thread. Without timers it sleeps until something
/// happens.
class EventLoop {
public:
    using Callback = std::function<void()>;
    using Clock = std::chrono::steady_clock;
    using TimerId = std::uint64_t;

    [[nodiscard]] static Result<EventLoop> make();

    /// Call CALLBACK whenever FD is readable or hung up, until forget(FD). FD stays the caller's.
    [[nodiscard]] Result<void> watch(int fd, Callback callback);
    void forget(int fd);

    /// Call CALLBACK once, DELAY from now, unless cancelled.
    TimerId after(std::chrono::milliseconds delay, Callback callback);
    void cancel(TimerId timer);

    /// Call CALLBACK once there is nothing else to do, or a second from now: for what nobody waits
    /// for, and others should not either.
    void whenIdle(Callback callback);

    /// Returns after quit(), with nothing left to do when idle.
    [[nodiscard]] Result<void> run();
    void quit() { m_quit = true; }

private:
    explicit EventLoop(UniqueFd epoll)
        : m_epoll(std::move(epoll))
    {
    }
    [[nodiscard]] int millisecondsToNextTimer() const;
    void runTimers();
    [[nodiscard]] bool hasOverdueIdleWork() const;
    void runIdleWork();

    struct Timer {
        Clock::time_point due;
        Callback callback;
    };
    UniqueFd m_epoll;
    std::map<int, std::shared_ptr<Callback>> m_callbacks;
    std::map<TimerId, Timer> m_timers;
    std::deque<Timer> m_idleWork; ///< due: when it is done even if there is other work
    TimerId m_nextTimer = 1;
    bool m_quit = false;
};

} // namespace vitrine::launcher
