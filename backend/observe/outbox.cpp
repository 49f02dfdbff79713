// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/outbox.h"

#include <cerrno>
#include <unistd.h>

namespace vitrine::observe {

bool Outbox::push(std::string line)
{
    if (!m_lines.empty() && bytes() + line.size() > maximumBacklog)
        return false;
    m_bytes += line.size();
    m_lines.push_back(std::move(line));
    return true;
}

void Outbox::clear()
{
    const std::size_t keep = m_sent > 0 ? 1 : 0;
    while (m_lines.size() > keep) {
        m_bytes -= m_lines.back().size();
        m_lines.pop_back();
    }
}

Result<void> Outbox::flush(int fd)
{
    while (!m_lines.empty()) {
        const std::string& line = m_lines.front();
        const ssize_t wrote = ::write(fd, line.data() + m_sent, line.size() - m_sent);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0 && errno == EAGAIN)
            return {};
        if (wrote < 0)
            return Error::fromErrno("write", "subscriber");
        m_sent += std::size_t(wrote);
        if (m_sent < line.size())
            continue;
        m_bytes -= line.size();
        m_sent = 0;
        m_lines.pop_front();
    }
    return {};
}

} // namespace vitrine::observe
