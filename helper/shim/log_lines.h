// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts what a container prints into the lines of its log.
#pragma once

#include "helper/api/log_format.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace vitrine::shim {

enum class LogStream { Output, Errors };

class LogLines {
public:
    /// Cut DATA, printed at TIME (see timeText()), into lines and call PUT(line, size) for each,
    /// with its newline. What has no end yet is kept for later.
    template <typename Put>
    void take(LogStream stream, std::int64_t time, const char* data, std::size_t size, Put put)
    {
        setTime(time);
        Partial& partial = m_partials[int(stream)];
        while (size > 0) {
            const void* newline = std::memchr(data, '\n', size);
            const std::size_t length
                = newline ? std::size_t(static_cast<const char*>(newline) - data) : size;
            const std::size_t room = api::log::longestText - partial.size;
            const std::size_t part = length < room ? length : room;
            std::memcpy(partial.text.data() + partial.size, data, part);
            partial.size += part;
            const bool whole = newline && part == length;
            if (whole || partial.size == api::log::longestText)
                put(m_line.data(), makeLine(stream, whole ? 'F' : 'P'));
            data += whole ? part + 1 : part;
            size -= whole ? part + 1 : part;
        }
    }

    [[nodiscard]] bool hasPartial() const
    {
        return m_partials[0].size > 0 || m_partials[1].size > 0;
    }

    /// Make parts of lines of what has no end yet.
    template <typename Put> void flush(std::int64_t time, Put put)
    {
        setTime(time);
        for (const LogStream stream : { LogStream::Output, LogStream::Errors })
            if (m_partials[int(stream)].size > 0)
                put(m_line.data(), makeLine(stream, 'P'));
    }

private:
    struct Partial {
        std::array<char, api::log::longestText> text {};
        std::size_t size = 0;
    };

    void setTime(std::int64_t time)
    {
        const auto text = api::log::timeText(time);
        std::memcpy(m_line.data(), text.data(), text.size());
    }

    /// The line of a partial, which is empty then; returns its size.
    std::size_t makeLine(LogStream stream, char tag)
    {
        Partial& partial = m_partials[int(stream)];
        const auto name
            = stream == LogStream::Output ? api::log::outputStream : api::log::errorStream;
        char* at = m_line.data() + api::log::timeLength;
        *at++ = ' ';
        std::memcpy(at, name.data(), name.size());
        at += name.size();
        *at++ = ' ';
        *at++ = tag;
        *at++ = ' ';
        std::memcpy(at, partial.text.data(), partial.size);
        at += partial.size;
        *at++ = '\n';
        partial.size = 0;
        return std::size_t(at - m_line.data());
    }

    Partial m_partials[2] {};
    std::array<char, api::log::longestLine> m_line {}; ///< begins with the time
};

} // namespace vitrine::shim
