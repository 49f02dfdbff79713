// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/cli_detach_keys.h"
#include "helper/api/values.h"

#include <QByteArray>
#include <QDBusUnixFileDescriptor>
#include <QObject>
#include <QSet>

#include <memory>

class QSocketNotifier;

namespace vitrine::cli {

class RawTerminal;

/// Connects this program's standard streams with a console or exec session
/// (helper/api/console_protocol.h): raw terminal, window size, end of input, signals, exit status.
class ConsoleRelay : public QObject {
    Q_OBJECT
public:
    /// What becomes of standard input.
    enum class Input {
        None,
        Pass, ///< but not its end: a console that others use, too
        PassWithEnd,
    };
    struct Options {
        bool terminal = false; ///< the other side has one
        Input input = Input::PassWithEnd;
        bool forwardSignals = false; ///< SIGINT, SIGTERM, SIGQUIT, each once
        DetachKeys keys {};
    };

    ConsoleRelay(const QDBusUnixFileDescriptor& socket, Options options, QObject* parent = nullptr);
    ~ConsoleRelay() override;

    /// Rows and columns of the terminal that this program runs in; 24 and 80 without one.
    struct Size {
        quint16 rows = 24, columns = 80;
    };
    [[nodiscard]] static Size terminalSize();

    /// Leave a session so that it goes on; detached() follows.
    void leave();

signals:
    /// The session is ID (Container1.Sessions); before anything else is told of it.
    void named(const QString& id);
    /// The process has ended with STATUS: 0 to 255, or 128 + the signal.
    void exited(int status);
    void failed(const vitrine::api::ErrorInfo& error);
    /// The user typed the keys, or leave() was called.
    void detached();
    /// The other side closed the socket without a word.
    void lost();
    /// A signal came that was not to be forwarded, or came again: this program shall end.
    void interrupted(int signal);

private:
    void readSocket();
    void readInput();
    void sendSize();
    void send(QByteArray message);
    void flush();
    void end();
    void endInput();
    void takeSignal(int number);
    [[nodiscard]] bool handle(const QByteArray& message);

    QDBusUnixFileDescriptor m_owner;
    int m_socket;
    Options m_options;
    QSet<int> m_forwarded; ///< signals
    bool m_leaving = false;
    QList<QByteArray> m_outbox; ///< not sent yet, because the socket is full
    std::unique_ptr<RawTerminal> m_raw;
    QSocketNotifier* m_readable;
    QSocketNotifier* m_writable;
    QSocketNotifier* m_input = nullptr;
};

} // namespace vitrine::cli
