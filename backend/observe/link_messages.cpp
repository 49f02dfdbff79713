// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/link_messages.h"

#include "backend/observe/link_details.h"
#include "backend/observe/text.h"

#include <arpa/inet.h>
#include <array>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <unordered_map>

namespace vitrine::observe {

namespace {

// RFC 2863, linux/if.h: IF_OPER_…
constexpr std::array<const char*, 7> operStates { "unknown", "notpresent", "down", "lowerlayerdown",
    "testing", "dormant", "up" };

std::string macOf(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string mac;
    mac.reserve(bytes.size() * 3);
    for (const char byte : bytes) {
        if (!mac.empty())
            mac += ':';
        mac += digits[static_cast<unsigned char>(byte) >> 4];
        mac += digits[static_cast<unsigned char>(byte) & 15];
    }
    return mac;
}

/// The kernel tells the kind before what belongs to it.
void readInfo(std::string_view linkInfo, LinkRow& row)
{
    std::string masterKind;
    for (const RouteAttribute& attribute : RouteAttributes(linkInfo)) {
        if (attribute.type == IFLA_INFO_KIND)
            row.kind = validUtf8(attribute.text());
        else if (attribute.type == IFLA_INFO_DATA)
            readLinkData(attribute.payload, row);
        else if (attribute.type == IFLA_INFO_SLAVE_DATA)
            readPortData(masterKind, attribute.payload, row);
        else if (attribute.type == IFLA_INFO_SLAVE_KIND)
            masterKind = attribute.text();
    }
}

void readCounters(const RouteAttribute& attribute, LinkRow& row)
{
    const auto counters = attribute.as<rtnl_link_stats64>();
    row.rxBytes = counters.rx_bytes;
    row.txBytes = counters.tx_bytes;
    row.rxPackets = counters.rx_packets;
    row.txPackets = counters.tx_packets;
    row.rxErrors = counters.rx_errors;
    row.txErrors = counters.tx_errors;
    row.rxDropped = counters.rx_dropped;
    row.txDropped = counters.tx_dropped;
}

void readAttribute(const RouteAttribute& attribute, RawLink& link)
{
    LinkRow& row = link.row;
    switch (attribute.type) {
    case IFLA_IFNAME:
        row.name = validUtf8(attribute.text());
        break;
    case IFLA_ADDRESS:
        row.mac = macOf(attribute.payload);
        break;
    case IFLA_MTU:
        row.mtu = attribute.as<std::uint32_t>();
        break;
    case IFLA_CARRIER:
        row.carrier = attribute.as<std::uint8_t>() != 0;
        break;
    case IFLA_OPERSTATE: {
        const auto state = attribute.as<std::uint8_t>();
        row.operState = state < operStates.size() ? operStates[state] : operStates[0];
        break;
    }
    case IFLA_MASTER:
        row.master = attribute.as<std::uint32_t>();
        break;
    case IFLA_LINK:
        row.peerIndex = attribute.as<std::uint32_t>();
        break;
    case IFLA_LINK_NETNSID:
        link.peerNamespaceId = attribute.as<std::int32_t>();
        break;
    case IFLA_LINKINFO:
        readInfo(attribute.payload, row);
        break;
    case IFLA_STATS64:
        readCounters(attribute, row);
        break;
    default:
        break;
    }
}

} // namespace

std::optional<RawLink> parseLink(const RouteMessage& message)
{
    if (message.type != RTM_NEWLINK || message.body.size() < sizeof(ifinfomsg))
        return std::nullopt;
    const auto header = message.header<ifinfomsg>();
    RawLink link;
    link.row.index = header.ifi_index;
    link.row.up = (header.ifi_flags & IFF_UP) != 0;
    for (const RouteAttribute& attribute : message.attributes<ifinfomsg>())
        readAttribute(attribute, link);
    if (link.row.kind.empty())
        link.row.kind = (header.ifi_flags & IFF_LOOPBACK) != 0 ? "loopback" : "physical";
    // The kernel leaves IFLA_LINK out when the other end has the same index.
    if (link.row.peerIndex == 0 && link.peerNamespaceId)
        link.row.peerIndex = link.row.index;
    return link;
}

std::optional<std::pair<std::int64_t, std::string>> parseAddress(const RouteMessage& message)
{
    if (message.type != RTM_NEWADDR || message.body.size() < sizeof(ifaddrmsg))
        return std::nullopt;
    const auto header = message.header<ifaddrmsg>();
    const std::size_t size = header.ifa_family == AF_INET ? 4 : 16;
    std::string_view bytes;
    for (const RouteAttribute& attribute : message.attributes<ifaddrmsg>())
        if (attribute.payload.size() >= size
            && (attribute.type == IFA_LOCAL || (attribute.type == IFA_ADDRESS && bytes.empty())))
            bytes = attribute.payload; // IFA_ADDRESS is the other end of a point-to-point link
    std::array<char, INET6_ADDRSTRLEN> text;
    if (bytes.empty()
        || ::inet_ntop(header.ifa_family, bytes.data(), text.data(), text.size()) == nullptr)
        return std::nullopt;
    return std::pair(std::int64_t(header.ifa_index),
        std::string(text.data()) + "/" + std::to_string(header.ifa_prefixlen));
}

Result<std::vector<RawLink>> dumpLinks(RouteSocket& socket, std::optional<std::int32_t> target)
{
    std::vector<RawLink> links;
    RouteRequest linkRequest(RTM_GETLINK, NLM_F_DUMP);
    linkRequest.header(ifinfomsg {});
    if (target)
        linkRequest.attribute(IFLA_TARGET_NETNSID, *target);
    TRY(socket.ask(linkRequest, [&links](const RouteMessage& message) {
        if (auto link = parseLink(message))
            links.push_back(std::move(*link));
    }));
    std::unordered_map<std::int64_t, std::vector<std::string>> addresses;
    RouteRequest addressRequest(RTM_GETADDR, NLM_F_DUMP);
    addressRequest.header(ifaddrmsg {});
    if (target)
        addressRequest.attribute(IFA_TARGET_NETNSID, *target);
    TRY(socket.ask(addressRequest, [&addresses](const RouteMessage& message) {
        if (auto address = parseAddress(message))
            addresses[address->first].push_back(std::move(address->second));
    }));
    for (RawLink& link : links)
        if (const auto found = addresses.find(link.row.index); found != addresses.end())
            link.row.addresses = std::move(found->second);
    return links;
}

} // namespace vitrine::observe
