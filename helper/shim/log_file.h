// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a container's log: "log", and older ones as log.1, log.2, … One writer.
#pragma once

#include "helper/api/log_format.h"

#include <cstddef>
#include <cstdint>
#include <sys/types.h>

namespace vitrine::shim {

/// What could not be written.
struct Lost {
    std::uint64_t lines = 0, bytes = 0;
    int number = 0; ///< errno of the last failure; 0: the disk was too slow

    [[nodiscard]] bool any() const { return bytes > 0; }
    void add(const Lost& more)
    {
        lines += more.lines;
        bytes += more.bytes;
        number = more.any() ? more.number : number;
    }
};

/// How many lines there are in the SIZE bytes at DATA.
[[nodiscard]] Lost countLines(const char* data, std::size_t size);

/// Every line in the files is whole. Nothing here is bigger than was asked for: when a file cannot
/// be put aside nothing more is written.
class LogFile {
public:
    /// FILES of at most MAXIMUM bytes each in DIRECTORY, a descriptor that stays the caller's.
    /// Nothing is opened before the first append().
    void set(int directory, std::size_t maximum, unsigned files)
    {
        m_directory = directory;
        m_maximum = maximum;
        m_files = files;
    }

    enum class Retry { InASecond, Now }; ///< after a failure

    /// Add whole lines, each no longer than longestLine, or count them as lost. Lines that were
    /// lost before are told in front of them; with SIZE 0 nothing else is.
    void append(const char* data, std::size_t size, Retry retry);
    void addLost(const Lost& lost) { m_lost.add(lost); }
    [[nodiscard]] bool hasLost() const { return m_lost.any(); }

private:
    /// These return 0 or an errno.
    int open();
    int openNew();
    int endLastLine();
    int rotate();
    int write(const char* data, std::size_t size);
    int writeAll(const char* data, std::size_t size, std::size_t& done);
    int writeNote(const char* text, std::size_t length);
    int tellStart();
    int tellLost();
    void makeRoomForNote();

    int m_directory = -1;
    std::size_t m_maximum = 0;
    unsigned m_files = 0;
    int m_file = -1;
    std::size_t m_size = 0;
    bool m_started = false; ///< it is told in the log that the container was started
    int m_failure = 0; ///< errno of the last append
    std::int64_t m_retry = 0; ///< CLOCK_MONOTONIC, ns: not before
    Lost m_lost; ///< not told yet
};

} // namespace vitrine::shim
