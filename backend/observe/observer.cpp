// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/observer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace vitrine::observe {

namespace {

timespec timeOf(std::chrono::milliseconds time)
{
    return { time.count() / 1000, (time.count() % 1000) * 1'000'000 };
}

Result<UniqueFd> makeTimer()
{
    UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!timer)
        return Error::fromErrno("timerfd_create");
    return timer;
}

/// Ticks that were missed are one tick.
void drain(int timer)
{
    std::uint64_t ticks = 0;
    [[maybe_unused]] const ssize_t got = ::read(timer, &ticks, sizeof ticks);
}

} // namespace

Observer::Observer(World world, UniqueFd control, Report report)
    : m_world(std::move(world))
    , m_control(std::move(control))
    , m_report(std::move(report))
{
}

Result<Observer> Observer::create(UniqueFd control, Report report)
{
    Observer observer(TRY(World::create()), std::move(control), std::move(report));
    observer.m_epoll.reset(::epoll_create1(EPOLL_CLOEXEC));
    if (!observer.m_epoll)
        return Error::fromErrno("epoll_create1");
    observer.m_grace = TRY(makeTimer());
    TRY(observer.watch(observer.m_control.get(), EPOLLIN, EPOLL_CTL_ADD));
    TRY(observer.watch(observer.m_grace.get(), EPOLLIN, EPOLL_CTL_ADD));
    return observer;
}

Result<void> Observer::watch(int descriptor, std::uint32_t events, int operation)
{
    epoll_event event {};
    event.events = events;
    event.data.fd = descriptor;
    if (::epoll_ctl(m_epoll.get(), operation, descriptor, &event) != 0)
        return Error::fromErrno("epoll_ctl");
    return {};
}

Result<void> Observer::run()
{
    std::array<epoll_event, 16> events;
    while (!m_done) {
        const int count = ::epoll_wait(m_epoll.get(), events.data(), int(events.size()), -1);
        if (count < 0 && errno != EINTR)
            return Error::fromErrno("epoll_wait");
        for (int i = 0; i < count && !m_done; ++i)
            TRY(handle(events[std::size_t(i)].data.fd, events[std::size_t(i)].events));
    }
    return {};
}

Result<void> Observer::handle(int descriptor, std::uint32_t events)
{
    if (descriptor == m_control.get()) {
        readControl();
        return {};
    }
    if (descriptor == m_grace.get()) {
        drain(descriptor);
        readControl(); // somebody may have come at the last moment
        m_done = m_done || m_subscribers.empty();
        return {};
    }
    if (m_subscribers.contains(descriptor)) {
        if ((events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0)
            drop(descriptor);
        else
            settle(descriptor, m_subscribers.at(descriptor).flush());
        return {};
    }
    const auto timer = std::find_if(m_timers.begin(), m_timers.end(),
        [descriptor](const auto& entry) { return entry.second.get() == descriptor; });
    if (timer != m_timers.end()) {
        drain(descriptor);
        tick(timer->first);
    }
    return {};
}

void Observer::readControl()
{
    while (!m_done) {
        auto message = receiveControl(m_control.get());
        if (!message && message.error().kind == ErrorKind::Busy)
            return;
        if (!message) {
            m_report(message.error());
            m_done = message.error().kind == ErrorKind::Kernel;
            if (m_subscribers.empty())
                armGrace(grace);
            continue;
        }
        if (auto* workload = std::get_if<Workload>(&message.value()))
            m_world.set(std::move(*workload));
        else if (const auto* removed = std::get_if<WorkloadRemoved>(&message.value()))
            m_world.remove(removed->id);
        else if (auto* subscription = std::get_if<Subscription>(&message.value()))
            subscribe(std::move(*subscription));
        else
            m_done = true;
    }
}

void Observer::subscribe(Subscription subscription)
{
    auto created = Subscriber::create(std::move(subscription));
    if (!created) {
        m_report(created.error());
        return;
    }
    const int stream = created.value().stream();
    const auto interval = created.value().interval();
    if (const auto watched = watch(stream, EPOLLRDHUP, EPOLL_CTL_ADD); !watched) {
        m_report(watched.error());
        return;
    }
    armGrace(std::chrono::milliseconds(0));
    Subscriber& subscriber
        = m_subscribers.emplace(stream, std::move(created).value()).first->second;
    if (const auto looked = m_world.look(subscriber.wanted()); !looked)
        m_report(looked.error());
    settle(stream, subscriber.tell(m_world));
    if (!m_timers.contains(interval) && m_subscribers.contains(stream))
        if (const auto started = startTimer(interval); !started) {
            m_report(started.error());
            drop(stream);
        }
}

Result<void> Observer::startTimer(std::chrono::milliseconds interval)
{
    UniqueFd timer = TRY(makeTimer());
    const itimerspec times { timeOf(interval), timeOf(interval) };
    if (::timerfd_settime(timer.get(), 0, &times, nullptr) != 0)
        return Error::fromErrno("timerfd_settime");
    TRY(watch(timer.get(), EPOLLIN, EPOLL_CTL_ADD));
    m_timers.emplace(interval, std::move(timer));
    return {};
}

void Observer::tick(std::chrono::milliseconds interval)
{
    Wanted wanted;
    std::vector<int> streams;
    for (const auto& [stream, subscriber] : m_subscribers) {
        if (subscriber.interval() != interval)
            continue;
        streams.push_back(stream);
        wanted |= subscriber.wanted();
    }
    if (wanted.none())
        return;
    if (const auto looked = m_world.look(wanted); !looked) {
        m_report(looked.error());
        return;
    }
    for (const int stream : streams)
        settle(stream, m_subscribers.at(stream).tell(m_world));
}

void Observer::settle(int stream, const Result<void>& sent)
{
    if (!sent) {
        drop(stream); // the reader closed it: that is how he unsubscribes
        return;
    }
    const std::uint32_t more = m_subscribers.at(stream).isBehind() ? std::uint32_t(EPOLLOUT) : 0;
    if (const auto watched = watch(stream, EPOLLRDHUP | more, EPOLL_CTL_MOD); !watched) {
        m_report(watched.error());
        drop(stream);
    }
}

void Observer::drop(int stream)
{
    const auto gone = m_subscribers.find(stream);
    const auto interval = gone->second.interval();
    m_subscribers.erase(gone); // epoll forgets it when it is closed
    const bool used = std::any_of(m_subscribers.begin(), m_subscribers.end(),
        [interval](const auto& entry) { return entry.second.interval() == interval; });
    if (!used)
        m_timers.erase(interval);
    if (m_subscribers.empty())
        armGrace(grace);
}

void Observer::armGrace(std::chrono::milliseconds time)
{
    const itimerspec once { {}, timeOf(time) };
    ::timerfd_settime(m_grace.get(), 0, &once, nullptr);
}

} // namespace vitrine::observe
