// SPDX-License-Identifier: GPL-3.0-or-later
// The observer's loop: one thread that sleeps in epoll until the launcher speaks, a subscriber's
// interval is over, or a stream can take more or has been closed.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/observe/subscriber.h"
#include "backend/observe/world.h"

#include <chrono>
#include <functional>
#include <map>

namespace vitrine::observe {

class Observer {
public:
    /// Problems that end nothing: a message that makes no sense, a look that failed.
    using Report = std::function<void(const Error&)>;

    /// After the last subscriber has gone, a next one is awaited so long.
    static constexpr std::chrono::milliseconds grace { 2000 };

    /// CONTROL is the socket to the launcher. Fails with the errno of what it could not open.
    [[nodiscard]] static Result<Observer> create(UniqueFd control, Report report);

    /// Serves until the control socket closes or nobody subscribes any more.
    [[nodiscard]] Result<void> run();

private:
    Observer(World world, UniqueFd control, Report report);
    [[nodiscard]] Result<void> watch(int descriptor, std::uint32_t events, int operation);
    [[nodiscard]] Result<void> handle(int descriptor, std::uint32_t events);
    void readControl();
    void subscribe(Subscription subscription);
    void tick(std::chrono::milliseconds interval);
    /// Sends to a subscriber, or drops him when SENT says that he is gone.
    void settle(int stream, const Result<void>& sent);
    void drop(int stream);
    void armGrace(std::chrono::milliseconds time);
    [[nodiscard]] Result<void> startTimer(std::chrono::milliseconds interval);

    World m_world;
    UniqueFd m_control, m_epoll, m_grace;
    Report m_report;
    std::map<int, Subscriber> m_subscribers; ///< by stream
    std::map<std::chrono::milliseconds, UniqueFd> m_timers; ///< one for each interval in use
    bool m_done = false;
};

} // namespace vitrine::observe
