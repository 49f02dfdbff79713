// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/host_ports.h"

#include "backend/kernel/descriptors.h"
#include "backend/kernel/pidfd.h"
#include "helper/launcher/local_socket.h"
#include "helper/launcher/shim_search.h"
#include "helper/ports/address.h"

#include <cerrno>
#include <string_view>
#include <sys/socket.h>

namespace vitrine::launcher {

namespace {

constexpr auto program = "vitrine-ports";
constexpr std::chrono::seconds patience { 5 }; ///< that it may take to answer
constexpr auto field = "ports";

ports::Endpoint endpointOf(const IpAddress& address, int port)
{
    return { std::uint8_t(address.version), address.bytes, 0, std::uint16_t(port) };
}

/// PORT number I of its range, at each address that it is published at.
std::vector<ports::HostSide> hostSidesOf(const PublishedPort& port, int i)
{
    const auto transport
        = port.protocol == Protocol::Tcp ? ports::Transport::Tcp : ports::Transport::Udp;
    const int number = port.host + i;
    if (port.address)
        return { { endpointOf(*port.address, number), transport, 0 } };
    return { { endpointOf({ IpVersion::V4, {} }, number), transport, 0 },
        { endpointOf({ IpVersion::V6, {} }, number), transport, 0 } };
}

/// The container's address of the same version comes first.
ports::Targets targetsOf(const plan::net::PublishPorts& published, int port, int version)
{
    ports::Targets targets;
    const auto add = [&](const std::optional<IpAddress>& address) {
        if (address)
            targets.list[targets.count++] = endpointOf(*address, port);
    };
    add(version == 4 ? published.address : published.address6);
    add(version == 4 ? published.address6 : published.address);
    return targets;
}

Error cannotListen(int number, const PublishedPort& port)
{
    const std::string name = hostSideOf(port);
    if (number == EADDRINUSE)
        return Error::of(
            ErrorKind::Exists, field, name + " is taken by another program of this computer");
    if (number == EADDRNOTAVAIL)
        return Error::of(
            ErrorKind::NotSupported, field, name + ": this computer does not have that address");
    if (number == EACCES)
        return Error::of(ErrorKind::NotSupported, field,
            name
                + ": an ordinary user may publish ports from net.ipv4.ip_unprivileged_port_start "
                  "up only, usually 1024");
    return Error::kernel(number, "bind", name);
}

/// A socket that listens. PORT is what errors are about.
Result<UniqueFd> openPort(const ports::HostSide& host, const PublishedPort& port)
{
    constexpr int backlog = 4096; // as many as net.core.somaxconn allows
    const bool tcp = host.transport == ports::Transport::Tcp;
    const int type = (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    UniqueFd socket(::socket(familyOf(host.endpoint), type, 0));
    if (!socket)
        return Error::fromErrno("socket");
    const int on = 1;
    if (tcp)
        (void)::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (host.endpoint.version == 6)
        (void)::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    const ports::SocketAddress address(host.endpoint);
    if (::bind(socket.get(), &address.generic, address.size) != 0
        || (tcp && ::listen(socket.get(), backlog) != 0))
        return cannotListen(errno, port);
    return socket;
}

/// A computer without IPv6 has no address of it: nothing is missing.
bool hasVersion(const ports::HostSide& host)
{
    const UniqueFd socket(::socket(familyOf(host.endpoint), SOCK_STREAM | SOCK_CLOEXEC, 0));
    return socket || errno != EAFNOSUPPORT;
}

Error hasEnded()
{
    return Error::of(ErrorKind::NotFound, program, "it has ended");
}

/// The errno that it answers.
Result<int> ask(int asker, const ports::Request& request, int descriptor = -1)
{
    const std::string_view text { reinterpret_cast<const char*>(&request), sizeof request };
    if (descriptor >= 0)
        TRY(kernel::sendDescriptor(asker, text, descriptor, program));
    else if (::send(asker, text.data(), text.size(), MSG_NOSIGNAL) < 0)
        return hasEnded();
    if (!becomesReadable(asker, std::chrono::steady_clock::now() + patience))
        return Error::of(
            ErrorKind::Busy, program, "it does not answer: somebody may have stopped it");
    ports::Answer answer;
    const ssize_t count = ::recv(asker, &answer, sizeof answer, 0);
    if (count != sizeof answer)
        return hasEnded();
    return answer.error;
}

Result<void> forward(int asker, const ports::HostSide& host, const ports::Targets& targets,
    const PublishedPort& port)
{
    const ports::Request request { ports::Request::Kind::Lead, host, targets };
    int answer = TRY(ask(asker, request));
    if (answer == ENOENT) {
        const UniqueFd socket = TRY(openPort(host, port));
        answer = TRY(ask(asker, request, socket.get()));
    }
    if (answer == ENOSPC)
        return Error::of(ErrorKind::Quota, field, "more ports than can be published at once");
    return answer == 0 ? Result<void>() : Error::kernel(answer, program, hostSideOf(port));
}

} // namespace

Result<UniqueFd> findPortForwarder(const std::string& socket)
{
    const auto connection = connectTo(socket, SOCK_SEQPACKET);
    if (!connection && connection.error().number == EAGAIN)
        return Error::of(ErrorKind::Busy, program, "it does not answer: somebody has stopped it");
    if (!connection)
        return nobodyListens(connection.error())
            ? Error::of(ErrorKind::NotFound, program, "it does not run")
            : connection.error();
    return kernel::openProcess(TRY(peerOf(connection.value().get())));
}

Result<void> forwardPorts(const std::string& socket, const plan::net::PublishPorts& published)
{
    const UniqueFd asker = TRY(connectTo(socket, SOCK_SEQPACKET));
    for (const PublishedPort& port : published.ports)
        for (int i = 0; i < port.count; ++i)
            for (const auto& host : hostSidesOf(port, i)) {
                if (!port.address && !hasVersion(host))
                    continue;
                const auto targets
                    = targetsOf(published, port.container + i, host.endpoint.version);
                TRY(forward(asker.get(), host, targets, port));
            }
    return {};
}

Result<void> withdrawPorts(
    const std::string& socket, const plan::net::PublishPorts& published, Connections connections)
{
    const auto asker = connectTo(socket, SOCK_SEQPACKET);
    if (!asker && nobodyListens(asker.error()))
        return {}; // and with it went its ports
    if (!asker)
        return asker.error();
    std::vector<ports::Request> requests;
    for (const PublishedPort& port : published.ports)
        for (int i = 0; i < port.count; ++i)
            for (const auto& host : hostSidesOf(port, i))
                requests.push_back({ ports::Request::Kind::Withdraw, host, {} });
    if (connections == Connections::Reset)
        requests.push_back({ ports::Request::Kind::Cut, {}, targetsOf(published, 0, 4) });
    for (const auto& request : requests)
        if (const auto answer = ask(asker.value().get(), request); !answer)
            return answer.error().kind == ErrorKind::NotFound ? Result<void>() : answer.error();
    return {};
}

} // namespace vitrine::launcher
