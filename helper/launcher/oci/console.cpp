// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/oci/console.h"

#include "backend/kernel/pidfd.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

sigset_t passedOn()
{
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal :
        { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGCONT, SIGALRM })
        ::sigaddset(&set, signal);
    return set;
}

/// The caller's terminal lets every key through while this lives.
class RawTerminal {
public:
    RawTerminal()
    {
        if (::tcgetattr(0, &m_before) != 0)
            return;
        m_changed = true;
        termios raw = m_before;
        ::cfmakeraw(&raw);
        (void)::tcsetattr(0, TCSANOW, &raw); // what is typed is seen twice then, no more
    }
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;
    ~RawTerminal()
    {
        if (m_changed)
            (void)::tcsetattr(0, TCSANOW, &m_before);
    }

private:
    termios m_before {};
    bool m_changed = false;
};

void copySize(int master)
{
    winsize size {};
    if (::ioctl(0, TIOCGWINSZ, &size) == 0)
        (void)::ioctl(master, TIOCSWINSZ, &size); // the old one is as good
}

bool writeAll(int fd, const char* text, std::size_t size)
{
    while (size > 0) {
        const ssize_t count = ::write(fd, text, size);
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0) {
            text += count;
            size -= std::size_t(count);
        }
    }
    return true;
}

/// False at the end of FROM, which for a terminal is EIO.
bool pass(int from, int to)
{
    std::array<char, 16384> buffer;
    ssize_t count = 0;
    while ((count = ::read(from, buffer.data(), buffer.size())) < 0 && errno == EINTR) { }
    return count > 0 && writeAll(to, buffer.data(), std::size_t(count));
}

int shellStatus(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

class Attendant {
public:
    Attendant(pid_t pid, int process, int master, int signals)
        : m_pid(pid)
        , m_process(process)
        , m_master(master)
        , m_signals(signals)
    {
    }

    Result<int> run()
    {
        std::optional<RawTerminal> raw;
        if (m_master >= 0) {
            raw.emplace();
            copySize(m_master);
        }
        bool typing = m_master >= 0, printing = m_master >= 0;
        for (;;) {
            std::array<pollfd, 4> waits { { { m_process, POLLIN, 0 }, { m_signals, POLLIN, 0 },
                { printing ? m_master : -1, POLLIN, 0 }, { typing ? 0 : -1, POLLIN, 0 } } };
            if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR)
                return Error::fromErrno("poll");
            if (waits[1].revents)
                takeSignal();
            if (waits[2].revents)
                printing = pass(m_master, 1);
            if (waits[3].revents)
                typing = pass(0, m_master);
            if (waits[0].revents && !(printing && waits[2].revents)) // all it printed comes first
                return end();
        }
    }

private:
    void takeSignal() const
    {
        signalfd_siginfo info {};
        if (::read(m_signals, &info, sizeof info) != sizeof info)
            return;
        if (info.ssi_signo == SIGWINCH && m_master >= 0)
            copySize(m_master);
        else
            (void)kernel::signalProcess(m_process, int(info.ssi_signo)); // it may have ended
    }

    Result<int> end() const
    {
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0)
            if (errno != EINTR)
                return Error::fromErrno("waitpid");
        return shellStatus(status);
    }

    pid_t m_pid;
    int m_process, m_master, m_signals;
};

} // namespace

void holdSignals()
{
    const sigset_t set = passedOn();
    (void)::sigprocmask(SIG_BLOCK, &set, nullptr); // cannot fail with these arguments
}

Result<std::pair<UniqueFd, UniqueFd>> terminalSockets()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return Error::fromErrno("socketpair");
    return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

Result<UniqueFd> receiveTerminal(int socket)
{
    char name[64];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] {};
    iovec body { name, sizeof name };
    msghdr message {};
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    if (::recvmsg(socket, &message, MSG_CMSG_CLOEXEC) < 0)
        return Error::fromErrno("recvmsg", "terminal");
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_type != SCM_RIGHTS)
        return Error::kernel(EPROTO, "recvmsg", "terminal");
    int master = -1;
    std::memcpy(&master, CMSG_DATA(header), sizeof master);
    return UniqueFd(master);
}

Result<int> attend(pid_t pid, int process, int master)
{
    const sigset_t set = passedOn();
    const UniqueFd signals(::signalfd(-1, &set, SFD_CLOEXEC));
    if (!signals)
        return Error::fromErrno("signalfd");
    return Attendant(pid, process, master, signals.get()).run();
}

} // namespace vitrine::oci
