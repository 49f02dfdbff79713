// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/streams.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace vitrine::shim {

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
    m_taken = m_terminal = true;
    m_output = nonBlocking(master);
    m_input = ::fcntl(master, F_DUPFD_CLOEXEC, 0);
}

void Streams::takePipes(int input, int output, int errors)
{
    m_taken = true;
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

void Streams::resize(Size size)
{
    const bool same = size.rows == m_size.rows && size.columns == m_size.columns;
    if (!m_terminal || m_input < 0 || size.rows == 0 || same)
        return;
    m_size = size;
    const winsize window { size.rows, size.columns, 0, 0 };
    (void)::ioctl(m_input, TIOCSWINSZ, &window);
}

void Streams::takeInput(const char* data, std::size_t size)
{
    std::memcpy(m_pending.data(), data, size);
    m_pendingStart = 0;
    m_pendingSize = size;
    flushInput();
}

void Streams::endInput()
{
    if (!m_terminal)
        closeAndForget(m_input);
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
