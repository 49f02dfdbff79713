// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/datagrams.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>

namespace vitrine::ports {

namespace {

constexpr std::size_t largestDatagram = 65536;
constexpr int datagramsATurn = 64; ///< of a socket: others wait meanwhile
constexpr std::chrono::seconds longestSilence { 120 }; ///< as the kernel's own translation has it

/// Room for in_pktinfo or in6_pktinfo.
struct Control {
    alignas(cmsghdr) char bytes[CMSG_SPACE(sizeof(in6_pktinfo))] {};
};

msghdr messageFor(SocketAddress& address, iovec& body, Control& control)
{
    msghdr message {};
    message.msg_name = &address.generic;
    message.msg_namelen = address.size;
    message.msg_iov = &body;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    return message;
}

/// Which address of this computer MESSAGE was for.
Endpoint addressAsked(msghdr& message, std::uint32_t& interface)
{
    Endpoint asked;
    for (cmsghdr* each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
        if (each->cmsg_level == IPPROTO_IP && each->cmsg_type == IP_PKTINFO) {
            in_pktinfo info {};
            std::memcpy(&info, CMSG_DATA(each), sizeof info);
            std::memcpy(asked.address.data(), &info.ipi_spec_dst, sizeof info.ipi_spec_dst);
        } else if (each->cmsg_level == IPPROTO_IPV6 && each->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo info {};
            std::memcpy(&info, CMSG_DATA(each), sizeof info);
            asked.version = 6;
            std::memcpy(asked.address.data(), &info.ipi6_addr, sizeof info.ipi6_addr);
            interface = IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr) ? info.ipi6_ifindex : 0;
        }
    }
    return asked;
}

template <typename Info> void setInfo(msghdr& message, int level, int type, const Info& info)
{
    message.msg_controllen = CMSG_SPACE(sizeof info);
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = level;
    header->cmsg_type = type;
    header->cmsg_len = CMSG_LEN(sizeof info);
    std::memcpy(CMSG_DATA(header), &info, sizeof info);
}

/// Let MESSAGE be sent from ASKED.
void sendFrom(msghdr& message, const Endpoint& asked, std::uint32_t interface)
{
    if (asked.version == 4) {
        in_pktinfo info {};
        std::memcpy(&info.ipi_spec_dst, asked.address.data(), sizeof info.ipi_spec_dst);
        return setInfo(message, IPPROTO_IP, IP_PKTINFO, info);
    }
    in6_pktinfo info {};
    std::memcpy(&info.ipi6_addr, asked.address.data(), sizeof info.ipi6_addr);
    info.ipi6_ifindex = interface;
    setInfo(message, IPPROTO_IPV6, IPV6_PKTINFO, info);
}

} // namespace

void DatagramPort::ready(std::uint32_t)
{
    if (m_socket) // it may have been withdrawn in this turn
        m_owner.receive(*this);
}

void Datagrams::Flow::ready(std::uint32_t)
{
    if (!ended)
        owner.answer(*this);
}

Datagrams::Datagrams(EventQueue& queue, std::size_t limit)
    : m_queue(queue)
    , m_limit(limit)
    , m_buffer(largestDatagram)
{
}

std::unique_ptr<DatagramPort> Datagrams::open(UniqueFd socket, const Targets& targets)
{
    const int fd = socket.get(), on = 1;
    const bool told = ::setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on) == 0;
    if (::setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on) != 0 && !told)
        return {};
    auto port = std::make_unique<DatagramPort>(*this, std::move(socket), targets);
    if (!m_queue.add(fd, EPOLLIN, *port))
        return {};
    return port;
}

void Datagrams::close(DatagramPort& port)
{
    m_queue.remove(port.socket());
    port.close();
    for (auto flow = m_flows.begin(); flow != m_flows.end();) {
        const auto next = std::next(flow);
        if (&flow->port == &port)
            end(flow);
        flow = next;
    }
}

void Datagrams::end(Flows::iterator flow)
{
    m_queue.remove(flow->socket.get());
    flow->socket.reset();
    flow->ended = true;
    m_byClient.erase(flow->client);
    m_ended.splice(m_ended.end(), m_flows, flow);
}

void Datagrams::advance()
{
    m_ended.clear();
    const auto tooLong = Clock::now() - longestSilence;
    while (!m_flows.empty() && m_flows.front().lastUsed < tooLong)
        end(m_flows.begin());
}

int Datagrams::patience() const
{
    using std::chrono::milliseconds;
    if (m_flows.empty())
        return -1;
    const auto left = m_flows.front().lastUsed + longestSilence - Clock::now();
    return std::max(0, int(std::chrono::duration_cast<milliseconds>(left).count()) + 1);
}

bool Datagrams::connect(Flow& flow)
{
    const SocketAddress address(flow.port.targets.list[flow.target]);
    if (flow.socket)
        m_queue.remove(flow.socket.get());
    flow.socket.reset(
        ::socket(address.generic.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    return flow.socket && ::connect(flow.socket.get(), &address.generic, address.size) == 0
        && m_queue.add(flow.socket.get(), EPOLLIN, flow);
}

Datagrams::Flow* Datagrams::flowOf(DatagramPort& port, const Client& client)
{
    if (const auto found = m_byClient.find(client); found != m_byClient.end())
        return &*found->second;
    if (m_flows.size() >= m_limit)
        end(m_flows.begin());
    m_flows.emplace_back(*this, port, client);
    const auto flow = std::prev(m_flows.end());
    m_byClient[client] = flow;
    for (; flow->target < port.targets.count; ++flow->target)
        if (connect(*flow))
            return &*flow;
    end(flow);
    return nullptr;
}

void Datagrams::use(Flow& flow)
{
    flow.lastUsed = Clock::now();
    m_flows.splice(m_flows.end(), m_flows, m_byClient.at(flow.client));
}

void Datagrams::receive(DatagramPort& port)
{
    for (int i = 0; i < datagramsATurn; ++i) {
        SocketAddress from;
        Control control;
        iovec body { m_buffer.data(), m_buffer.size() };
        msghdr message = messageFor(from, body, control);
        const ssize_t size = ::recvmsg(port.socket(), &message, 0);
        if (size < 0)
            return; // EAGAIN, or that an answer did not reach its client
        Client client { &port, endpointOf(from), 0, {} };
        client.asked = addressAsked(message, client.interface);
        if (Flow* const flow = flowOf(port, client))
            send(*flow, std::size_t(size));
    }
}

/// What is full drops it, as everywhere on its way.
void Datagrams::send(Flow& flow, std::size_t size)
{
    use(flow);
    if (::send(flow.socket.get(), m_buffer.data(), size, 0) >= 0 || errno != ECONNREFUSED)
        return;
    refused(flow);
    (void)::send(flow.socket.get(), m_buffer.data(), size, 0);
}

/// Nobody listens at its target: what comes next is for another one, if there is one.
void Datagrams::refused(Flow& flow)
{
    if (flow.answered || flow.port.targets.count < 2)
        return;
    flow.target = (flow.target + 1) % flow.port.targets.count;
    if (!connect(flow))
        end(m_byClient.at(flow.client));
}

void Datagrams::answer(Flow& flow)
{
    for (int i = 0; i < datagramsATurn; ++i) {
        const ssize_t size = ::recv(flow.socket.get(), m_buffer.data(), m_buffer.size(), 0);
        if (size < 0 && errno == ECONNREFUSED)
            return refused(flow);
        if (size < 0)
            return;
        flow.answered = true;
        use(flow);
        reply(flow, std::size_t(size));
    }
}

void Datagrams::reply(const Flow& flow, std::size_t size)
{
    SocketAddress to(flow.client.from);
    if (to.generic.sa_family == AF_INET6)
        to.v6.sin6_scope_id = flow.client.interface;
    Control control;
    iovec body { m_buffer.data(), size };
    msghdr message = messageFor(to, body, control);
    sendFrom(message, flow.client.asked, flow.client.interface);
    (void)::sendmsg(flow.port.socket(), &message, 0);
}

} // namespace vitrine::ports
