// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstdint>

namespace vitrine::ports {

/// Who is told what a descriptor is ready for. It must outlive the turn of the queue in which it
/// ends: the same turn may hold more for it.
class Watched {
public:
    virtual ~Watched() = default;
    virtual void ready(std::uint32_t events) = 0; ///< of epoll(7)
};

/// epoll(7).
class EventQueue {
public:
    [[nodiscard]] static Result<EventQueue> make();

    /// False, with errno, when the kernel has no room.
    [[nodiscard]] bool add(int fd, std::uint32_t events, Watched& watched);
    void change(int fd, std::uint32_t events, Watched& watched);
    void remove(int fd);
    /// Tell all who have something to do, waiting at most TIMEOUT ms for it (-1: for ever).
    [[nodiscard]] Result<void> turn(int timeout);

private:
    explicit EventQueue(UniqueFd epoll)
        : m_epoll(std::move(epoll))
    {
    }
    UniqueFd m_epoll;
};

} // namespace vitrine::ports
