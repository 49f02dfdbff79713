// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/pipes.h"

#include <fcntl.h>

namespace vitrine::ports {

Pipe Pipes::take()
{
    if (!m_free.empty()) {
        Pipe pipe = std::move(m_free.back());
        m_free.pop_back();
        return pipe;
    }
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return {};
    // Of a user who has many pipes the kernel makes small ones: then less is moved at once.
    (void)::fcntl(ends[0], F_SETPIPE_SZ, int(pipeSize));
    return { UniqueFd(ends[0]), UniqueFd(ends[1]) };
}

void Pipes::give(Pipe pipe)
{
    constexpr std::size_t kept = 32;
    if (pipe && m_free.size() < kept)
        m_free.push_back(std::move(pipe));
}

} // namespace vitrine::ports
