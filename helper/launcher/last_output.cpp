// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/last_output.h"

#include "backend/base/files.h"
#include "helper/api/console_protocol.h"
#include "helper/api/log_format.h"

#include <algorithm>
#include <fcntl.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

/// A log of lines that are next to nothing is mostly times: that much of it is looked at.
constexpr std::size_t longestTail = 4 * api::console::historySize;

/// The last LENGTH bytes of a log's file at most; nothing when it cannot be read.
std::string tailOf(int directory, const std::string& name, std::size_t length)
{
    const auto file = openAt(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    struct stat status { };
    if (!file || ::fstat(file.value().get(), &status) != 0 || !S_ISREG(status.st_mode))
        return {};
    std::string tail(std::min(length, std::size_t(status.st_size)), '\0');
    const ssize_t count = ::pread(file.value().get(), tail.data(), tail.size(),
        off_t(std::size_t(status.st_size) - tail.size()));
    tail.resize(count > 0 ? std::size_t(count) : 0);
    return tail;
}

/// What the lines of LOG say that were written from SINCE (ns) on.
std::string textIn(std::string_view log, std::int64_t since)
{
    std::string text;
    for (std::size_t end = 0; (end = log.find('\n')) != std::string_view::npos;) {
        const auto line = api::log::parse(log.substr(0, end));
        log.remove_prefix(end + 1);
        if (!line || line->time < since || line->stream == api::log::ownStream)
            continue;
        text += line->text;
        if (!line->partial)
            text += '\n';
    }
    return text;
}

} // namespace

std::string lastOutput(const std::string& storage, std::int64_t since)
{
    const auto directory = openDirectory(AT_FDCWD, storage);
    if (!directory)
        return {};
    const std::string name = api::log::fileName;
    std::string log = tailOf(directory.value().get(), name, longestTail);
    if (log.size() < longestTail) // it was rotated shortly before
        log.insert(0, tailOf(directory.value().get(), name + ".1", longestTail - log.size()));
    constexpr std::int64_t nanoseconds = 1000; // of a µs
    std::string text = textIn(log, since * nanoseconds);
    if (text.size() > api::console::historySize)
        text.erase(0, text.size() - api::console::historySize);
    return text;
}

Result<void> replayOutput(int socket, const std::string& output, int exitStatus)
{
    using api::console::Kind;
    const auto send = [socket](Kind kind, const void* data, std::size_t size) -> Result<void> {
        std::string message(1, char(kind));
        message.append(static_cast<const char*>(data), size);
        if (::send(socket, message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            return Error::fromErrno("send", "console");
        return {};
    };
    constexpr std::size_t chunk = 8192;
    for (std::size_t at = 0; at < output.size(); at += chunk)
        TRY(send(Kind::Output, output.data() + at, std::min(chunk, output.size() - at)));
    const std::int32_t status = exitStatus >= 128 ? exitStatus - 128 : exitStatus << 8;
    return send(Kind::Exited, &status, sizeof status);
}

} // namespace vitrine::launcher
