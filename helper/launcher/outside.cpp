// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/outside.h"

#include "backend/base/files.h"
#include "backend/base/json.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/program.h"
#include "backend/plan/user_network.h"
#include "helper/launcher/shim_search.h"
#include "helper/launcher/spawn.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr auto program = "slirp4netns";
using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience { 5 }; ///< that it may take to start, or to answer
constexpr std::chrono::seconds rest { 1 }; ///< and to take in who waits

Result<UniqueFd> connectTo(const std::string& path)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return Error::kernel(ENAMETOOLONG, "connect", path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    // One that is stopped takes nobody in: a connect that blocks would wait for ever.
    UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return Error::fromErrno("socket");
    const auto deadline = Clock::now() + rest;
    while (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        if (errno != EAGAIN || Clock::now() > deadline)
            return Error::fromErrno("connect", path);
        (void)::poll(nullptr, 0, 1); // it has not taken in those before us yet
    }
    return socket;
}

bool becomesReadable(int fd, Clock::time_point deadline)
{
    const auto left
        = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd wait { fd, POLLIN, 0 };
    return ::poll(&wait, 1, std::max(0, int(left.count()))) == 1;
}

std::string textIn(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Error notUnderstood()
{
    return Error::of(ErrorKind::NotSupported, program, "its answer is not understood");
}

/// What it answers to REQUEST.
Result<Json> ask(const std::string& path, const std::string& request)
{
    constexpr std::size_t longest = 1 << 20;
    const UniqueFd socket = TRY(connectTo(path));
    if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL)
            != ssize_t(request.size())
        || ::shutdown(socket.get(), SHUT_WR) != 0)
        return Error::fromErrno("send", program);
    const auto deadline = Clock::now() + patience;
    std::string answer;
    std::array<char, 4096> part {};
    for (;;) {
        if (!becomesReadable(socket.get(), deadline))
            return Error::kernel(ETIMEDOUT, "poll", program);
        const ssize_t count = ::recv(socket.get(), part.data(), part.size(), 0);
        if (count < 0)
            return Error::fromErrno("recv", program);
        if (count == 0 || answer.size() > longest)
            break;
        answer.append(part.data(), std::size_t(count));
    }
    Json json = TRY(parseJson(answer, longest, program));
    if (!json.is_object())
        return notUnderstood();
    if (const auto refused = json.find("error"); refused != json.end()) {
        const std::string why = textIn(*refused, "desc");
        return Error::of(ErrorKind::NotSupported, program, why.empty() ? "it refused" : why);
    }
    return json;
}

/// As its API names it; of one port.
struct Forwarded {
    std::string protocol, address;
    std::int64_t port = 0;
    std::int64_t id = 0;
    [[nodiscard]] bool isSame(const Forwarded& other) const
    {
        return protocol == other.protocol && address == other.address && port == other.port;
    }
};

Result<std::vector<Forwarded>> listForwarded(const std::string& path)
{
    const Json answer = TRY(ask(path, R"({"execute":"list_hostfwd"})"));
    std::vector<Forwarded> all;
    const auto entries = answer.find("entries");
    if (entries == answer.end() || !entries->is_array())
        return notUnderstood();
    for (const Json& entry : *entries) {
        ObjectReader reader = TRY(ObjectReader::of(entry, program));
        Forwarded forwarded;
        TRY(reader.read("proto", forwarded.protocol));
        TRY(reader.read("host_addr", forwarded.address));
        TRY(reader.read("host_port", forwarded.port));
        TRY(reader.read("id", forwarded.id));
        all.push_back(std::move(forwarded));
    }
    return all;
}

/// PORT is a single one.
Forwarded forwardedAs(const PublishedPort& port)
{
    return { nameOf(port.protocol), port.address ? toText(*port.address) : "0.0.0.0", port.host,
        0 };
}

std::vector<PublishedPort> singlePorts(const std::vector<PublishedPort>& ports)
{
    std::vector<PublishedPort> singles;
    for (const auto& port : ports)
        for (int i = 0; i < port.count; ++i) {
            PublishedPort single = port;
            single.host = std::uint16_t(port.host + i);
            single.container = std::uint16_t(port.container + i);
            single.count = 1;
            singles.push_back(single);
        }
    return singles;
}

/// Its own answer would not say why not.
Result<void> checkMayListen(const PublishedPort& port)
{
    const std::string field = "ports";
    if (port.address && port.address->version == IpVersion::V6)
        return Error::of(ErrorKind::NotSupported, field,
            hostSideOf(port) + ": an ordinary user's ports are published by IPv4 only");
    const bool tcp = port.protocol == Protocol::Tcp;
    const UniqueFd socket(::socket(AF_INET, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
    if (!socket)
        return Error::fromErrno("socket");
    const int on = 1;
    if (tcp)
        (void)::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port.host);
    if (port.address)
        std::memcpy(&address.sin_addr, port.address->bytes.data(), sizeof address.sin_addr);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(socket.get(), generic, sizeof address) == 0
        && (!tcp || ::listen(socket.get(), 1) == 0))
        return {};
    if (errno == EADDRINUSE)
        return Error::of(ErrorKind::Exists, field,
            hostSideOf(port) + " is taken by another program of this computer");
    if (errno == EACCES)
        return Error::of(ErrorKind::NotSupported, field,
            hostSideOf(port)
                + ": an ordinary user may publish ports from net.ipv4.ip_unprivileged_port_start "
                  "up only, usually 1024");
    return Error::fromErrno("bind", hostSideOf(port));
}

std::string lastLineOf(const std::string& path)
{
    const auto text = readFile(AT_FDCWD, path);
    std::string line = text ? text.value() : std::string();
    while (!line.empty() && line.back() == '\n')
        line.pop_back();
    return line.substr(line.rfind('\n') + 1);
}

} // namespace

std::string findOutsideProgram()
{
    const char* path = std::getenv("PATH");
    for (const auto& file :
        kernel::programFiles(program, path ? path : "/usr/local/bin:/usr/bin:/bin"))
        if (file.front() == '/' && ::access(file.c_str(), X_OK) == 0)
            return file;
    return {};
}

Result<UniqueFd> findOutside(const std::string& socket)
{
    const auto connection = connectTo(socket);
    if (!connection && connection.error().number == EAGAIN)
        return Error::of(ErrorKind::Busy, program, "it does not answer: somebody has stopped it");
    if (!connection)
        return Error::of(ErrorKind::NotFound, program, "it does not run");
    return kernel::openProcess(TRY(peerOf(connection.value().get())));
}

Result<Subnet> subnetOfOutside(const std::string& socket)
{
    const UniqueFd connection = TRY(connectTo(socket));
    const pid_t pid = TRY(peerOf(connection.get()));
    const std::string arguments
        = TRY(readFile(AT_FDCWD, "/proc/" + std::to_string(pid) + "/cmdline"));
    const std::string option { "\0--cidr=", 8 };
    const auto begin = arguments.find(option);
    if (begin == std::string::npos)
        return Error::of(ErrorKind::NotFound, program, "it does not say its subnet");
    return parseSubnet(program, arguments.c_str() + begin + option.size());
}

Result<void> startOutside(
    const plan::net::LeadOutside& step, pid_t holder, int lifeline, const std::string& log)
{
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    const UniqueFd ready(ends[0]);
    UniqueFd tell(ends[1]);
    const UniqueFd output
        = TRY(openAt(AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600));
    (void)::unlink(step.socket.c_str()); // of one that is no more
    auto arguments = commandOf(step, std::to_string(holder));
    arguments.erase(arguments.begin());
    arguments.insert(arguments.begin(), { "--exit-fd=3", "--ready-fd=4" });
    TRY(spawnProgram(step.program, std::move(arguments), { lifeline, tell.get() }, output.get()));
    tell.reset();
    char byte = 0;
    if (becomesReadable(ready.get(), Clock::now() + patience) && ::read(ready.get(), &byte, 1) == 1)
        return {};
    Error error = Error::kernel(ECHILD, "wait", program);
    error.text = "it could not start: " + lastLineOf(log);
    return error;
}

Result<void> forwardPorts(const std::string& socket, const std::vector<PublishedPort>& ports)
{
    const auto present = TRY(listForwarded(socket));
    for (const PublishedPort& port : singlePorts(ports)) {
        const Forwarded wanted = forwardedAs(port);
        if (std::any_of(present.begin(), present.end(),
                [&](const Forwarded& other) { return other.isSame(wanted); }))
            continue;
        TRY(checkMayListen(port));
        for (const auto& request : plan::net::forwardingRequests({ port }))
            TRY(ask(socket, request));
    }
    return {};
}

Result<void> withdrawPorts(const std::string& socket, const std::vector<PublishedPort>& ports)
{
    const auto present = listForwarded(socket);
    if (!present) // and with it went its ports
        return {};
    for (const PublishedPort& port : singlePorts(ports)) {
        const Forwarded wanted = forwardedAs(port);
        for (const Forwarded& other : present.value())
            if (other.isSame(wanted))
                TRY(ask(socket,
                    dumpJson({ { "execute", "remove_hostfwd" },
                        { "arguments", { { "id", other.id } } } })));
    }
    return {};
}

} // namespace vitrine::launcher
