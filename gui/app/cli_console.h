// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QByteArray>
#include <QDBusUnixFileDescriptor>
#include <QObject>

#include <memory>

class QSocketNotifier;

namespace vitrine::cli {

class RawTerminal;

/// Connects this program's standard streams with a console or exec session
/// (helper/api/console_protocol.h): raw terminal, window size, end of input, exit status.
class ConsoleRelay : public QObject {
    Q_OBJECT
public:
    enum class Terminal { No, Yes };

    ConsoleRelay(
        const QDBusUnixFileDescriptor& socket, Terminal terminal, QObject* parent = nullptr);
    ~ConsoleRelay() override;

    /// Rows and columns of the terminal that this program runs in; 24 and 80 without one.
    struct Size {
        quint16 rows = 24, columns = 80;
    };
    [[nodiscard]] static Size terminalSize();

signals:
    /// The process has ended with STATUS: 0 to 255, or 128 + the signal.
    void exited(int status);
    void failed(const vitrine::api::ErrorInfo& error);
    /// The other side closed the socket without a word, or the user typed Ctrl+P Ctrl+Q.
    void detached();

private:
    void readSocket();
    void readInput();
    void sendSize();
    void send(QByteArray message);
    void flush();
    void end();
    [[nodiscard]] bool handle(const QByteArray& message);
    [[nodiscard]] bool takeDetachKeys(QByteArray& input);

    QDBusUnixFileDescriptor m_owner;
    int m_socket;
    bool m_terminal;
    bool m_sawControlP = false;
    QList<QByteArray> m_outbox; ///< not sent yet, because the socket is full
    std::unique_ptr<RawTerminal> m_raw;
    QSocketNotifier* m_readable;
    QSocketNotifier* m_writable;
    QSocketNotifier* m_input;
};

} // namespace vitrine::cli
