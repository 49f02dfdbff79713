// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/logs/delivery.h"

#include "helper/logs/selection.h"

#include <cerrno>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::logs {

namespace {

constexpr std::size_t pieceSize = 64 * 1024;
static_assert(pieceSize > 2 * api::log::longestLine);

Result<std::size_t> readAt(const LogFile& log, off_t offset, std::string& buffer)
{
    buffer.resize(pieceSize);
    ssize_t count = 0;
    do
        count = ::pread(log.file.get(), buffer.data(), buffer.size(), offset);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return Error::fromErrno("pread", "log");
    return std::size_t(count);
}

} // namespace

Delivery::Delivery(int directory, int target, Options options)
    : m_directory(directory)
    , m_files(directory)
    , m_target(target)
    , m_options(std::move(options))
{
}

Result<void> Delivery::run()
{
    if (m_options.follow) { // before the first look, so that nothing is missed
        m_changes.reset(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
        const std::string directory = "/proc/self/fd/" + std::to_string(m_directory);
        constexpr std::uint32_t changes
            = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR;
        if (!m_changes || ::inotify_add_watch(m_changes.get(), directory.c_str(), changes) < 0)
            return Error::fromErrno("inotify_add_watch", "the container's directory");
    }
    TRY(start());
    bool more = true;
    while (more) {
        TRY(deliverNew());
        TRY(flush());
        more = m_options.follow && TRY(wait());
    }
    TRY(deliverNew());
    return flush();
}

/// Find the first file, and how much of it is not wanted.
Result<void> Delivery::start()
{
    auto files = m_files.openAll();
    if (files.empty())
        return {};
    std::size_t first = files.size() - 1;
    if (m_options.tail) {
        std::uint64_t lines = 0;
        for (first = 0;; ++first) {
            lines += TRY(countIn(files[first]));
            if (lines >= *m_options.tail || first + 1 == files.size())
                break;
        }
        m_skip = lines > *m_options.tail ? lines - *m_options.tail : 0;
    }
    m_current = std::move(files[first]);
    return {};
}

Result<std::uint64_t> Delivery::countIn(const LogFile& log)
{
    std::uint64_t lines = 0;
    for (off_t offset = 0;;) {
        const std::size_t count = TRY(readAt(log, offset, m_buffer));
        const std::size_t whole = forEachLine(
            std::string_view(m_buffer).substr(0, count), [&](auto, const api::log::Line& line) {
                lines += isWanted(line, m_options) && endsLine(line) ? 1 : 0;
            });
        if (whole == 0 && count < pieceSize)
            return lines;
        offset += off_t(whole > 0 ? whole : count);
    }
}

/// All that there is, from one file to the next.
Result<void> Delivery::deliverNew()
{
    for (;;) {
        while (m_current.file && TRY(deliverFrom(m_current))) { }
        if (m_current.file && m_files.isNewest(m_current))
            return {};
        // Rotated: its last lines may have come just before.
        while (m_current.file && TRY(deliverFrom(m_current))) { }
        auto next = m_files.after(m_current);
        if (!next)
            return {};
        if (next->gap)
            tellGap();
        m_current = std::move(next->file);
        m_known = 0;
    }
}

/// False when there is nothing new in LOG.
Result<bool> Delivery::deliverFrom(LogFile& log)
{
    struct stat status { };
    if (::fstat(log.file.get(), &status) != 0)
        return Error::fromErrno("fstat", "log");
    if (status.st_size < log.offset)
        stepBack(log, status.st_size);
    const std::size_t count = TRY(readAt(log, log.offset, m_buffer));
    const std::string_view text = std::string_view(m_buffer).substr(0, count);
    Result<void> delivered;
    const std::size_t whole
        = forEachLine(text, [&](std::string_view raw, const api::log::Line& line) {
              if (line.time <= m_known)
                  return;
              m_known = 0;
              m_last = line.time;
              if (!isWanted(line, m_options))
                  return;
              if (m_skip > 0)
                  m_skip -= endsLine(line) ? 1 : 0;
              else if (delivered)
                  delivered = deliver(raw);
          });
    TRY(std::move(delivered));
    if (whole == 0 && count < pieceSize) // no line, or one that is being written
        return false;
    log.offset += off_t(whole > 0 ? whole : count);
    return true;
}

/// The disk was full, and the last lines of LOG had to go: look for what came in their place.
void Delivery::stepBack(LogFile& log, off_t size)
{
    constexpr off_t far = 2 * api::log::longestLine;
    log.offset = size > far ? size - far : 0;
    m_known = m_last;
}

/// The reader was slower than the log is long.
void Delivery::tellGap()
{
    const auto time = api::log::timeText(m_last + 1);
    m_output.append(time.data(), time.size());
    m_output.append(" ").append(api::log::ownStream).append(" F ").append(api::log::lostWord);
    m_output.append("0 0 The reader was too slow\n");
}

Result<void> Delivery::deliver(std::string_view text)
{
    m_output += text;
    return m_output.size() < pieceSize ? Result<void>() : flush();
}

Result<void> Delivery::flush()
{
    std::size_t done = 0;
    while (done < m_output.size()) {
        const ssize_t count = ::write(m_target, m_output.data() + done, m_output.size() - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return Error::fromErrno("write", "reader");
        done += std::size_t(count);
    }
    m_output.clear();
    return {};
}

/// Wait for a change; false when there will be none for this reader.
Result<bool> Delivery::wait()
{
    pollfd polls[] { { m_changes.get(), POLLIN, 0 }, { m_target, 0, 0 } };
    while (::poll(polls, 2, -1) < 0)
        if (errno != EINTR)
            return Error::fromErrno("poll");
    bool more = (polls[1].revents & (POLLERR | POLLHUP)) == 0;
    alignas(inotify_event) char events[4096];
    for (ssize_t size = 0; (size = ::read(m_changes.get(), events, sizeof events)) > 0;)
        for (ssize_t at = 0; at < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(events + at);
            if ((event->mask & (IN_MOVE_SELF | IN_DELETE_SELF | IN_IGNORED | IN_UNMOUNT)) != 0)
                more = false;
            at += ssize_t(sizeof *event + event->len);
        }
    return more;
}

} // namespace vitrine::logs
