// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/log_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::shim {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::size_t noteRoom = 192; ///< the longest note
constexpr std::size_t nameSize = 16;

std::int64_t now(clockid_t clock)
{
    timespec time {};
    ::clock_gettime(clock, &time);
    return std::int64_t(time.tv_sec) * second + time.tv_nsec;
}

/// Name of the file that is NUMBER places older than the newest.
void nameOf(unsigned number, char (&name)[nameSize])
{
    if (number == 0)
        (void)std::snprintf(name, nameSize, "%s", api::log::fileName);
    else
        (void)std::snprintf(name, nameSize, "%s.%u", api::log::fileName, number);
}

/// How many of the first SIZE bytes are whole lines.
std::size_t wholeLines(const char* data, std::size_t size)
{
    const void* newline = ::memrchr(data, '\n', size);
    return newline ? std::size_t(static_cast<const char*>(newline) - data) + 1 : 0;
}

} // namespace

Lost countLines(const char* data, std::size_t size)
{
    Lost lost { 0, size, 0 };
    for (std::size_t i = 0; i < size; ++i)
        lost.lines += data[i] == '\n' ? 1 : 0;
    return lost;
}

void LogFile::append(const char* data, std::size_t size, Retry retry)
{
    std::size_t done = 0;
    if (m_failure == 0 || retry == Retry::Now || now(CLOCK_MONOTONIC) >= m_retry) {
        int failure = m_file < 0 ? open() : 0;
        if (failure == 0 && !m_started)
            failure = tellStart();
        if (failure == 0 && m_lost.any())
            failure = tellLost();
        if (failure == 0)
            failure = writeAll(data, size, done);
        if ((failure == ENOSPC || failure == EDQUOT) && m_failure == 0 && m_file >= 0)
            makeRoomForNote();
        m_failure = failure;
        m_retry = now(CLOCK_MONOTONIC) + second;
    }
    Lost lost = countLines(data + done, size - done);
    lost.number = m_failure;
    m_lost.add(lost);
}

/// A symlink, or whatever else somebody has put there, is not followed but replaced.
int LogFile::open()
{
    constexpr int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;
    m_file = ::openat(m_directory, api::log::fileName, flags);
    struct stat status { };
    if (m_file >= 0
        && (::fstat(m_file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink != 1)) {
        ::close(m_file);
        m_file = -1;
        errno = ELOOP;
    }
    if (m_file < 0 && (errno == ELOOP || errno == ENXIO || errno == EISDIR))
        if (::unlinkat(m_directory, api::log::fileName, 0) != 0)
            return errno;
    // Files of a time when there were more.
    char name[nameSize];
    for (unsigned number = m_files; number < api::log::largestFileCount; ++number) {
        nameOf(number, name);
        if (::unlinkat(m_directory, name, 0) != 0)
            break;
    }
    if (m_file < 0)
        return openNew();
    (void)::fchmod(m_file, 0600);
    m_size = std::size_t(status.st_size);
    return endLastLine();
}

int LogFile::openNew()
{
    constexpr int flags = O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    m_file = ::openat(m_directory, api::log::fileName, flags, 0600);
    m_size = 0;
    return m_file < 0 ? errno : 0;
}

/// The last writer may have been killed while it wrote.
int LogFile::endLastLine()
{
    char last = '\n';
    if (m_size > 0 && ::pread(m_file, &last, 1, off_t(m_size - 1)) != 1)
        return errno;
    return last == '\n' ? 0 : write("\n", 1);
}

int LogFile::rotate()
{
    char older[nameSize], newer[nameSize];
    nameOf(m_files - 1, older);
    // Not renamed over: ext4 then writes the whole new file to the disk first.
    if (::unlinkat(m_directory, older, 0) != 0 && errno != ENOENT)
        return errno;
    for (unsigned number = m_files - 1; number > 0; --number) {
        nameOf(number, older);
        nameOf(number - 1, newer);
        if (::renameat(m_directory, newer, m_directory, older) != 0 && errno != ENOENT)
            return errno;
    }
    ::close(m_file);
    return openNew();
}

/// All of it or nothing.
int LogFile::write(const char* data, std::size_t size)
{
    std::size_t written = 0;
    while (written < size) {
        const ssize_t count = ::write(m_file, data + written, size - written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            const int failure = count < 0 ? errno : ENOSPC;
            (void)::ftruncate(m_file, off_t(m_size));
            return failure;
        }
        written += std::size_t(count);
    }
    m_size += size;
    return 0;
}

/// DONE: how much of it is in the files.
int LogFile::writeAll(const char* data, std::size_t size, std::size_t& done)
{
    while (done < size) {
        const std::size_t room = m_size < m_maximum ? m_maximum - m_size : 0;
        const std::size_t rest = size - done;
        const std::size_t part = room < rest ? wholeLines(data + done, room) : rest;
        const int failure = part == 0 ? rotate() : write(data + done, part);
        if (failure != 0)
            return failure;
        done += part;
    }
    return 0;
}

int LogFile::writeNote(const char* text, std::size_t length)
{
    char note[noteRoom];
    const auto time = api::log::timeText(now(CLOCK_REALTIME));
    const int size = ::snprintf(note, sizeof note, "%.*s %s F %.*s\n", int(time.size()),
        time.data(), api::log::ownStream.data(), int(length), text);
    std::size_t done = 0;
    return writeAll(note, std::size_t(size), done);
}

int LogFile::tellStart()
{
    const int failure = writeNote(api::log::startedText.data(), api::log::startedText.size());
    m_started = failure == 0;
    return failure;
}

int LogFile::tellLost()
{
    char text[noteRoom / 2];
    const int length = ::snprintf(text, sizeof text, "%s%llu %llu %.48s", api::log::lostWord.data(),
        static_cast<unsigned long long>(m_lost.lines),
        static_cast<unsigned long long>(m_lost.bytes),
        m_lost.number != 0 ? ::strerrordesc_np(m_lost.number) : "The disk was too slow");
    const int failure = writeNote(text, std::size_t(length));
    if (failure == 0)
        m_lost = {};
    return failure;
}

/// A disk that is full has no room to say so: let the last lines go until the last block of the
/// file has some.
void LogFile::makeRoomForNote()
{
    constexpr std::size_t block = 4096;
    char tail[api::log::longestLine + noteRoom];
    const std::size_t length = m_size < sizeof tail ? m_size : sizeof tail;
    if ((block - m_size % block) % block >= noteRoom || length <= noteRoom)
        return;
    const off_t begin = off_t(m_size - length);
    if (::pread(m_file, tail, length, begin) != ssize_t(length))
        return;
    const std::size_t kept = wholeLines(tail, length - noteRoom);
    if (kept == 0 || ::ftruncate(m_file, begin + off_t(kept)) != 0)
        return;
    m_lost.add(countLines(tail + kept, length - kept));
    m_size -= length - kept;
}

} // namespace vitrine::shim
