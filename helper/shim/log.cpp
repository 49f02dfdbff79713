// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/log.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace vitrine::shim {

namespace {

constexpr long perSecond = 1'000'000; ///< µs

std::int64_t nanoseconds()
{
    timespec time {};
    ::clock_gettime(CLOCK_REALTIME, &time);
    return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::int64_t microseconds()
{
    timespec time {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t(time.tv_sec) * perSecond + time.tv_nsec / 1000;
}

/// Wait for CONDITION until the time, of CLOCK_MONOTONIC, is END µs; false when it is.
bool waitUntil(pthread_cond_t& condition, pthread_mutex_t& mutex, std::int64_t end)
{
    const timespec time { time_t(end / perSecond), long(end % perSecond * 1000) };
    return ::pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &time) != ETIMEDOUT;
}

class Guard {
public:
    explicit Guard(pthread_mutex_t& mutex)
        : m_mutex(mutex)
    {
        ::pthread_mutex_lock(&m_mutex);
    }
    ~Guard() { ::pthread_mutex_unlock(&m_mutex); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

private:
    pthread_mutex_t& m_mutex;
};

} // namespace

void Log::set(int directory, std::size_t maximum, unsigned files)
{
    m_file.set(directory, maximum, files);
    m_kept = true;
}

void Log::append(LogStream stream, const char* data, std::size_t size)
{
    if (!m_kept)
        return;
    const Guard guard(m_mutex);
    m_lines.take(stream, nanoseconds(), data, size,
        [this](const char* line, std::size_t length) { put(line, length); });
    ::pthread_cond_signal(&m_work);
}

void Log::flush()
{
    if (!m_kept)
        return;
    const Guard guard(m_mutex);
    m_lines.flush(
        nanoseconds(), [this](const char* line, std::size_t length) { put(line, length); });
    ::pthread_cond_signal(&m_work);
}

/// With the mutex held.
void Log::put(const char* line, std::size_t size)
{
    const auto fits
        = [this, size] { return m_batches[m_filled].size + size <= batchSize && !m_dropped.any(); };
    if (!start() || (!fits() && !(waitForRoom() && fits()))) {
        m_dropped.add(countLines(line, size));
        return;
    }
    Batch& batch = m_batches[m_filled];
    std::memcpy(batch.data.data() + batch.size, line, size);
    batch.size += size;
}

/// Wait until the writer takes what there is, as long as that is allowed.
bool Log::waitForRoom()
{
    const std::int64_t now = microseconds();
    m_budget = std::min<std::int64_t>(m_patience, m_budget + now - m_counted);
    m_counted = now;
    if (m_budget <= 0)
        return false;
    ::pthread_cond_signal(&m_work);
    const int filled = m_filled;
    bool inTime = true;
    while (inTime && m_filled == filled)
        inTime = waitUntil(m_room, m_mutex, now + m_budget);
    m_counted = microseconds();
    m_budget -= m_counted - now;
    return m_filled != filled;
}

/// The writer's thread, once there is something to write.
bool Log::start()
{
    constexpr std::size_t stackSize = 128 * 1024;
    if (m_running)
        return true;
    pthread_attr_t attributes;
    pthread_t thread;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, stackSize);
    ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    m_running = ::pthread_create(&thread, &attributes, run, this) == 0;
    ::pthread_attr_destroy(&attributes);
    return m_running;
}

void* Log::run(void* self)
{
    static_cast<Log*>(self)->write();
    return nullptr;
}

void Log::write()
{
    const Guard guard(m_mutex);
    for (;;) {
        Batch& batch = m_batches[m_filled];
        const bool last = m_ending;
        if (batch.size == 0 && !batch.before.any() && !m_dropped.any() && !last) {
            ::pthread_cond_wait(&m_work, &m_mutex);
            continue;
        }
        m_filled = 1 - m_filled;
        m_batches[m_filled].before = m_dropped;
        m_dropped = {};
        ::pthread_cond_signal(&m_room);
        ::pthread_mutex_unlock(&m_mutex);
        m_file.addLost(batch.before);
        if (batch.size > 0 || m_file.hasLost())
            m_file.append(batch.data.data(), batch.size,
                last ? LogFile::Retry::Now : LogFile::Retry::InASecond);
        ::pthread_mutex_lock(&m_mutex);
        batch.size = 0;
        batch.before = {};
        if (last && m_batches[m_filled].size == 0 && !m_batches[m_filled].before.any())
            break;
    }
    m_ended = true;
    ::pthread_cond_signal(&m_room);
}

void Log::beginEnd(long patience)
{
    m_patience = m_budget = patience * 1000;
}

void Log::finish()
{
    flush();
    const Guard guard(m_mutex);
    m_ending = true;
    ::pthread_cond_signal(&m_work);
    const std::int64_t end = microseconds() + m_patience;
    while (m_running && !m_ended && waitUntil(m_room, m_mutex, end)) { }
}

} // namespace vitrine::shim
