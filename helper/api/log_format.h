// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a container's log, as its files have them and as OpenLogs delivers them: what the
// Kubernetes Container Runtime Interface has for log files, and one more stream. Qt-free: shim,
// launcher, window and command line share it.
//
//   2026-11-23T00:04:56.123456789Z stdout F a whole line
//   2026-11-23T00:04:56.123456789Z stdout P a part of a line that goes on in the next of its stream
//
// Text is any bytes but a newline, as the container printed it; a terminal's lines end with \r.
// "stdout" is what a terminal shows, too. Lines of the stream "vitrine" are not the container's:
//
//   TIME vitrine F started                     it was started; its output of this run follows
//   TIME vitrine F lost LINES BYTES REASON     that much could not be written here
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::api::log {

inline constexpr std::string_view outputStream = "stdout";
inline constexpr std::string_view errorStream = "stderr";
inline constexpr std::string_view ownStream = "vitrine";

inline constexpr std::string_view startedText = "started";
inline constexpr std::string_view lostWord = "lost ";

/// Longest text of one line of a log; what is longer is cut into parts.
inline constexpr std::size_t longestText = 8192;
/// No line of a log is longer, its newline included.
inline constexpr std::size_t longestLine = longestText + 64;

/// The newest file of a log in its container's directory; older ones are log.1, log.2, …
inline constexpr auto fileName = "log";

/// A log has no more files than this.
inline constexpr unsigned largestFileCount = 16;

inline constexpr std::size_t timeLength = 30;

struct Line {
    std::int64_t time = 0; ///< CLOCK_REALTIME, nanoseconds
    std::string_view stream; ///< one of the three above
    bool partial = false;
    std::string_view text;
};

namespace detail {

inline void putDigits(char* at, std::uint64_t number, int count)
{
    for (int i = count - 1; i >= 0; --i, number /= 10)
        at[i] = char('0' + number % 10);
}

/// The number in COUNT digits at AT; -1 when something else is there.
inline std::int64_t digits(const char* at, int count)
{
    std::int64_t number = 0;
    for (int i = 0; i < count; ++i) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        number = number * 10 + (at[i] - '0');
    }
    return number;
}

constexpr std::int64_t daysInEra = 146'097; // 400 years

/// Days since 1970-01-01 of a date of the Gregorian calendar. Years begin in March here, so that
/// the leap day is the last of one.
inline std::int64_t daysOf(std::int64_t year, std::int64_t month, std::int64_t day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = year / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * daysInEra + dayOfEra - 719'468;
}

/// The last year that nanoseconds in 64 bits reach the end of.
constexpr std::int64_t lastYear = 2261;

inline std::int64_t daysInMonth(std::int64_t year, std::int64_t month)
{
    constexpr std::int64_t days[] { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (leap && month == 2 ? 1 : 0);
}

} // namespace detail

/// "2026-11-23T00:04:56.123456789Z" of TIME: CLOCK_REALTIME in nanoseconds, from 1970 to 2261.
inline std::array<char, timeLength> timeText(std::int64_t time)
{
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t seconds = time / second;
    const std::int64_t days = seconds / 86'400 + 719'468;
    const std::int64_t era = days / detail::daysInEra;
    const std::int64_t dayOfEra = days - era * detail::daysInEra;
    const std::int64_t yearOfEra
        = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t fromMarch = (5 * dayOfYear + 2) / 153;
    const std::int64_t month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    const std::int64_t ofDay = seconds % 86'400;
    std::array<char, timeLength> text { '0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
        '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', '0', '0', '0', '0', '0', '0', 'Z' };
    detail::putDigits(&text[0], std::uint64_t(year), 4);
    detail::putDigits(&text[5], std::uint64_t(month), 2);
    detail::putDigits(&text[8], std::uint64_t(dayOfYear - (153 * fromMarch + 2) / 5 + 1), 2);
    detail::putDigits(&text[11], std::uint64_t(ofDay / 3600), 2);
    detail::putDigits(&text[14], std::uint64_t(ofDay / 60 % 60), 2);
    detail::putDigits(&text[17], std::uint64_t(ofDay % 60), 2);
    detail::putDigits(&text[20], std::uint64_t(time % second), 9);
    return text;
}

/// What timeText() made; none for anything else.
inline std::optional<std::int64_t> timeIn(std::string_view text)
{
    if (text.size() != timeLength || text[4] != '-' || text[7] != '-' || text[10] != 'T'
        || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[29] != 'Z')
        return std::nullopt;
    const auto number
        = [text](std::size_t at, int count) { return detail::digits(text.data() + at, count); };
    const std::int64_t month = number(5, 2), day = number(8, 2), hour = number(11, 2),
                       minute = number(14, 2), second = number(17, 2), rest = number(20, 9);
    const std::int64_t year = number(0, 4);
    if (year < 1970 || year > detail::lastYear || month < 1 || month > 12 || day < 1
        || day > detail::daysInMonth(year, month) || hour < 0 || hour > 23 || minute < 0
        || minute > 59 || second < 0 || second > 59 || rest < 0)
        return std::nullopt;
    const std::int64_t seconds
        = detail::daysOf(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second;
    return seconds * 1'000'000'000 + rest;
}

/// Take a line without its newline apart; none when it is no line of a log. The parts point into
/// TEXT.
inline std::optional<Line> parse(std::string_view text)
{
    constexpr std::size_t streamAt = timeLength + 1;
    const std::size_t streamEnd = text.find(' ', streamAt < text.size() ? streamAt : text.size());
    if (streamEnd == std::string_view::npos || streamEnd + 2 >= text.size()
        || text[timeLength] != ' ' || text[streamEnd + 2] != ' ')
        return std::nullopt;
    Line line;
    line.stream = text.substr(streamAt, streamEnd - streamAt);
    const auto time = timeIn(text.substr(0, timeLength));
    const char tag = text[streamEnd + 1];
    if (!time || (tag != 'F' && tag != 'P')
        || (line.stream != outputStream && line.stream != errorStream && line.stream != ownStream))
        return std::nullopt;
    line.time = *time;
    line.partial = tag == 'P';
    line.text = text.substr(streamEnd + 3);
    return line;
}

} // namespace vitrine::api::log
