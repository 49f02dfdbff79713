// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/console_session.h"

#include "helper/api/console_protocol.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QSocketNotifier>
#include <QtEndian>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace vitrine {

using api::console::Kind;
using api::console::maximumMessage;

namespace {

/// How long one turn of the event loop may read, in milliseconds: input and painting come between.
constexpr qint64 readingTime = 8;
/// How much is told at once: a screen full of short lines takes a terminal milliseconds.
constexpr qsizetype pieceSize = 2 * 1024;

} // namespace

QString waitStatusText(int waitStatus)
{
    if (WIFSIGNALED(waitStatus))
        return ConsoleSession::tr("The program was killed by signal %1 (%2).")
            .arg(WTERMSIG(waitStatus))
            .arg(QString::fromLocal8Bit(strsignal(WTERMSIG(waitStatus))));
    return ConsoleSession::tr("The program has exited with status %1.")
        .arg(WEXITSTATUS(waitStatus));
}

ConsoleSession::ConsoleSession(int socket, QObject* parent)
    : QObject(parent)
    , m_socket(socket)
{
    const int flags = ::fcntl(socket, F_GETFL);
    ::fcntl(socket, F_SETFL, flags | O_NONBLOCK);
    m_readNotifier = std::make_unique<QSocketNotifier>(socket, QSocketNotifier::Read);
    m_writeNotifier = std::make_unique<QSocketNotifier>(socket, QSocketNotifier::Write);
    m_writeNotifier->setEnabled(false);
    connect(m_readNotifier.get(), &QSocketNotifier::activated, this, &ConsoleSession::readSome);
    connect(m_writeNotifier.get(), &QSocketNotifier::activated, this, &ConsoleSession::writeSome);
}

ConsoleSession::~ConsoleSession()
{
    // Perhaps it is a notifier's signal that led here.
    for (auto* notifier : { m_readNotifier.release(), m_writeNotifier.release() }) {
        notifier->setEnabled(false);
        notifier->deleteLater();
    }
}

void ConsoleSession::setReading(bool reading)
{
    m_reading = reading;
    if (m_closed)
        return;
    m_readNotifier->setEnabled(reading);
    if (reading && !m_unread.isEmpty())
        QMetaObject::invokeMethod(this, &ConsoleSession::readSome, Qt::QueuedConnection);
}

void ConsoleSession::readSome()
{
    // Whoever listens may delete this session.
    const QPointer<ConsoleSession> alive(this);
    QElapsedTimer timer;
    timer.start();
    while (alive && !m_closed && m_reading && timer.elapsed() < readingTime) {
        if (!m_unread.isEmpty()) {
            const QByteArray piece = m_unread.left(pieceSize);
            m_unread.remove(0, pieceSize);
            Q_EMIT output(piece);
        } else if (!receive()) {
            return;
        }
    }
    // The socket tells of what is in it, not of what was taken out of it.
    if (alive && !m_closed && m_reading && !m_unread.isEmpty())
        QMetaObject::invokeMethod(this, &ConsoleSession::readSome, Qt::QueuedConnection);
}

bool ConsoleSession::receive()
{
    char message[maximumMessage];
    const auto length = ::recv(m_socket.get(), message, sizeof message, 0);
    if (length > 0) {
        take(message, qsizetype(length));
        return true;
    }
    // ECONNRESET: the other side went without reading our last; what it said still waits.
    if (length < 0 && (errno == EINTR || errno == ECONNRESET))
        return true;
    if (length == 0 || errno != EAGAIN)
        close();
    return false;
}

void ConsoleSession::take(const char* message, qsizetype length)
{
    const auto kind = Kind(std::uint8_t(message[0]));
    const QByteArray body(message + 1, length - 1);
    if (kind == Kind::Output || kind == Kind::ErrorOutput) {
        m_unread = body;
        return;
    }
    if (kind == Kind::Session)
        m_id = QString::fromUtf8(body);
    if (kind != Kind::Exited && kind != Kind::Failed)
        return; // of a newer helper; not ours to judge
    const QPointer<ConsoleSession> alive(this);
    if (kind == Kind::Exited) {
        Q_EMIT exited(body.size() >= 4 ? qFromLittleEndian<qint32>(body.constData()) : 0);
    } else {
        const QJsonObject error = QJsonDocument::fromJson(body).object();
        Q_EMIT failed(error.value(QLatin1String("text")).toString(QString::fromUtf8(body)));
    }
    if (alive)
        close();
}

bool ConsoleSession::send(const QByteArray& bytes)
{
    if (m_closed || m_queued + bytes.size() > maximumQueued)
        return false;
    const auto largest = qsizetype(maximumMessage) - 1;
    for (qsizetype at = 0; at < bytes.size(); at += largest)
        enqueue(char(Kind::Input) + bytes.mid(at, largest));
    writeSome();
    return true;
}

void ConsoleSession::sendResize(int rows, int columns)
{
    if (m_closed)
        return;
    QByteArray message(5, char(Kind::Resize));
    qToLittleEndian(quint16(rows), message.data() + 1);
    qToLittleEndian(quint16(columns), message.data() + 3);
    enqueue(message);
    writeSome();
}

void ConsoleSession::sendDetach()
{
    if (m_closed)
        return;
    enqueue(QByteArray(1, char(Kind::Detach)));
    writeSome();
}

void ConsoleSession::enqueue(const QByteArray& message)
{
    m_queue.enqueue(message);
    m_queued += message.size();
}

void ConsoleSession::writeSome()
{
    while (!m_queue.isEmpty()) {
        const QByteArray& message = m_queue.head();
        const auto sent = ::send(
            m_socket.get(), message.constData(), std::size_t(message.size()), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN) {
            // What it still has to say is read before the end is told.
            m_queue.clear();
            m_queued = 0;
        }
        if (sent < 0)
            break;
        m_queued -= message.size();
        m_queue.dequeue();
    }
    m_writeNotifier->setEnabled(!m_queue.isEmpty());
}

void ConsoleSession::close()
{
    if (std::exchange(m_closed, true))
        return;
    m_readNotifier->setEnabled(false);
    m_writeNotifier->setEnabled(false);
    m_queue.clear();
    m_queued = 0;
    Q_EMIT closed();
}

} // namespace vitrine
