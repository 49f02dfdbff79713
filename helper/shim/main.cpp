// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine-shim: parent of a container's first process, or of one that was executed in it. Holds its
// terminal, its last output and its exit status, and outlives the launcher. See protocol.h.
#include "helper/shim/clients.h"
#include "helper/shim/protocol.h"
#include "helper/shim/streams.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::shim {

using api::console::Kind;

namespace {

constexpr int maximumLaunchers = 4;
constexpr int tick = 50; ///< milliseconds between tries to send to a client whose socket is full
constexpr std::size_t chunkSize = 16 * 1024;

bool equal(const char* left, const char* right)
{
    return std::strcmp(left, right) == 0;
}

constexpr int maximumDescriptors = 8;

/// What came over a socket: bytes, descriptors and, where SO_PASSCRED is set, who sent them.
struct Received {
    long length = 0; ///< of the bytes; 0 when the other side has closed, -1 when nothing is there
    char kind = 0; ///< the first byte
    int descriptors[maximumDescriptors] {};
    int count = 0; ///< of descriptors
    pid_t sender = 0; ///< as this process's pid namespace numbers it
};

void readControl(msghdr& message, Received& received)
{
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS) {
            ucred sender {};
            std::memcpy(&sender, CMSG_DATA(part), sizeof sender);
            received.sender = sender.pid;
        }
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t many = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < many && received.count < maximumDescriptors; ++i)
            std::memcpy(&received.descriptors[received.count++], CMSG_DATA(part) + i * sizeof(int),
                sizeof(int));
    }
}

Received receive(int socket)
{
    Received received;
    alignas(cmsghdr) char
        control[CMSG_SPACE(maximumDescriptors * sizeof(int)) + CMSG_SPACE(sizeof(ucred))] {};
    iovec body { &received.kind, 1 };
    msghdr message {};
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    received.length = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (received.length > 0)
        readControl(message, received);
    else if (received.length < 0 && errno != EAGAIN && errno != EINTR)
        received.length = 0;
    return received;
}

class Shim {
public:
    int run(bool session, pid_t child)
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
            m_clients.add(thirdDescriptor, m_history);
        else
            listen();
        while (!m_ended)
            turn();
        finish();
        return 0;
    }

private:
    /// A launcher that comes later finds us here.
    void listen()
    {
        sockaddr_un address {};
        address.sun_family = AF_UNIX;
        std::strcpy(address.sun_path, "/proc/self/fd/5/");
        std::strcat(address.sun_path, socketName);
        m_listener = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (m_listener < 0
            || ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0
            || ::listen(m_listener, 4) != 0) {
            ::close(m_listener);
            m_listener = -1;
        }
    }

    void watch(int fd, short events)
    {
        if (fd >= 0)
            m_polls[m_pollCount++] = { fd, events, 0 };
    }

    [[nodiscard]] bool ready(int fd) const
    {
        for (int i = 0; i < m_pollCount; ++i)
            if (m_polls[i].fd == fd && fd >= 0)
                return m_polls[i].revents != 0;
        return false;
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
        for (int i = 0; i < m_clients.count(); ++i)
            watch(m_clients.socket(i), m_streams.inputPending() ? 0 : POLLIN);
        if (m_streams.inputPending() && m_streams.input() != m_streams.output())
            watch(m_streams.input(), POLLOUT);
        const int status = ::poll(m_polls, nfds_t(m_pollCount), blocked ? tick : -1);
        if (status < 0)
            return;
        if (blocked)
            m_clients.retry(status == 0 ? tick : 1);
        dispatch();
    }

    void dispatch()
    {
        if (ready(m_childSocket))
            (void)takeStreams();
        if (ready(m_streams.output()))
            (void)forward(Kind::Output);
        if (ready(m_streams.errors()))
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
        } else if (received.length == 0) { // the child has executed its program
            ::close(m_childSocket);
            m_childSocket = -1;
        }
        return received.length > 0;
    }

    /// Pass on what the process printed; false when there is nothing more now.
    bool forward(Kind kind)
    {
        static char buffer[chunkSize];
        const long count = kind == Kind::Output ? m_streams.readOutput(buffer, sizeof buffer)
                                                : m_streams.readErrors(buffer, sizeof buffer);
        if (count <= 0)
            return false;
        if (!m_session)
            m_history.append(buffer, std::size_t(count));
        m_clients.broadcast(kind, buffer, std::size_t(count));
        return true;
    }

    void readClient(int index)
    {
        static char message[api::console::maximumMessage];
        if (m_streams.inputPending())
            return;
        const ssize_t count
            = ::recv(m_clients.socket(index), message, sizeof message, MSG_DONTWAIT);
        if (count > 0)
            return m_streams.handle(message, std::size_t(count));
        if (count < 0 && errno == EAGAIN)
            return;
        m_clients.remove(index);
        if (m_session)
            endSession();
    }

    /// The only client of a session has gone: so does the process.
    void endSession()
    {
        m_streams.close();
        if (m_process > 0)
            ::kill(m_process, SIGKILL); // our own child, not yet reaped
    }

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

    void reap()
    {
        signalfd_siginfo info;
        (void)::read(m_signals, &info, sizeof info);
        for (int status = 0;;) {
            const pid_t pid = ::waitpid(-1, &status, WNOHANG);
            if (pid <= 0) {
                m_ended = m_ended || (pid < 0 && errno == ECHILD);
                return;
            }
            // A session's own child only forked the process that matters, in the container.
            if (m_session && pid == m_child)
                continue;
            m_status = status;
            m_ended = true;
        }
    }

    void finish()
    {
        while (m_childSocket >= 0 && takeStreams()) { } // it may have been quicker than we
        while (m_streams.output() >= 0 && forward(Kind::Output)) { }
        while (m_streams.errors() >= 0 && forward(Kind::ErrorOutput)) { }
        for (int waited = 0; m_clients.blocked() && waited < clientPatience; waited += tick) {
            ::poll(nullptr, 0, tick);
            m_clients.retry(tick);
        }
        takeLastClients();
        if (!m_session)
            writeExitFile();
        char status[4];
        std::memcpy(status, &m_status, sizeof status);
        m_clients.broadcast(Kind::Exited, status, sizeof status);
        ExitMessage message;
        message.status = m_status;
        for (int i = 0; i < m_launcherCount; ++i)
            (void)::send(m_launchers[i], &message, sizeof message, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    void writeExitFile() const
    {
        const int file
            = ::openat(thirdDescriptor, "exit.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (file < 0)
            return; // the launcher then takes the end of this process for the end of the container
        char chunk[4096];
        const int length = ::snprintf(chunk, sizeof chunk, "%d\n", m_status);
        bool whole = ::write(file, chunk, std::size_t(length)) == length;
        for (std::size_t offset = 0; whole && offset < m_history.size();) {
            const std::size_t count = m_history.copy(offset, chunk, sizeof chunk);
            whole = ::write(file, chunk, count) == ssize_t(count);
            offset += count;
        }
        ::close(file);
        ::renameat(thirdDescriptor, "exit.new", thirdDescriptor, exitFileName);
    }

    bool m_session = false;
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
    int m_status = 0;
    bool m_ended = false;
};

} // namespace

} // namespace vitrine::shim

int main(int argumentCount, char** arguments)
{
    if (argumentCount != 3)
        return 2;
    // Made by the compiler: its buffers are pages that nobody has touched, and most stay so.
    static constinit vitrine::shim::Shim shim;
    return shim.run(vitrine::shim::equal(arguments[1], "session"), pid_t(std::atoi(arguments[2])));
}
