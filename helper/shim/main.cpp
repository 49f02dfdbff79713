// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-shim: parent of a container's first process, or of one that was executed in it. Holds its
// terminal, its last output and its exit status, writes its log and outlives the launcher. See
// protocol.h.
#include "helper/shim/clients.h"
#include "helper/shim/hang_up.h"
#include "helper/shim/log.h"
#include "helper/shim/messages.h"
#include "helper/shim/protocol.h"
#include "helper/shim/streams.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::shim {

using api::console::Kind;

namespace {

constexpr int maximumLaunchers = 4;
constexpr int tick = 50; ///< milliseconds between looks at what nothing tells of
constexpr std::size_t chunkSize = 16 * 1024;
/// What is read at most after the end: more than a pipe holds, so that all of the process's own is
/// in it, and less than what another that holds it open could write for ever.
constexpr long lastOutput = 2 * 1024 * 1024;
constexpr int lineTime = 1000; ///< milliseconds without output after which a begun line is logged
constexpr int lastWriteTime = 2000; ///< milliseconds that the log may take at the end

class Shim {
public:
    /// Keep what is printed in files of at most MAXIMUM bytes in logDirectory.
    void keepLog(std::size_t maximum, unsigned files) { m_log.set(logDirectory, maximum, files); }

    /// SESSION: its id, null for a container.
    int run(const char* session, pid_t child)
    {
        m_session = session;
        m_child = child;
        sigset_t signals;
        ::sigemptyset(&signals);
        ::sigaddset(&signals, SIGCHLD);
        ::sigprocmask(SIG_BLOCK, &signals, nullptr);
        ::signal(SIGPIPE, SIG_IGN);
        m_signals = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
        ::raise(
            SIGCHLD); // for a process that ended before SIGCHLD was blocked: nobody says it again
        m_launchers[m_launcherCount++] = launcherSocket;
        if (m_session)
            m_clients.add(clientSocket, m_history);
        m_listener = listenAt(m_session ? sessionFile(socketSuffix) : socketName);
        while (!m_ended)
            turn();
        finish();
        return 0;
    }

private:
    const char* sessionFile(const char* suffix)
    {
        (void)std::snprintf(m_name, sizeof m_name, "%s%s%s", sessionPrefix, m_session, suffix);
        return m_name;
    }

    static long milliseconds()
    {
        timespec now {};
        ::clock_gettime(CLOCK_MONOTONIC, &now);
        return now.tv_sec * 1000 + now.tv_nsec / 1'000'000 + 1;
    }

    void watch(int fd, short events)
    {
        if (fd >= 0)
            m_polls[m_pollCount++] = { fd, events, 0 };
    }

    [[nodiscard]] short eventsOf(int fd) const
    {
        for (int i = 0; i < m_pollCount; ++i)
            if (m_polls[i].fd == fd && fd >= 0)
                return m_polls[i].revents;
        return 0;
    }
    [[nodiscard]] bool ready(int fd) const { return eventsOf(fd) != 0; }

    void watchClients()
    {
        for (int i = 0; i < m_clients.count(); ++i) {
            const short output = m_clients.blocked(i) ? POLLOUT : 0;
            if (m_childSocket >= 0 && !m_streams.taken())
                continue; // what it sends has nowhere to go yet
            if (!m_streams.inputPending())
                watch(m_clients.socket(i), short(POLLIN | output));
            else if (m_session || output != 0) // of a session, whether it has gone
                watch(m_clients.socket(i), output);
        }
    }

    /// Wait for something and deal with it.
    void turn()
    {
        m_pollCount = 0;
        const bool blocked = m_clients.blocked();
        watch(m_signals, POLLIN);
        watch(m_childSocket, POLLIN);
        watch(m_listener, POLLIN);
        for (int i = 0; i < m_launcherCount; ++i)
            watch(m_launchers[i], POLLIN);
        if (!blocked) {
            watch(m_streams.output(), POLLIN);
            watch(m_streams.errors(), POLLIN);
        }
        watchClients();
        if (m_streams.inputPending())
            watch(m_streams.input(), POLLOUT);
        const bool ticks = blocked || m_hangUp != 0;
        const int patience = ticks ? tick : m_log.hasPartial() ? lineTime : -1;
        const int count = ::poll(m_polls, nfds_t(m_pollCount), patience);
        if (count < 0)
            return;
        if (count == 0 && !ticks)
            m_log.flush();
        if (blocked)
            m_clients.retry(only());
        dispatch();
        if (m_hangUp != 0)
            proceedWithHangUp();
    }

    void dispatch()
    {
        if (ready(m_childSocket))
            (void)takeStreams();
        if (ready(m_streams.output()) && !m_clients.blocked())
            (void)forward(Kind::Output);
        if (ready(m_streams.errors()) && !m_clients.blocked())
            (void)forward(Kind::ErrorOutput);
        if (ready(m_streams.input()))
            m_streams.flushInput();
        for (int i = m_clients.count() - 1; i >= 0; --i)
            if (ready(m_clients.socket(i)))
                readClient(i);
        for (int i = m_launcherCount - 1; i >= 0; --i)
            if (ready(m_launchers[i]))
                readLauncher(i);
        if (ready(m_listener))
            acceptLauncher();
        if (ready(m_signals))
            reap();
    }

    /// False when there is nothing to take.
    bool takeStreams()
    {
        const Received received = receive(m_childSocket);
        if (received.length > 0) {
            m_process = received.sender;
            if (received.kind == 't' && received.count == 1)
                m_streams.takeTerminal(received.descriptors[0]);
            else if (received.kind == 'p' && received.count == 3)
                m_streams.takePipes(
                    received.descriptors[0], received.descriptors[1], received.descriptors[2]);
            m_streams.resize(m_clients.size());
        } else if (received.length == 0) { // the child has executed its program
            ::close(m_childSocket);
            m_childSocket = -1;
        }
        return received.length > 0;
    }

    /// Pass on what the process printed. Returns how much; 0 or less when there is nothing now.
    long forward(Kind kind)
    {
        static char buffer[chunkSize];
        const long count = kind == Kind::Output ? m_streams.readOutput(buffer, sizeof buffer)
                                                : m_streams.readErrors(buffer, sizeof buffer);
        if (count <= 0)
            return count;
        if (!m_session || m_streams.isTerminal())
            m_history.append(buffer, std::size_t(count));
        m_log.append(kind == Kind::Output ? LogStream::Output : LogStream::Errors, buffer,
            std::size_t(count));
        m_clients.broadcast(kind, buffer, std::size_t(count));
        return count;
    }

    // --- clients -----------------------------------------------------------------------------

    /// A session's only client may be as slow as it likes: it is who the output is for.
    [[nodiscard]] Clients::Only only() const
    {
        return m_session ? Clients::Only::Keep : Clients::Only::Drop;
    }

    void readClient(int index)
    {
        static char message[api::console::maximumMessage];
        const int socket = m_clients.socket(index);
        const bool gone = (eventsOf(socket) & (POLLHUP | POLLERR)) != 0;
        if (m_streams.inputPending() && (!gone || !m_session))
            return;
        const ssize_t count = ::recv(socket, message, sizeof message, MSG_DONTWAIT);
        if (count > 0)
            return handle(index, message, std::size_t(count));
        if (count < 0 && errno == EAGAIN)
            return;
        m_clients.remove(index);
        m_streams.resize(m_clients.size());
        if (m_session && m_clients.count() == 0 && !m_kept)
            hangUp();
    }

    void handle(int index, const char* message, std::size_t size)
    {
        switch (Kind(message[0])) {
        case Kind::Input:
            if (m_streams.inputPending())
                break; // of a client that has gone, for a process that does not read
            m_clients.use(index);
            m_streams.resize(m_clients.size());
            m_streams.takeInput(message + 1, size - 1);
            break;
        case Kind::EndOfInput:
            m_streams.endInput();
            break;
        case Kind::Resize:
            resize(index, message + 1, size - 1);
            break;
        case Kind::Signal:
            if (size == 2)
                signal(static_cast<unsigned char>(message[1]));
            break;
        case Kind::Detach:
            m_kept = true;
            break;
        default:
            break; // not a client's message
        }
    }

    void resize(int index, const char* body, std::size_t size)
    {
        Size wanted;
        if (size != sizeof wanted)
            return;
        std::memcpy(&wanted, body, sizeof wanted); // rows, columns: as in the message
        m_clients.setSize(index, wanted);
        m_streams.resize(m_clients.size());
    }

    void signal(int number) const
    {
        const pid_t process = m_session ? m_process : m_child;
        if (process > 0 && number > 0 && number < NSIG)
            (void)::kill(process, number); // our own child, not yet reaped
    }

    /// The last client of a session has gone: so do its processes.
    void hangUp()
    {
        m_streams.close();
        m_hangUp = milliseconds();
        if (m_process <= 0)
            return; // it ends by itself when it finds its streams closed
        (void)signalSession(m_process, SIGHUP);
        (void)signalSession(m_process, SIGCONT); // what is stopped shall hear of it
    }

    void proceedWithHangUp()
    {
        if (m_process > 0 && milliseconds() - m_hangUp > hangUpPatience)
            (void)signalSession(m_process, SIGKILL);
        reap();
    }

    // --- launchers ---------------------------------------------------------------------------

    void readLauncher(int index)
    {
        const Received received = receive(m_launchers[index]);
        takeClient(received);
        if (received.length == 0) {
            ::close(m_launchers[index]);
            m_launchers[index] = m_launchers[--m_launcherCount];
        }
    }

    void takeClient(const Received& received)
    {
        if (received.length > 0 && received.kind == attach && received.count == 1)
            m_clients.add(received.descriptors[0], m_history);
    }

    /// A launcher that has a client for us later than this is told by EPIPE that we have ended.
    void takeLastClients()
    {
        for (int i = 0; i < m_launcherCount; ++i) {
            ::shutdown(m_launchers[i], SHUT_RD);
            Received received = receive(m_launchers[i]);
            for (; received.length > 0; received = receive(m_launchers[i]))
                takeClient(received);
        }
    }

    void acceptLauncher()
    {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            return;
        if (m_launcherCount == maximumLaunchers)
            ::close(socket);
        else
            m_launchers[m_launcherCount++] = socket;
    }

    void tellLaunchers()
    {
        ExitMessage message;
        message.status = m_status;
        for (int i = 0; i < m_launcherCount; ++i)
            (void)::send(m_launchers[i], &message, sizeof message, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    // --- the end -----------------------------------------------------------------------------

    void reap()
    {
        signalfd_siginfo info;
        (void)::read(m_signals, &info, sizeof info);
        for (;;) {
            siginfo_t child {};
            if (::waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) != 0) {
                m_ended = m_ended || errno == ECHILD;
                return;
            }
            // As long as its number is kept, nobody else's session can have it.
            const bool leads = m_hangUp != 0 && child.si_pid == m_process;
            if (child.si_pid == 0 || (leads && signalSession(m_process, 0) > 0))
                return;
            int status = 0;
            (void)::waitpid(child.si_pid, &status, 0);
            // A session's own child only forked the process that matters, in the container.
            if (m_session && child.si_pid == m_child)
                continue;
            m_status = status;
            m_ended = true;
        }
    }

    /// Wait until all clients have the last message, or are dropped.
    void waitForClients()
    {
        while (m_clients.blocked()) {
            m_pollCount = 0;
            for (int i = 0; i < m_clients.count(); ++i)
                if (m_clients.blocked(i))
                    watch(m_clients.socket(i), POLLOUT);
            (void)::poll(m_polls, nfds_t(m_pollCount), tick);
            m_clients.retry(only());
        }
    }

    void forwardLast(Kind kind)
    {
        for (long total = 0; total < lastOutput;) {
            waitForClients();
            const long count = forward(kind);
            if (count <= 0)
                return;
            total += count;
        }
    }

    void finish()
    {
        m_log.beginEnd(lastWriteTime);
        while (m_childSocket >= 0 && takeStreams()) { } // it may have been quicker than we
        if (m_session) {
            ::unlinkat(runtimeDirectory, sessionFile(socketSuffix), 0);
            tellLaunchers();
        }
        if (m_streams.output() >= 0)
            forwardLast(Kind::Output);
        if (m_streams.errors() >= 0)
            forwardLast(Kind::ErrorOutput);
        m_log.finish();
        waitForClients();
        takeLastClients();
        if (!m_session)
            writeExitFile();
        char status[4];
        std::memcpy(status, &m_status, sizeof status);
        m_clients.broadcast(Kind::Exited, status, sizeof status);
        if (!m_session)
            tellLaunchers();
        waitForClients();
    }

    void writeExitFile() const
    {
        const int file = ::openat(
            runtimeDirectory, "exit.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (file < 0)
            return; // the launcher then takes the end of this process for the end of the container
        char text[16];
        const int length = ::snprintf(text, sizeof text, "%d\n", m_status);
        (void)::write(file, text, std::size_t(length));
        ::close(file);
        ::renameat(runtimeDirectory, "exit.new", runtimeDirectory, exitFileName);
    }

    const char* m_session = nullptr;
    char m_name[64] {};
    pid_t m_child = 0;
    pid_t m_process = 0; ///< the one whose streams these are
    int m_childSocket = childSocket;
    int m_listener = -1;
    int m_signals = -1;
    int m_launchers[maximumLaunchers] {};
    int m_launcherCount = 0;
    pollfd m_polls[maximumClients + maximumLaunchers + 8] {};
    int m_pollCount = 0;
    Clients m_clients;
    Streams m_streams;
    History m_history;
    Log m_log;
    long m_hangUp = 0; ///< when the last client went and its processes were told, milliseconds
    int m_status = 0;
    bool m_kept = false; ///< a session that goes on without clients
    bool m_ended = false;
};

} // namespace

} // namespace vitrine::shim

int main(int argumentCount, char** arguments)
{
    constexpr int withLog = 5;
    const bool session = argumentCount == 4 && std::strcmp(arguments[1], "session") == 0;
    const bool container = (argumentCount == 3 || argumentCount == withLog)
        && std::strcmp(arguments[1], "init") == 0;
    if (!session && !container)
        return 2;
    // Made by the compiler: its buffers are pages that nobody has touched, and most stay so.
    static constinit vitrine::shim::Shim shim;
    if (argumentCount == withLog)
        shim.keepLog(std::strtoul(arguments[3], nullptr, 10), unsigned(std::atoi(arguments[4])));
    return shim.run(session ? arguments[3] : nullptr, pid_t(std::atoi(arguments[2])));
}
