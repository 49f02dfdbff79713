// SPDX-License-Identifier: GPL-3.0-or-later
// What a container prints, on its way to its log. The container does not wait for the disk: a
// thread of its own writes, and lines that it cannot take in time are lost and counted.
#pragma once

#include "helper/shim/log_file.h"
#include "helper/shim/log_lines.h"

#include <array>
#include <pthread.h>

namespace vitrine::shim {

/// How long the container may be held up for a disk that is slow, milliseconds. As much time must
/// pass before it may be held up for as long again: it never has less than half of its time.
inline constexpr long logPatience = 200;

/// What one write is gathered from.
inline constexpr std::size_t batchSize = 32 * 1024;

class Log {
public:
    /// As of LogFile::set(). Costs nothing before the first byte. Without it nothing is kept.
    void set(int directory, std::size_t maximum, unsigned files);

    /// Take what was printed.
    void append(LogStream stream, const char* data, std::size_t size);

    /// A line has begun that is not written before it ends, or flush() is called.
    [[nodiscard]] bool hasPartial() const { return m_lines.hasPartial(); }
    void flush();

    /// The container has ended: what it printed last may wait for PATIENCE milliseconds.
    void beginEnd(long patience);
    /// No more will come: write what there is, for as long at the most.
    void finish();

private:
    struct Batch {
        std::array<char, batchSize> data {};
        std::size_t size = 0;
        Lost before; ///< lost in front of it
    };
    void put(const char* line, std::size_t size);
    [[nodiscard]] bool waitForRoom();
    [[nodiscard]] bool start();
    void write();
    static void* run(void* self);

    LogLines m_lines;
    bool m_kept = false;

    pthread_mutex_t m_mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t m_work = PTHREAD_COND_INITIALIZER; ///< for the writer
    pthread_cond_t m_room = PTHREAD_COND_INITIALIZER; ///< the writer has taken a batch, or ended
    Batch m_batches[2] {}; ///< one is filled while the other is written
    int m_filled = 0; ///< index of the one that is filled
    Lost m_dropped; ///< after the one that is filled
    long m_patience = logPatience * 1000; ///< µs
    long m_budget = m_patience; ///< µs that the container may still be held up
    std::int64_t m_counted = 0; ///< CLOCK_MONOTONIC, µs: when m_budget was that
    bool m_running = false, m_ending = false, m_ended = false;

    LogFile m_file; ///< the writer's alone
};

} // namespace vitrine::shim
