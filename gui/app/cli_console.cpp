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
        m_changed = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        apply();
    }
    ~RawTerminal()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSADRAIN, &m_before);
    }
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;

    /// Again, for a shell has set its own modes while this program was stopped.
    void apply()
    {
        termios raw = m_before;
        ::cfmakeraw(&raw);
        m_changed = m_changed && ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
    }

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

ConsoleRelay::ConsoleRelay(const QDBusUnixFileDescriptor& socket, Options options, QObject* parent)
    : QObject(parent)
    , m_owner(socket)
    , m_socket(socket.fileDescriptor())
    , m_options(std::move(options))
    , m_readable(new QSocketNotifier(m_socket, QSocketNotifier::Read, this))
    , m_writable(new QSocketNotifier(m_socket, QSocketNotifier::Write, this))
{
    ::fcntl(m_socket, F_SETFL, ::fcntl(m_socket, F_GETFL) | O_NONBLOCK);
    m_writable->setEnabled(false);
    connect(m_readable, &QSocketNotifier::activated, this, &ConsoleRelay::readSocket);
    connect(m_writable, &QSocketNotifier::activated, this, &ConsoleRelay::flush);
    if (m_options.input != Input::None) {
        m_input = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
        connect(m_input, &QSocketNotifier::activated, this, &ConsoleRelay::readInput);
    }
    auto* watched = new SignalWatch({ SIGWINCH, SIGCONT, SIGHUP }, this);
    connect(watched, &SignalWatch::raised, this, &ConsoleRelay::takeSignal);
    if (m_options.forwardSignals) {
        auto* forwarded = new SignalWatch({ SIGINT, SIGTERM, SIGQUIT }, this);
        connect(forwarded, &SignalWatch::raised, this, &ConsoleRelay::takeSignal);
    }
    if (!m_options.terminal)
        return;
    if (m_input && ::isatty(STDIN_FILENO))
        m_raw = std::make_unique<RawTerminal>();
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

void ConsoleRelay::takeSignal(int number)
{
    switch (number) {
    case SIGCONT:
        if (m_raw)
            m_raw->apply();
        return sendSize();
    case SIGWINCH:
        return sendSize();
    default:
        break;
    }
    if (number == SIGHUP || m_forwarded.contains(number)) { // the terminal has gone; or it insists
        end();
        emit interrupted(number);
        return;
    }
    m_forwarded.insert(number);
    QByteArray message(1, char(Kind::Signal));
    message.append(char(number));
    send(message);
}

void ConsoleRelay::leave()
{
    m_leaving = true;
    send(QByteArray(1, char(Kind::Detach)));
}

void ConsoleRelay::sendSize()
{
    if (!m_options.terminal || !::isatty(STDOUT_FILENO))
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
    if (m_leaving && m_outbox.isEmpty()) {
        end();
        emit detached();
        return;
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
    if (count <= 0)
        return endInput();
    input.truncate(count);
    const bool left = m_raw && m_options.keys.take(input);
    if (left)
        return leave();
    if (!input.isEmpty())
        send(char(Kind::Input) + input);
}

void ConsoleRelay::endInput()
{
    m_input->deleteLater();
    m_input->setEnabled(false);
    m_input = nullptr;
    if (m_options.input == Input::PassWithEnd)
        send(QByteArray(1, char(Kind::EndOfInput)));
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
            emit lost();
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
        emit named(QString::fromUtf8(body));
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
