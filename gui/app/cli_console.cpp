// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/cli_console.h"

#include "gui/app/cli_signals.h"
#include "helper/api/console_protocol.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace vitrine::cli {

using api::console::Kind;

/// Standard input in raw mode as long as this lives.
class RawTerminal {
public:
    RawTerminal()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios raw = m_before;
        ::cfmakeraw(&raw);
        m_changed = ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
    }
    ~RawTerminal()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSADRAIN, &m_before);
    }
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;

private:
    termios m_before {};
    bool m_changed = false;
};

namespace {

void writeAll(int fd, const char* data, qsizetype size)
{
    while (size > 0) {
        const auto count = ::write(fd, data, std::size_t(size));
        if (count < 0 && errno != EINTR)
            return; // our own reader is gone; SIGPIPE or the exit status will tell
        if (count > 0) {
            data += count;
            size -= count;
        }
    }
}

} // namespace

ConsoleRelay::ConsoleRelay(
    const QDBusUnixFileDescriptor& socket, Terminal terminal, QObject* parent)
    : QObject(parent)
    , m_owner(socket)
    , m_socket(socket.fileDescriptor())
    , m_terminal(terminal == Terminal::Yes)
    , m_readable(new QSocketNotifier(m_socket, QSocketNotifier::Read, this))
    , m_writable(new QSocketNotifier(m_socket, QSocketNotifier::Write, this))
    , m_input(new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this))
{
    ::fcntl(m_socket, F_SETFL, ::fcntl(m_socket, F_GETFL) | O_NONBLOCK);
    m_writable->setEnabled(false);
    connect(m_readable, &QSocketNotifier::activated, this, &ConsoleRelay::readSocket);
    connect(m_writable, &QSocketNotifier::activated, this, &ConsoleRelay::flush);
    connect(m_input, &QSocketNotifier::activated, this, &ConsoleRelay::readInput);
    if (!m_terminal)
        return;
    if (::isatty(STDIN_FILENO))
        m_raw = std::make_unique<RawTerminal>();
    auto* resizes = new SignalWatch({ SIGWINCH }, this);
    connect(resizes, &SignalWatch::raised, this, &ConsoleRelay::sendSize);
    sendSize();
}

ConsoleRelay::~ConsoleRelay() = default;

ConsoleRelay::Size ConsoleRelay::terminalSize()
{
    winsize size {};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return {};
    return { size.ws_row, size.ws_col };
}

void ConsoleRelay::sendSize()
{
    if (!::isatty(STDOUT_FILENO))
        return;
    const Size size = terminalSize();
    QByteArray message(1, char(Kind::Resize));
    for (const quint16 value : { size.rows, size.columns }) {
        message.append(char(value & 0xff));
        message.append(char(value >> 8));
    }
    send(message);
}

void ConsoleRelay::send(QByteArray message)
{
    m_outbox.append(std::move(message));
    flush();
}

void ConsoleRelay::flush()
{
    while (!m_outbox.isEmpty()) {
        const QByteArray& message = m_outbox.first();
        const auto sent
            = ::send(m_socket, message.constData(), std::size_t(message.size()), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN) {
            m_outbox.clear(); // closed; the reading side hears of it
            break;
        }
        if (sent < 0)
            break;
        m_outbox.removeFirst();
    }
    // While the container does not read, neither do we.
    m_writable->setEnabled(!m_outbox.isEmpty());
    if (m_input)
        m_input->setEnabled(m_outbox.isEmpty());
}

void ConsoleRelay::readInput()
{
    QByteArray input(api::console::maximumMessage - 1, Qt::Uninitialized);
    const auto count = ::read(STDIN_FILENO, input.data(), std::size_t(input.size()));
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) {
        m_input->deleteLater();
        m_input->setEnabled(false);
        m_input = nullptr;
        return send(QByteArray(1, char(Kind::EndOfInput)));
    }
    input.truncate(count);
    if (m_raw && takeDetachKeys(input)) {
        end();
        emit detached();
        return;
    }
    if (!input.isEmpty())
        send(char(Kind::Input) + input);
}

// Ctrl+P is held back until the next key tells whether Ctrl+Q follows it.
bool ConsoleRelay::takeDetachKeys(QByteArray& input)
{
    constexpr char controlP = 0x10, controlQ = 0x11;
    QByteArray rest;
    for (const char c : std::as_const(input)) {
        if (m_sawControlP) {
            m_sawControlP = false;
            if (c == controlQ)
                return true;
            rest.append(controlP);
        }
        if (c == controlP)
            m_sawControlP = true;
        else
            rest.append(c);
    }
    input = rest;
    return false;
}

void ConsoleRelay::readSocket()
{
    QByteArray message(api::console::maximumMessage, Qt::Uninitialized);
    for (;;) {
        const auto count
            = ::recv(m_socket, message.data(), std::size_t(message.size()), MSG_DONTWAIT);
        // ECONNRESET: the other side went without reading our last; what it said still waits.
        if (count < 0 && (errno == EINTR || errno == ECONNRESET))
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0) {
            end();
            emit detached();
            return;
        }
        if (!handle(QByteArray::fromRawData(message.constData(), count)))
            return;
    }
}

/// False when that was the last message.
bool ConsoleRelay::handle(const QByteArray& message)
{
    const QByteArray body = QByteArray::fromRawData(message.constData() + 1, message.size() - 1);
    switch (Kind(message.at(0))) {
    case Kind::Output:
        writeAll(STDOUT_FILENO, body.constData(), body.size());
        return true;
    case Kind::ErrorOutput:
        writeAll(STDERR_FILENO, body.constData(), body.size());
        return true;
    case Kind::Exited: {
        qint32 status = 0;
        if (body.size() == qsizetype(sizeof status))
            std::memcpy(&status, body.constData(), sizeof status);
        end();
        emit exited(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
        return false;
    }
    case Kind::Failed: {
        api::ErrorInfo error;
        update(error, QJsonDocument::fromJson(body).object().toVariantMap());
        if (!error.name.contains(QLatin1Char('.')))
            error.name.prepend(QStringLiteral("org.vitrine.Error."));
        end();
        emit failed(error);
        return false;
    }
    case Kind::Input:
    case Kind::EndOfInput:
    case Kind::Resize:
    case Kind::Signal:
    case Kind::Detach:
        break; // ours to send, not to get
    case Kind::Session:
        break;
    }
    return true;
}

void ConsoleRelay::end()
{
    m_raw.reset();
    m_readable->setEnabled(false);
    m_writable->setEnabled(false);
    if (m_input)
        m_input->setEnabled(false);
}

} // namespace vitrine::cli
