// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/unique_fd.h"

#include <QByteArray>
#include <QObject>
#include <QQueue>

#include <memory>

class QSocketNotifier;

namespace vitrine {

/// One connection to a container's terminal: speaks helper/api/console_protocol.h over a socket.
/// Never waits: what the socket does not take is kept, what it has is read a little at a time.
class ConsoleSession : public QObject {
    Q_OBJECT
public:
    /// More than this waiting for the program to read is refused.
    static constexpr qsizetype maximumQueued = 16 * 1024 * 1024;

    /// Takes the socket SOCKET (AF_UNIX, SOCK_SEQPACKET) and closes it in the end.
    explicit ConsoleSession(int socket, QObject* parent = nullptr);
    ~ConsoleSession() override;

    /// Sends BYTES to the program's input. False when too much is waiting already.
    [[nodiscard]] bool send(const QByteArray& bytes);
    void sendResize(int rows, int columns);
    /// Tells a session (Exec) to go on when its clients have gone.
    void sendDetach();
    /// The session's id, see Container1.Sessions; empty until it was told, and for a console.
    [[nodiscard]] const QString& id() const { return m_id; }
    /// Whether the other side has closed the connection.
    [[nodiscard]] bool isClosed() const { return m_closed; }
    /// Stops and goes on reading, so that an unread terminal holds the program back.
    void setReading(bool reading);

Q_SIGNALS:
    void output(const QByteArray& bytes);
    /// The program has ended; WAITSTATUS as of waitpid(2).
    void exited(int waitStatus);
    /// The helper could not go on; TEXT says why.
    void failed(const QString& text);
    /// Nothing more will come. Follows exited() and failed(), or stands alone when the connection
    /// broke.
    void closed();

private:
    void readSome();
    /// Reads one message; false when there is none now, or none any more.
    bool receive();
    void take(const char* message, qsizetype length);
    void writeSome();
    void enqueue(const QByteArray& message);
    void close();

    UniqueFd m_socket;
    std::unique_ptr<QSocketNotifier> m_readNotifier;
    std::unique_ptr<QSocketNotifier> m_writeNotifier;
    QQueue<QByteArray> m_queue;
    qsizetype m_queued = 0;
    QString m_id;
    QByteArray m_unread; ///< of a message, what was not told yet
    bool m_reading = true;
    bool m_closed = false;
};

/// "The program has exited with status 1.": WAITSTATUS in words.
[[nodiscard]] QString waitStatusText(int waitStatus);

} // namespace vitrine
