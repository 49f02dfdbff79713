// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/event_queue.h"

#include <array>
#include <cerrno>
#include <sys/epoll.h>

namespace vitrine::ports {

namespace {

epoll_event eventFor(std::uint32_t events, Watched& watched)
{
    epoll_event event {};
    event.events = events;
    event.data.ptr = &watched;
    return event;
}

} // namespace

Result<EventQueue> EventQueue::make()
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return Error::fromErrno("epoll_create1");
    return EventQueue(std::move(epoll));
}

bool EventQueue::add(int fd, std::uint32_t events, Watched& watched)
{
    epoll_event event = eventFor(events, watched);
    return ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void EventQueue::change(int fd, std::uint32_t events, Watched& watched)
{
    epoll_event event = eventFor(events, watched);
    (void)::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event);
}

void EventQueue::remove(int fd)
{
    (void)::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

Result<void> EventQueue::turn(int timeout)
{
    std::array<epoll_event, 256> events;
    const int count = ::epoll_wait(m_epoll.get(), events.data(), int(events.size()), timeout);
    if (count < 0 && errno != EINTR)
        return Error::fromErrno("epoll_wait");
    for (int i = 0; i < count; ++i)
        static_cast<Watched*>(events[std::size_t(i)].data.ptr)
            ->ready(events[std::size_t(i)].events);
    return {};
}

} // namespace vitrine::ports
