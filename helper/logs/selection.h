// SPDX-License-Identifier: GPL-3.0-or-later
// Which lines of a log are wanted.
#pragma once

#include "helper/api/log_format.h"
#include "helper/logs/options.h"

#include <cstddef>
#include <string_view>

namespace vitrine::logs {

/// Whether LINE is one of those that OPTIONS ask for. What tells of the log itself always is.
[[nodiscard]] inline bool isWanted(const api::log::Line& line, const Options& options)
{
    return line.time >= options.since
        && (options.stream.empty() || line.stream == options.stream
            || line.stream == api::log::ownStream);
}

/// Whether a wanted LINE counts for Options::tail: as the end of a line of the container.
[[nodiscard]] inline bool endsLine(const api::log::Line& line)
{
    return !line.partial && line.stream != api::log::ownStream;
}

/// Call EACH(raw, line) for each line of TEXT that is one, raw with its newline; returns how many
/// bytes whole lines take. What is damaged is left out.
template <typename Each> std::size_t forEachLine(std::string_view text, Each each)
{
    std::size_t at = 0;
    for (std::size_t end = 0; (end = text.find('\n', at)) != std::string_view::npos; at = end + 1)
        if (const auto line = api::log::parse(text.substr(at, end - at)))
            each(text.substr(at, end + 1 - at), *line);
    return at;
}

} // namespace vitrine::logs
