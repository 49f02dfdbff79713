// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/packet_recorder.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace vitrine {

namespace {
constexpr int lookPause = 200; // ms
}

PacketRecorder::PacketRecorder(UniqueFd source, UniqueFd target, QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
    , m_target(std::move(target))
    , m_stop(::eventfd(0, EFD_CLOEXEC))
    , m_thread([this] { run(); })
{
    connect(&m_looks, &QTimer::timeout, this, &PacketRecorder::look);
    m_looks.start(lookPause);
}

PacketRecorder::~PacketRecorder()
{
    stop();
    m_thread.join();
}

void PacketRecorder::stop()
{
    const quint64 one = 1;
    (void)::write(m_stop.get(), &one, sizeof one);
}

void PacketRecorder::run()
{
    sigset_t all; // a target that nobody reads is an error, not the end of the window
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    PacketCopy copy(m_source.get(), m_target.get());
    auto state = PacketCopy::State::Going;
    while (state == PacketCopy::State::Going) {
        std::array<pollfd, 2> waits { { { m_source.get(), POLLIN, 0 },
            { m_stop.get(), POLLIN, 0 } } };
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR)
            break;
        if (waits[1].revents != 0)
            break;
        state = copy.step();
        if (state == PacketCopy::State::Failed)
            m_error = errno;
        m_packets = copy.packets();
        m_bytes = copy.bytes();
    }
    m_over = true;
}

void PacketRecorder::look()
{
    const bool over = m_over; // before the figures, which then are the last ones
    if (m_told != m_bytes) {
        m_told = m_bytes;
        emit progressed();
    }
    if (!over)
        return;
    m_looks.stop();
    m_source.reset();
    m_target.reset();
    emit ended(m_error);
}

} // namespace vitrine
