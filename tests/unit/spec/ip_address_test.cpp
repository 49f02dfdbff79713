// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/ip_address.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

Subnet subnet(const std::string& text)
{
    auto parsed = parseSubnet("subnet", text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value();
}

IpAddress address(const std::string& text)
{
    return parseAddress("address", text).value();
}

TEST(IpAddress, SurvivesTheWayThroughText)
{
    for (const char* text : { "0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2001:db8::1",
             "fd12:3456:789a::ffff" })
        EXPECT_EQ(toText(address(text)), text);
    for (const char* text : { "10.0.0.0/8", "192.0.2.0/24", "fd12:3456:789a::/48", "::/0" })
        EXPECT_EQ(toText(subnet(text)), text);
}

TEST(IpAddress, RefusesWhatIsNone)
{
    for (const char* text : { "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", " 1.2.3.4",
             "1.2.3.4/24", "::g", "1::2::3", "010.0.0.1", "fe80::1%lo" })
        EXPECT_FALSE(parseAddress("field", text)) << text;
    EXPECT_EQ(parseAddress("field", "x").error().object, "field");
    EXPECT_FALSE(parseAddress("field", std::string("1.2.3.4\0", 8)));
}

TEST(Subnet, RefusesWhatIsNone)
{
    for (const char* text : { "", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
             "10.0.0.0/8x", "10.0.0.0/ 8", "::/129", "/8", "10.0.0.0/99999999999" })
        EXPECT_FALSE(parseSubnet("field", text)) << text;
}

TEST(Subnet, SaysWhichOneWasMeant)
{
    EXPECT_NE(
        parseSubnet("field", "10.1.2.3/16").error().text.find("10.1.0.0/16"), std::string::npos);
    EXPECT_NE(parseSubnet("field", "fd00::1/64").error().text.find("fd00::/64"), std::string::npos);
}

TEST(Subnet, ContainsItsAddressesOnly)
{
    EXPECT_TRUE(contains(subnet("10.0.0.0/23"), address("10.0.1.255")));
    EXPECT_FALSE(contains(subnet("10.0.0.0/23"), address("10.0.2.0")));
    EXPECT_TRUE(contains(subnet("fd00::/64"), address("fd00::ffff:1:2:3")));
    EXPECT_FALSE(contains(subnet("::/0"), address("10.0.0.1")));
    EXPECT_TRUE(contains(subnet("0.0.0.0/0"), address("255.255.255.255")));
}

TEST(Subnet, OverlapsWhereOneIsInTheOther)
{
    EXPECT_TRUE(overlap(subnet("10.0.0.0/8"), subnet("10.9.0.0/16")));
    EXPECT_TRUE(overlap(subnet("10.9.0.0/16"), subnet("10.0.0.0/8")));
    EXPECT_FALSE(overlap(subnet("10.9.0.0/24"), subnet("10.9.1.0/24")));
    EXPECT_FALSE(overlap(subnet("0.0.0.0/0"), subnet("::/0")));
}

TEST(Subnet, CountsAndNumbersItsAddresses)
{
    EXPECT_EQ(sizeOf(subnet("10.0.0.0/24")), 256U);
    EXPECT_EQ(sizeOf(subnet("0.0.0.0/0")), 1ULL << 32U);
    EXPECT_EQ(sizeOf(subnet("fd00::/64")), UINT64_MAX);
    EXPECT_EQ(toText(addressAt(subnet("10.0.0.0/16"), 0x1ff)), "10.0.1.255");
    EXPECT_EQ(toText(addressAt(subnet("fd00::/64"), 0x10001)), "fd00::1:1");
    EXPECT_EQ(toText(address("10.0.0.1"), subnet("10.0.0.0/24")), "10.0.0.1/24");
}

} // namespace
} // namespace vitrine
