// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ports/running_program.h"

#include "helper/ports/address.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <sys/un.h>
#include <sys/wait.h>

namespace vitrine::ports {

namespace {

constexpr int patience = 5000; ///< ms

/// Become the program, with the descriptors that it expects.
[[noreturn]] void run(int listener, int lifeline, rlim_t descriptors)
{
    constexpr int outOfTheWay = 100;
    const int high = ::fcntl(lifeline, F_DUPFD_CLOEXEC, outOfTheWay);
    ::dup2(listener, outOfTheWay - 1);
    ::dup2(outOfTheWay - 1, listenerDescriptor);
    ::dup2(high, lifelineDescriptor);
    ::close_range(lifelineDescriptor + 1, ~0U, 0);
    const rlimit limit { descriptors, descriptors };
    if (descriptors > 0)
        ::setrlimit(RLIMIT_NOFILE, &limit);
    ::execl(PORTS_PROGRAM, "vitrine-ports", nullptr);
    ::_exit(1);
}

bool becomesReadable(int socket, int timeout)
{
    pollfd wait { socket, POLLIN, 0 };
    return ::poll(&wait, 1, timeout) == 1;
}

} // namespace

RunningProgram::RunningProgram(rlim_t descriptors)
    : m_listener(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0))
{
    const sa_family_t anyName = AF_UNIX;
    sockaddr nameless {};
    nameless.sa_family = anyName;
    ::bind(m_listener.get(), &nameless, sizeof anyName);
    ::listen(m_listener.get(), 64);
    std::array<int, 2> ends {};
    ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data());
    m_lifeline.reset(ends[0]);
    const UniqueFd theirs(ends[1]);
    m_pid = ::fork();
    if (m_pid == 0)
        run(m_listener.get(), theirs.get(), descriptors);
    m_asker = connect();
}

RunningProgram::~RunningProgram()
{
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
}

UniqueFd RunningProgram::connect() const
{
    sockaddr_un address {};
    socklen_t size = sizeof address;
    ::getsockname(m_listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
    UniqueFd asker(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    ::connect(asker.get(), reinterpret_cast<sockaddr*>(&address), size);
    return asker;
}

void RunningProgram::send(const Request& request, const std::vector<int>& descriptors) const
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * 8)> control {};
    Request sent = request;
    iovec body { &sent, sizeof sent };
    msghdr message {};
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    if (const std::size_t size = descriptors.size() * sizeof(int); size > 0) {
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(size);
        cmsghdr* const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(header), descriptors.data(), size);
    }
    (void)::sendmsg(m_asker.get(), &message, MSG_NOSIGNAL);
}

int RunningProgram::answer() const
{
    Answer answer;
    return becomesReadable(m_asker.get(), patience)
            && ::recv(m_asker.get(), &answer, sizeof answer, 0) == sizeof answer
        ? answer.error
        : -1;
}

int RunningProgram::ask(const Request& request, const std::vector<int>& descriptors) const
{
    send(request, descriptors);
    return answer();
}

void RunningProgram::stop() const
{
    ::kill(m_pid, SIGSTOP);
    ::waitpid(m_pid, nullptr, WUNTRACED);
}

void RunningProgram::goOn() const
{
    ::kill(m_pid, SIGCONT);
}

bool RunningProgram::runs() const
{
    siginfo_t ended {};
    return ::waitid(P_PID, id_t(m_pid), &ended, WEXITED | WNOHANG | WNOWAIT) == 0
        && ended.si_pid == 0;
}

std::size_t RunningProgram::descriptors() const
{
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(m_pid) + "/fd");
    return std::size_t(std::distance(begin(all), end(all)));
}

long RunningProgram::used() const
{
    std::stringstream text;
    text << std::ifstream("/proc/" + std::to_string(m_pid) + "/stat").rdbuf();
    text.ignore(1 << 16, ')');
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        text >> skipped;
    long user = 0, system = 0;
    text >> user >> system;
    return user + system;
}

UniqueFd serverOf(Transport transport, const char* address)
{
    const bool tcp = transport == Transport::Tcp;
    UniqueFd server(::socket(AF_INET, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
    SocketAddress local(Endpoint {});
    ::inet_pton(AF_INET, address, &local.v4.sin_addr);
    ::bind(server.get(), &local.generic, local.size);
    if (tcp)
        ::listen(server.get(), 1024);
    return server;
}

Endpoint endpointOf(int socket)
{
    SocketAddress address;
    ::getsockname(socket, &address.generic, &address.size);
    return endpointOf(address);
}

UniqueFd clientOf(Transport transport, int server)
{
    const int type = transport == Transport::Tcp ? SOCK_STREAM : SOCK_DGRAM;
    UniqueFd client(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
    const SocketAddress address(endpointOf(server));
    ::connect(client.get(), &address.generic, address.size);
    return client;
}

UniqueFd accepted(int server)
{
    return UniqueFd(
        becomesReadable(server, patience) ? ::accept4(server, nullptr, nullptr, SOCK_CLOEXEC) : -1);
}

Request request(Request::Kind kind, const HostSide& host)
{
    return { kind, host, {} };
}

Request lead(Transport transport, int socket, int target)
{
    Request made = request(Request::Kind::Lead, { endpointOf(socket), transport, 0 });
    made.targets.list[made.targets.count++] = endpointOf(target);
    return made;
}

std::string received(int socket)
{
    constexpr int aWhile = 1000;
    if (!becomesReadable(socket, aWhile))
        return "silence";
    std::string text(1 << 16, '\0');
    const ssize_t count = ::recv(socket, text.data(), text.size(), 0);
    if (count < 0)
        return errno == ECONNRESET ? "reset" : std::strerror(errno);
    text.resize(std::size_t(count));
    return count == 0 ? "end" : text;
}

} // namespace vitrine::ports
