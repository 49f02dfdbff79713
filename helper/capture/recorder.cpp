// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/capture/recorder.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if_arp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace vitrine::capture {

namespace {

constexpr std::size_t largestOutput = 4 * 1024 * 1024; ///< that waits for the reader
constexpr int packetsAtOnce = 256;
constexpr std::size_t tagSize = 4, tagOffset = 12; ///< of IEEE 802.1Q in a frame
constexpr int downInterval = 500; ///< ms between looks whether the link is there
constexpr int lastPatience = 1000; ///< ms for the reader to take the rest
constexpr std::uint64_t second = 1'000'000'000; ///< in ns

std::uint64_t nanosecondsOf(const timespec& time)
{
    return std::uint64_t(time.tv_sec) * second + std::uint64_t(time.tv_nsec);
}

/// What the kernel says beside a packet.
struct Aside {
    std::uint64_t time = 0;
    bool tagged = false;
    std::uint16_t tagProtocol = ETH_P_8021Q, tag = 0;
};

Aside asideOf(msghdr& message)
{
    Aside aside;
    for (cmsghdr* each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
        if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SCM_TIMESTAMPNS) {
            timespec time {};
            std::memcpy(&time, CMSG_DATA(each), sizeof time);
            aside.time = nanosecondsOf(time);
        } else if (each->cmsg_level == SOL_PACKET && each->cmsg_type == PACKET_AUXDATA) {
            tpacket_auxdata data {};
            std::memcpy(&data, CMSG_DATA(each), sizeof data);
            aside.tagged = (data.tp_status & TP_STATUS_VLAN_VALID) != 0;
            aside.tag = data.tp_vlan_tci;
            if ((data.tp_status & TP_STATUS_VLAN_TPID_VALID) != 0)
                aside.tagProtocol = data.tp_vlan_tpid;
        }
    }
    return aside;
}

} // namespace

Recorder::Recorder(int socket, int target, int process, std::string name)
    : m_socket(socket)
    , m_target(target)
    , m_process(process)
    , m_name(std::move(name))
    , m_packet(snapLength + tagSize)
{
}

Result<void> Recorder::run()
{
    sockaddr_ll link {};
    socklen_t size = sizeof link;
    if (::getsockname(m_socket, reinterpret_cast<sockaddr*>(&link), &size) != 0)
        return Error::fromErrno("getsockname", m_name);
    if (::fcntl(m_target, F_SETFL, O_NONBLOCK) != 0)
        return Error::fromErrno("fcntl", "the reader");
    addHeader(m_output, m_name, link.sll_hatype == ARPHRD_NONE ? linkRaw : linkEthernet);
    while (m_reading) {
        const bool waits = !m_output.empty();
        pollfd polls[] { { m_target, short(waits ? POLLOUT : 0), 0 },
            { m_output.size() < largestOutput ? m_socket : -1, POLLIN, 0 },
            { m_process, POLLIN, 0 } };
        if (::poll(polls, 3, m_wasDown ? downInterval : -1) < 0 && errno != EINTR)
            return Error::fromErrno("poll");
        // Nothing tells that a link that is down goes away, and what came before that still comes.
        if (m_wasDown && !TRY(linkIsThere()))
            m_reading = false;
        if ((polls[0].revents & (POLLERR | POLLHUP)) != 0)
            return {};
        if (polls[2].revents != 0)
            m_reading = false;
        if (polls[1].revents != 0)
            TRY(readPackets());
        TRY(write());
    }
    return finish();
}

Result<void> Recorder::readPackets()
{
    for (int i = 0; i < packetsAtOnce && m_output.size() < largestOutput; ++i)
        if (!TRY(readPacket()))
            return {};
    return {};
}

/// False: there is none now.
Result<bool> Recorder::readPacket()
{
    sockaddr_ll from {};
    alignas(cmsghdr) char control[256];
    iovec room { m_packet.data() + tagSize, snapLength };
    msghdr message { &from, sizeof from, &room, 1, control, sizeof control, 0 };
    const ssize_t size = ::recvmsg(m_socket, &message, MSG_DONTWAIT | MSG_TRUNC);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (size < 0 && errno == ENETDOWN) { // it went down, or away
        m_wasDown = true;
        return true; // what came before may wait still
    }
    if (size < 0)
        return Error::fromErrno("recvmsg", m_name);
    const Aside aside = asideOf(message);
    std::span<const char> data(
        m_packet.data() + tagSize, std::min(std::size_t(size), std::size_t(snapLength)));
    PacketHead head { aside.time, std::uint32_t(size),
        from.sll_pkttype == PACKET_OUTGOING ? Direction::Outbound : Direction::Inbound };
    if (aside.tagged && data.size() >= tagOffset) { // the kernel took it out of the frame
        std::memmove(m_packet.data(), m_packet.data() + tagSize, tagOffset);
        const std::uint16_t tag[] { htons(aside.tagProtocol), htons(aside.tag) };
        std::memcpy(m_packet.data() + tagOffset, tag, tagSize);
        data = { m_packet.data(), std::min(data.size() + tagSize, std::size_t(snapLength)) };
        head.length += tagSize;
    }
    addPacket(m_output, head, data);
    ++m_statistics.received;
    return true;
}

Result<bool> Recorder::linkIsThere() const
{
    sockaddr_ll link {};
    socklen_t size = sizeof link;
    if (::getsockname(m_socket, reinterpret_cast<sockaddr*>(&link), &size) != 0)
        return Error::fromErrno("getsockname", m_name);
    return link.sll_ifindex > 0;
}

/// As much as the reader takes now.
Result<void> Recorder::write()
{
    while (m_written < m_output.size()) {
        const ssize_t count
            = ::write(m_target, m_output.data() + m_written, m_output.size() - m_written);
        if (count < 0 && errno == EAGAIN)
            break;
        if (count < 0 && errno != EINTR)
            return Error::fromErrno("write", "the reader");
        m_written += count > 0 ? std::size_t(count) : 0;
    }
    if (m_written == m_output.size() || m_written > largestOutput / 2) {
        m_output.erase(0, m_written);
        m_written = 0;
    }
    return {};
}

Result<void> Recorder::addLast()
{
    tpacket_stats lost {};
    socklen_t size = sizeof lost;
    if (::getsockopt(m_socket, SOL_PACKET, PACKET_STATISTICS, &lost, &size) != 0)
        return Error::fromErrno("getsockopt", m_name);
    // Those that nobody has read are lost as well. The kernel's count begins anew after 2^32.
    m_statistics.dropped = std::uint32_t(lost.tp_packets - std::uint32_t(m_statistics.received));
    m_statistics.received += m_statistics.dropped;
    timespec now {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    addStatistics(m_output, nanosecondsOf(now), m_statistics);
    return {};
}

/// What came last, as much as there is room for, and how many did not fit. Then the socket is let
/// go of: it would keep the link, and the container's addresses on its network, for a slow reader.
Result<void> Recorder::finish()
{
    while (m_output.size() < largestOutput && TRY(readPacket())) { }
    TRY(addLast());
    ::close(std::exchange(m_socket, -1));
    while (!m_output.empty()) {
        pollfd target { m_target, POLLOUT, 0 };
        if (::poll(&target, 1, lastPatience) <= 0)
            return {};
        TRY(write());
    }
    return {};
}

} // namespace vitrine::capture
