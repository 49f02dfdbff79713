// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/firewall_elements.h"

#include "backend/base/unique_fd.h"
#include "backend/network/route_request.h"
#include "backend/plan/firewall_rules.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <new>
#include <sys/socket.h>

namespace vitrine::network {

using plan::net::Accept;
using plan::net::ElementPart;
using plan::net::FirewallElement;

namespace {

using Message = std::unique_ptr<nl_msg, Freed<nl_msg, nlmsg_free>>;
using Bytes = std::vector<std::uint8_t>;

enum class End { First, Last }; ///< of what a part stands for

IpAddress lastOf(const Subnet& subnet)
{
    IpAddress last = subnet.address;
    for (unsigned bit = subnet.prefix; bit < last.bits(); ++bit)
        last.bytes[bit / CHAR_BIT] |= std::uint8_t(1U << (CHAR_BIT - 1 - bit % CHAR_BIT));
    return last;
}

/// A part as a register of nf_tables holds it: in network order, filled up to 32 bits.
struct BytesOf {
    End end;

    Bytes operator()(const std::string& interface) const
    {
        Bytes bytes(IFNAMSIZ);
        std::copy_n(interface.begin(), std::min<std::size_t>(interface.size(), IFNAMSIZ - 1),
            bytes.begin());
        return bytes;
    }
    Bytes operator()(const IpAddress& address) const
    {
        return Bytes(address.bytes.begin(), address.bytes.begin() + std::ptrdiff_t(address.size()));
    }
    Bytes operator()(const Subnet& subnet) const
    {
        return (*this)(end == End::First ? subnet.address : lastOf(subnet));
    }
    Bytes operator()(Protocol protocol) const
    {
        return { std::uint8_t(protocol == Protocol::Tcp ? IPPROTO_TCP : IPPROTO_UDP), 0, 0, 0 };
    }
    Bytes operator()(std::uint16_t port) const
    {
        return { std::uint8_t(port >> CHAR_BIT), std::uint8_t(port), 0, 0 };
    }
    Bytes operator()(Accept) const { return {}; }
};

Bytes bytesOf(const std::vector<ElementPart>& parts, End end)
{
    Bytes all;
    for (const auto& part : parts) {
        const Bytes bytes = std::visit(BytesOf { end }, part);
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return all;
}

bool isRange(const FirewallElement& element)
{
    return std::any_of(element.key.begin(), element.key.end(),
        [](const ElementPart& part) { return std::holds_alternative<Subnet>(part); });
}

/// Attributes within an attribute TYPE.
template <typename Fill> void nest(nl_msg* message, int type, const Fill& fill)
{
    nlattr* const begin = nla_nest_start(message, type);
    fill();
    nla_nest_end(message, begin);
}

void putData(nl_msg* message, int type, const Bytes& bytes)
{
    nest(
        message, type, [&] { nla_put(message, NFTA_DATA_VALUE, int(bytes.size()), bytes.data()); });
}

void putValue(nl_msg* message, const std::vector<ElementPart>& value)
{
    if (value.empty())
        return;
    if (!std::holds_alternative<Accept>(value.front()))
        return putData(message, NFTA_SET_ELEM_DATA, bytesOf(value, End::First));
    nest(message, NFTA_SET_ELEM_DATA, [&] {
        nest(message, NFTA_DATA_VERDICT,
            [&] { nla_put_u32(message, NFTA_VERDICT_CODE, htonl(NF_ACCEPT)); });
    });
}

/// The address after LAST; empty when there is none.
Bytes after(Bytes last)
{
    for (auto byte = last.rbegin(); byte != last.rend(); ++byte)
        if (++*byte != 0)
            return last;
    return {};
}

/// A range of one part is two elements, its first address and the one after its last; one of
/// several parts is an element with two keys.
void putElement(nl_msg* message, const FirewallElement& element)
{
    const Bytes first = bytesOf(element.key, End::First), last = bytesOf(element.key, End::Last);
    const bool several = element.key.size() > 1;
    nest(message, NFTA_LIST_ELEM, [&] {
        putData(message, NFTA_SET_ELEM_KEY, first);
        if (isRange(element) && several)
            putData(message, NFTA_SET_ELEM_KEY_END, last);
        putValue(message, element.value);
    });
    const Bytes end = after(last);
    if (!isRange(element) || several || end.empty())
        return;
    nest(message, NFTA_LIST_ELEM, [&] {
        nla_put_u32(message, NFTA_SET_ELEM_FLAGS, htonl(NFT_SET_ELEM_INTERVAL_END));
        putData(message, NFTA_SET_ELEM_KEY, end);
    });
}

std::string bytesIn(nl_msg* message, std::uint32_t sequence)
{
    nlmsghdr* const header = nlmsg_hdr(message);
    header->nlmsg_seq = sequence;
    return { reinterpret_cast<const char*>(header), header->nlmsg_len };
}

/// A message of TYPE about FAMILY, with what FILL puts into it.
template <typename Fill>
std::string message(
    int type, int flags, std::uint32_t sequence, const nfgenmsg& family, const Fill& fill)
{
    const Message made(nlmsg_alloc_simple(type, NLM_F_REQUEST | flags)); // a page: it all fits in
    if (!made)
        throw std::bad_alloc();
    nlmsg_append(made.get(), const_cast<nfgenmsg*>(&family), sizeof family, NLMSG_ALIGNTO);
    fill(made.get());
    return bytesIn(made.get(), sequence);
}

std::string batchMark(int type, std::uint32_t sequence)
{
    const nfgenmsg subsystem { AF_UNSPEC, NFNETLINK_V0, htons(NFNL_SUBSYS_NFTABLES) };
    return message(type, 0, sequence, subsystem, [](nl_msg*) {});
}

/// TYPE: NFT_MSG_…
std::string elementMessage(int type, std::uint32_t sequence, const FirewallElement& element)
{
    const nfgenmsg family { NFPROTO_INET, NFNETLINK_V0, 0 };
    return message(NFNL_SUBSYS_NFTABLES << CHAR_BIT | type,
        type == NFT_MSG_NEWSETELEM ? NLM_F_CREATE : 0, sequence, family, [&](nl_msg* out) {
            nla_put_string(out, NFTA_SET_ELEM_LIST_TABLE, plan::net::firewallTableName);
            nla_put_string(out, NFTA_SET_ELEM_LIST_SET, element.set.c_str());
            nest(out, NFTA_SET_ELEM_LIST_ELEMENTS, [&] { putElement(out, element); });
        });
}

/// One for the life of the process: closing it would wait until the kernel has taken apart what was
/// removed (an RCU grace period).
UniqueFd& onlySocket()
{
    static UniqueFd socket;
    return socket;
}

Result<int> socketFor(std::size_t size)
{
    UniqueFd& socket = onlySocket();
    const int on = 1, room = int(size);
    if (!socket) {
        socket.reset(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
        if (!socket)
            return Error::fromErrno("socket(AF_NETLINK)");
        (void)::setsockopt(socket.get(), SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
    }
    if (::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) != 0)
        (void)::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room); // a user
    return socket.get();
}

struct Refusal {
    int number = 0; ///< errno, 0: none
    std::uint32_t sequence = 0; ///< of the message
};

/// The kernel has done what it was sent when send(2) returns; it answers only what failed. Of many
/// answers the last ones may be lost (ENOBUFS), never the first.
Refusal firstRefusal(int socket)
{
    Refusal refusal;
    bool overrun = false;
    constexpr std::size_t room = 8192;
    alignas(nlmsghdr) std::array<char, room> buffer {};
    for (;;) {
        const ssize_t count = ::recv(socket, buffer.data(), room, MSG_DONTWAIT);
        if (count < 0 && (errno == ENOBUFS || errno == EINTR)) {
            overrun = overrun || errno == ENOBUFS;
            continue;
        }
        if (count <= 0)
            break;
        auto* header = reinterpret_cast<nlmsghdr*>(buffer.data());
        for (int left = int(count); nlmsg_ok(header, left); header = nlmsg_next(header, &left)) {
            const auto* error = static_cast<const nlmsgerr*>(nlmsg_data(header));
            if (header->nlmsg_type == NLMSG_ERROR && error->error != 0 && refusal.number == 0)
                refusal = { -error->error, header->nlmsg_seq };
        }
    }
    if (overrun && refusal.number == 0)
        refusal.number = ENOBUFS;
    return refusal;
}

/// All ELEMENTS in one transaction.
Result<void> change(int type, const std::vector<FirewallElement>& elements)
{
    if (elements.empty())
        return {};
    std::uint32_t sequence = 0;
    std::string batch = batchMark(NFNL_MSG_BATCH_BEGIN, sequence);
    for (const auto& element : elements)
        batch += elementMessage(type, ++sequence, element);
    batch += batchMark(NFNL_MSG_BATCH_END, ++sequence);
    const int socket = TRY(socketFor(batch.size()));
    const char* const call = type == NFT_MSG_NEWSETELEM ? "nft add element" : "nft delete element";
    (void)firstRefusal(socket); // whatever an earlier one has left
    if (::send(socket, batch.data(), batch.size(), 0) < 0)
        return Error::fromErrno(call, plan::net::firewallTable);
    const Refusal refusal = firstRefusal(socket);
    if (refusal.number == 0)
        return {};
    const bool named = refusal.sequence >= 1 && refusal.sequence <= elements.size();
    return Error::kernel(refusal.number, call,
        named ? textOf(elements[refusal.sequence - 1]) : std::string(plan::net::firewallTable));
}

} // namespace

Result<void> addElements(const std::vector<FirewallElement>& elements)
{
    return change(NFT_MSG_NEWSETELEM, elements);
}

Result<void> removeElements(const std::vector<FirewallElement>& elements)
{
    auto removed = change(NFT_MSG_DELSETELEM, elements);
    if (removed || removed.error().number != ENOENT)
        return removed;
    // One is missing, which undoes all: one after the other, then.
    for (const auto& element : elements) {
        removed = change(NFT_MSG_DELSETELEM, { element });
        if (!removed && removed.error().number != ENOENT)
            return removed;
    }
    return {};
}

void leaveElements()
{
    onlySocket().reset();
}

} // namespace vitrine::network
