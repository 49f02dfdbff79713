// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/event_loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>

namespace vitrine::launcher {

Result<EventLoop> EventLoop::make()
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return Error::fromErrno("epoll_create1");
    return EventLoop(std::move(epoll));
}

Result<void> EventLoop::watch(int fd, Callback callback)
{
    epoll_event event {};
    event.events = EPOLLIN;
    event.data.fd = fd;
    if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
        return Error::fromErrno("epoll_ctl");
    m_callbacks[fd] = std::make_shared<Callback>(std::move(callback));
    return {};
}

void EventLoop::forget(int fd)
{
    if (m_callbacks.erase(fd) > 0)
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

EventLoop::TimerId EventLoop::after(std::chrono::milliseconds delay, Callback callback)
{
    m_timers[m_nextTimer] = { Clock::now() + delay, std::move(callback) };
    return m_nextTimer++;
}

void EventLoop::cancel(TimerId timer)
{
    m_timers.erase(timer);
}

void EventLoop::whenIdle(Callback callback)
{
    constexpr std::chrono::seconds patience { 1 };
    m_idleWork.push_back({ Clock::now() + patience, std::move(callback) });
}

bool EventLoop::hasOverdueIdleWork() const
{
    return !m_idleWork.empty() && m_idleWork.front().due <= Clock::now();
}

void EventLoop::runIdleWork()
{
    const Callback callback = std::move(m_idleWork.front().callback);
    m_idleWork.pop_front();
    callback();
}

int EventLoop::millisecondsToNextTimer() const
{
    if (!m_idleWork.empty())
        return 0;
    if (m_timers.empty())
        return -1;
    const auto next = std::min_element(m_timers.begin(), m_timers.end(),
        [](const auto& left, const auto& right) { return left.second.due < right.second.due; });
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next->second.due - Clock::now());
    return int(std::clamp<std::int64_t>(left.count(), 0, 3600000));
}

void EventLoop::runTimers()
{
    const auto now = Clock::now();
    for (;;) {
        const auto due = std::find_if(m_timers.begin(), m_timers.end(),
            [now](const auto& entry) { return entry.second.due <= now; });
        if (due == m_timers.end())
            return;
        const Callback callback = std::move(due->second.callback);
        m_timers.erase(due);
        callback();
    }
}

Result<void> EventLoop::run()
{
    while (!m_quit) {
        std::array<epoll_event, 32> events;
        const int count = ::epoll_wait(
            m_epoll.get(), events.data(), int(events.size()), millisecondsToNextTimer());
        if (count < 0 && errno != EINTR)
            return Error::fromErrno("epoll_wait");
        for (int i = 0; i < count && !m_quit; ++i) {
            // A callback may forget others, also itself: hold on to it while it runs.
            const auto found = m_callbacks.find(events[std::size_t(i)].data.fd);
            if (found == m_callbacks.end())
                continue;
            const auto callback = found->second;
            (*callback)();
        }
        runTimers();
        if ((count == 0 && !m_idleWork.empty()) || hasOverdueIdleWork())
            runIdleWork();
    }
    while (!m_idleWork.empty())
        runIdleWork();
    return {};
}

} // namespace vitrine::launcher
