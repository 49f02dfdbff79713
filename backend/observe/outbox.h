// SPDX-License-Identifier: GPL-3.0-or-later
// Lines on their way to a reader who may be slow.
#pragma once

#include "backend/base/result.h"

#include <cstddef>
#include <deque>
#include <string>

namespace vitrine::observe {

class Outbox {
public:
    /// A reader may be so many bytes behind.
    static constexpr std::size_t maximumBacklog = 4 * 1024 * 1024;

    /// Takes a line. A single line may be longer than the limit; one that would make the backlog
    /// exceed it is refused (false).
    [[nodiscard]] bool push(std::string line);
    /// Forgets all lines but one that was sent in part.
    void clear();
    /// Writes what FD takes without waiting. Fails with the errno of write: EPIPE when the reader
    /// is gone.
    [[nodiscard]] Result<void> flush(int fd);
    [[nodiscard]] bool isEmpty() const { return m_lines.empty(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes - m_sent; }

private:
    std::deque<std::string> m_lines;
    std::size_t m_sent = 0; ///< of the first line
    std::size_t m_bytes = 0; ///< of all lines
};

} // namespace vitrine::observe
