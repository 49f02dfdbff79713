// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/link_details.h"

#include "backend/observe/route_socket.h"

#include <arpa/inet.h>
#include <array>
#include <linux/if_bridge.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_tun.h>

namespace vitrine::observe {

namespace {

using Reader = void (*)(const RouteAttribute&, LinkRow&);

std::string onOff(const RouteAttribute& attribute)
{
    return attribute.payload.find_first_not_of('\0') == std::string_view::npos ? "off" : "on";
}

template <typename Number> std::string decimal(const RouteAttribute& attribute)
{
    return std::to_string(attribute.as<Number>());
}

/// Sets NAME to the word at PLACE, if there is one.
template <std::size_t Count>
void setWord(
    LinkRow& row, const char* name, const std::array<const char*, Count>& words, std::size_t place)
{
    if (place < Count && words[place] != nullptr)
        row.details[name] = words[place];
}

void setAddress(LinkRow& row, const char* name, int family, const RouteAttribute& attribute)
{
    const std::size_t size = family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr);
    std::array<char, INET6_ADDRSTRLEN> text;
    if (attribute.payload.size() < size
        || attribute.payload.substr(0, size).find_first_not_of('\0') == std::string_view::npos)
        return;
    if (::inet_ntop(family, attribute.payload.data(), text.data(), text.size()) != nullptr)
        row.details[name] = text.data();
}

void readBridge(const RouteAttribute& attribute, LinkRow& row)
{
    if (attribute.type == IFLA_BR_STP_STATE)
        row.details["stp"] = onOff(attribute);
    else if (attribute.type == IFLA_BR_VLAN_FILTERING)
        row.details["vlanFiltering"] = onOff(attribute);
}

void readTun(const RouteAttribute& attribute, LinkRow& row)
{
    constexpr std::array<const char*, 3> types { nullptr, "tun", "tap" }; // IFF_TUN, IFF_TAP
    if (attribute.type == IFLA_TUN_TYPE)
        setWord(row, "type", types, attribute.as<std::uint8_t>());
    else if (attribute.type == IFLA_TUN_OWNER)
        row.details["owner"] = decimal<std::uint32_t>(attribute);
    else if (attribute.type == IFLA_TUN_GROUP)
        row.details["group"] = decimal<std::uint32_t>(attribute);
    else if (attribute.type == IFLA_TUN_PERSIST)
        row.details["persistent"] = onOff(attribute);
}

void readVlan(const RouteAttribute& attribute, LinkRow& row)
{
    if (attribute.type == IFLA_VLAN_ID) {
        row.details["id"] = decimal<std::uint16_t>(attribute);
    } else if (attribute.type == IFLA_VLAN_PROTOCOL) {
        const std::uint16_t protocol = ntohs(attribute.as<std::uint16_t>());
        if (protocol == ETH_P_8021Q || protocol == ETH_P_8021AD)
            row.details["protocol"] = protocol == ETH_P_8021Q ? "802.1Q" : "802.1ad";
    }
}

void readVxlan(const RouteAttribute& attribute, LinkRow& row)
{
    switch (attribute.type) {
    case IFLA_VXLAN_ID:
        row.details["id"] = decimal<std::uint32_t>(attribute);
        break;
    case IFLA_VXLAN_PORT:
        row.details["port"] = std::to_string(ntohs(attribute.as<std::uint16_t>()));
        break;
    case IFLA_VXLAN_GROUP:
        setAddress(row, "remote", AF_INET, attribute);
        break;
    case IFLA_VXLAN_GROUP6:
        setAddress(row, "remote", AF_INET6, attribute);
        break;
    case IFLA_VXLAN_LOCAL:
        setAddress(row, "local", AF_INET, attribute);
        break;
    case IFLA_VXLAN_LOCAL6:
        setAddress(row, "local", AF_INET6, attribute);
        break;
    case IFLA_VXLAN_LINK:
        row.parentIndex = attribute.as<std::uint32_t>();
        break;
    default:
        break;
    }
}

void readGeneve(const RouteAttribute& attribute, LinkRow& row)
{
    if (attribute.type == IFLA_GENEVE_ID)
        row.details["id"] = decimal<std::uint32_t>(attribute);
}

void readMacvlan(const RouteAttribute& attribute, LinkRow& row)
{
    if (attribute.type != IFLA_MACVLAN_MODE)
        return;
    switch (attribute.as<std::uint32_t>()) {
    case MACVLAN_MODE_PRIVATE:
        row.details["mode"] = "private";
        break;
    case MACVLAN_MODE_VEPA:
        row.details["mode"] = "vepa";
        break;
    case MACVLAN_MODE_BRIDGE:
        row.details["mode"] = "bridge";
        break;
    case MACVLAN_MODE_PASSTHRU:
        row.details["mode"] = "passthru";
        break;
    case MACVLAN_MODE_SOURCE:
        row.details["mode"] = "source";
        break;
    default:
        break;
    }
}

void readIpvlan(const RouteAttribute& attribute, LinkRow& row)
{
    constexpr std::array<const char*, 3> modes { "l2", "l3", "l3s" };
    if (attribute.type == IFLA_IPVLAN_MODE)
        setWord(row, "mode", modes, attribute.as<std::uint16_t>());
}

void readBond(const RouteAttribute& attribute, LinkRow& row)
{
    constexpr std::array<const char*, 7> modes { "balance-rr", "active-backup", "balance-xor",
        "broadcast", "802.3ad", "balance-tlb", "balance-alb" };
    if (attribute.type == IFLA_BOND_MODE)
        setWord(row, "mode", modes, attribute.as<std::uint8_t>());
}

void readVrf(const RouteAttribute& attribute, LinkRow& row)
{
    if (attribute.type == IFLA_VRF_TABLE)
        row.details["table"] = decimal<std::uint32_t>(attribute);
}

struct Kind {
    std::string_view name;
    Reader read;
};
constexpr std::array<Kind, 10> kinds { { { "bridge", readBridge }, { "tun", readTun },
    { "vlan", readVlan }, { "vxlan", readVxlan }, { "geneve", readGeneve },
    { "macvlan", readMacvlan }, { "macvtap", readMacvlan }, { "ipvlan", readIpvlan },
    { "bond", readBond }, { "vrf", readVrf } } };

} // namespace

void readLinkData(std::string_view data, LinkRow& row)
{
    for (const Kind& kind : kinds)
        if (kind.name == row.kind)
            for (const RouteAttribute& attribute : RouteAttributes(data))
                kind.read(attribute, row);
}

void readPortData(std::string_view master, std::string_view data, LinkRow& row)
{
    constexpr std::array<const char*, 5> portStates { "disabled", "listening", "learning",
        "forwarding", "blocking" }; // BR_STATE_…
    constexpr std::array<const char*, 2> slaveStates { "active", "backup" }; // BOND_STATE_…
    for (const RouteAttribute& attribute : RouteAttributes(data))
        if (master == "bridge" && attribute.type == IFLA_BRPORT_STATE)
            setWord(row, "portState", portStates, attribute.as<std::uint8_t>());
        else if (master == "bond" && attribute.type == IFLA_BOND_SLAVE_STATE)
            setWord(row, "portState", slaveStates, attribute.as<std::uint8_t>());
}

} // namespace vitrine::observe
