// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/client/line_stream.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QSocketNotifier>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine {

namespace {

/// How long one turn of the event loop may read, in milliseconds.
constexpr qint64 readingTime = 4;
constexpr std::size_t pieceSize = 64 * 1024;

} // namespace

LineStream::LineStream(QObject* parent)
    : QObject(parent)
{
}

LineStream::~LineStream()
{
    stop();
}

void LineStream::start(int fd)
{
    stop();
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    m_fd.reset(fd);
    m_notifier = std::make_unique<QSocketNotifier>(fd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &LineStream::readSome);
}

void LineStream::stop()
{
    if (m_notifier) {
        m_notifier->setEnabled(false);
        // Perhaps it is this notifier's signal that led here.
        m_notifier.release()->deleteLater();
    }
    m_fd.reset();
    m_buffer.clear();
    m_searched = 0;
}

void LineStream::end()
{
    stop();
    Q_EMIT closed();
}

void LineStream::readSome()
{
    QElapsedTimer timer;
    timer.start();
    char piece[pieceSize];
    while (isRunning() && timer.elapsed() < readingTime) {
        const auto length = ::read(m_fd.get(), piece, sizeof piece);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0 && errno == EAGAIN)
            return;
        if (length <= 0)
            return end();
        m_buffer.append(piece, qsizetype(length));
        if (!takeLines())
            return;
    }
}

bool LineStream::takeLines()
{
    // Whoever listens may stop or delete this stream.
    const QPointer<LineStream> alive(this);
    const auto* notifier = m_notifier.get();
    qsizetype newline = 0;
    while ((newline = m_buffer.indexOf('\n', m_searched)) >= 0) {
        const QByteArray line = m_buffer.left(newline);
        m_buffer.remove(0, newline + 1);
        m_searched = 0;
        const bool good = take(line);
        if (!alive || m_notifier.get() != notifier)
            return false;
        if (!good) {
            end();
            return false;
        }
    }
    m_searched = m_buffer.size();
    if (m_searched > longestLine) {
        end();
        return false;
    }
    return true;
}

} // namespace vitrine
