// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/link_messages.h"

#include <gtest/gtest.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

using namespace vitrine::observe;

namespace {

std::string bytesOf(const void* data, std::size_t size)
{
    std::string bytes(static_cast<const char*>(data), size);
    bytes.resize((size + 3) & ~std::size_t(3));
    return bytes;
}

std::string attribute(std::uint16_t type, const std::string& payload)
{
    const rtattr header { static_cast<unsigned short>(sizeof(rtattr) + payload.size()), type };
    return bytesOf(&header, sizeof header) + bytesOf(payload.data(), payload.size());
}

std::string number(std::int32_t value)
{
    return bytesOf(&value, sizeof value);
}

std::string link(int index, unsigned flags, const std::string& attributes)
{
    ifinfomsg header {};
    header.ifi_index = index;
    header.ifi_flags = flags;
    return bytesOf(&header, sizeof header) + attributes;
}

} // namespace

TEST(RouteMessages, AVethWithItsOtherEndElsewhere)
{
    const std::string body = link(7, IFF_UP,
        attribute(IFLA_IFNAME, std::string("eth0\0", 5)) + attribute(IFLA_MTU, number(1500))
            + attribute(IFLA_ADDRESS, "\x02\x01\xff\x03\x04\x05") + attribute(IFLA_LINK, number(9))
            + attribute(IFLA_LINK_NETNSID, number(3)) + attribute(IFLA_MASTER, number(4))
            + attribute(IFLA_OPERSTATE, "\x06")
            + attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, "veth")));
    const auto found = parseLink({ RTM_NEWLINK, body });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->row.index, 7);
    EXPECT_EQ(found->row.name, "eth0");
    EXPECT_EQ(found->row.kind, "veth");
    EXPECT_EQ(found->row.mac, "02:01:ff:03:04:05");
    EXPECT_EQ(found->row.mtu, 1500);
    EXPECT_EQ(found->row.master, 4);
    EXPECT_EQ(found->row.peerIndex, 9);
    EXPECT_EQ(found->row.operState, "up");
    EXPECT_TRUE(found->row.up);
    EXPECT_EQ(found->peerNamespaceId, 3);
}

TEST(RouteMessages, WithoutIflaLinkThePeerHasTheSameIndex)
{
    const std::string body = link(7, 0, attribute(IFLA_LINK_NETNSID, number(0)));
    EXPECT_EQ(parseLink({ RTM_NEWLINK, body })->row.peerIndex, 7);
    EXPECT_EQ(parseLink({ RTM_NEWLINK, link(7, 0, "") })->row.peerIndex, 0);
}

TEST(RouteMessages, KindsOfLinksWithoutLinkInfo)
{
    EXPECT_EQ(parseLink({ RTM_NEWLINK, link(1, IFF_LOOPBACK, "") })->row.kind, "loopback");
    EXPECT_EQ(parseLink({ RTM_NEWLINK, link(2, 0, "") })->row.kind, "physical");
}

/// What parseLink() makes of a link of KIND with DATA.
static LinkDetails detailsOf(const std::string& kind, const std::string& data)
{
    const std::string body = link(7, IFF_UP,
        attribute(
            IFLA_LINKINFO, attribute(IFLA_INFO_KIND, kind) + attribute(IFLA_INFO_DATA, data)));
    return parseLink({ RTM_NEWLINK, body })->row.details;
}

// Those that not every kernel makes; the others are compared with ip in tests/kernel/observe.
TEST(RouteMessages, WhatKindsOfLinksHave)
{
    EXPECT_EQ(detailsOf("vlan",
                  attribute(IFLA_VLAN_ID, std::string("\5\0", 2))
                      + attribute(IFLA_VLAN_PROTOCOL, "\x81" + std::string(1, '\0'))),
        (LinkDetails { { "id", "5" }, { "protocol", "802.1Q" } }));
    EXPECT_EQ(detailsOf("ipvlan", attribute(IFLA_IPVLAN_MODE, std::string("\2\0", 2))),
        (LinkDetails { { "mode", "l3s" } }));
    EXPECT_EQ(detailsOf("bond", attribute(IFLA_BOND_MODE, "\4")),
        (LinkDetails { { "mode", "802.3ad" } }));
    EXPECT_EQ(detailsOf("vrf", attribute(IFLA_VRF_TABLE, number(1001))),
        (LinkDetails { { "table", "1001" } }));
    EXPECT_EQ(
        detailsOf("geneve", attribute(IFLA_GENEVE_ID, number(9))), (LinkDetails { { "id", "9" } }));
    EXPECT_EQ(detailsOf("bridge", attribute(IFLA_BR_VLAN_FILTERING, "\1")),
        (LinkDetails { { "vlanFiltering", "on" } }));
    EXPECT_TRUE(detailsOf("ipvlan", attribute(IFLA_IPVLAN_MODE, "\x30")).empty());
    EXPECT_TRUE(detailsOf("dummy", attribute(IFLA_VRF_TABLE, number(5))).empty());
}

TEST(RouteMessages, ThePortOfABridgeAndOfABond)
{
    const auto portOf = [](const char* master, const char* state) {
        return parseLink({ RTM_NEWLINK,
                             link(7, IFF_UP,
                                 attribute(IFLA_LINKINFO,
                                     attribute(IFLA_INFO_KIND, "veth")
                                         + attribute(IFLA_INFO_SLAVE_KIND, std::string(master))
                                         + attribute(IFLA_INFO_SLAVE_DATA, attribute(1, state)))) })
            ->row.details;
    };
    EXPECT_EQ(portOf("bridge", "\3"), (LinkDetails { { "portState", "forwarding" } }));
    EXPECT_EQ(portOf("bond", "\1"), (LinkDetails { { "portState", "backup" } }));
    EXPECT_TRUE(portOf("vrf", "\1").empty());
}

TEST(RouteMessages, EveryCutOffMessageIsSurvived)
{
    const std::string body = link(7, IFF_UP,
        attribute(IFLA_IFNAME, std::string("eth0\0", 5))
            + attribute(IFLA_STATS64, std::string(200, '\1'))
            + attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, "veth")));
    for (std::size_t length = 0; length <= body.size(); ++length) {
        const std::string part
            = body.substr(0, length); // own memory: a sanitizer sees every excess
        const auto found = parseLink({ RTM_NEWLINK, part });
        EXPECT_EQ(bool(found), length >= sizeof(ifinfomsg));
    }
    EXPECT_FALSE(parseLink({ RTM_NEWADDR, body }));
}

TEST(RouteMessages, AttributesThatLieAboutTheirLengthEndTheList)
{
    for (const unsigned short length : { 0, 1, 3, 200, 65535 }) {
        rtattr header { length, IFLA_IFNAME };
        const std::string bytes = attribute(IFLA_MTU, number(5)) + bytesOf(&header, sizeof header);
        int found = 0;
        for ([[maybe_unused]] const RouteAttribute& each : RouteAttributes(bytes))
            ++found;
        EXPECT_EQ(found, 1) << length;
    }
}

TEST(RouteMessages, AddressesAreTheLocalOnes)
{
    ifaddrmsg header {};
    header.ifa_family = AF_INET;
    header.ifa_prefixlen = 24;
    header.ifa_index = 3;
    const std::string start = bytesOf(&header, sizeof header);
    const std::string peer = attribute(IFA_ADDRESS, std::string("\xc0\0\2\2", 4));
    const std::string local = attribute(IFA_LOCAL, std::string("\xc0\0\2\1", 4));
    EXPECT_EQ(parseAddress({ RTM_NEWADDR, start + peer + local }),
        (std::pair<std::int64_t, std::string>(3, "192.0.2.1/24")));
    EXPECT_EQ(parseAddress({ RTM_NEWADDR, start + local + peer })->second, "192.0.2.1/24");
    EXPECT_EQ(parseAddress({ RTM_NEWADDR, start + peer })->second, "192.0.2.2/24");
    EXPECT_FALSE(parseAddress({ RTM_NEWADDR, start + attribute(IFA_LOCAL, "\1\2") }));
}
