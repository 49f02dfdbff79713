// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/streams.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace vitrine::shim {

using api::console::Kind;

namespace {

int nonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    return fd;
}

void closeAndForget(int& fd)
{
    if (fd >= 0)
        ::close(fd);
    fd = -1;
}

} // namespace

void Streams::takeTerminal(int master)
{
    m_terminal = true;
    m_output = nonBlocking(master);
    m_input = ::fcntl(master, F_DUPFD_CLOEXEC, 0);
}

void Streams::takePipes(int input, int output, int errors)
{
    m_input = nonBlocking(input);
    m_output = nonBlocking(output);
    m_errors = nonBlocking(errors);
}

long Streams::read(int& fd, char* buffer, std::size_t size)
{
    const ssize_t count = ::read(fd, buffer, size);
    if (count > 0)
        return count;
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return -1;
    closeAndForget(fd); // end of file; a terminal that nobody holds reads as EIO
    return 0;
}

void Streams::resize(const char* body, std::size_t size) const
{
    std::uint16_t sides[2];
    if (!m_terminal || size != sizeof sides || m_input < 0)
        return;
    std::memcpy(sides, body, sizeof sides);
    const winsize window { sides[0], sides[1], 0, 0 };
    (void)::ioctl(m_input, TIOCSWINSZ, &window);
}

void Streams::handle(const char* message, std::size_t size)
{
    switch (Kind(message[0])) {
    case Kind::Input:
        std::memcpy(m_pending.data(), message + 1, size - 1);
        m_pendingStart = 0;
        m_pendingSize = size - 1;
        flushInput();
        break;
    case Kind::EndOfInput:
        if (!m_terminal)
            closeAndForget(m_input);
        break;
    case Kind::Resize:
        resize(message + 1, size - 1);
        break;
    default:
        break; // not a client's message
    }
}

void Streams::flushInput()
{
    while (m_pendingSize > 0) {
        const ssize_t count
            = m_input < 0 ? -1 : ::write(m_input, m_pending.data() + m_pendingStart, m_pendingSize);
        if (count < 0 && m_input >= 0 && errno == EAGAIN)
            return;
        if (count < 0) {
            m_pendingSize = 0; // nobody reads it any more
            return;
        }
        m_pendingStart += std::size_t(count);
        m_pendingSize -= std::size_t(count);
    }
}

void Streams::close()
{
    closeAndForget(m_input);
    closeAndForget(m_output);
    closeAndForget(m_errors);
    m_pendingSize = 0;
}

} // namespace vitrine::shim
