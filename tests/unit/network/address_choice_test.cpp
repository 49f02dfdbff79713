// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/address_choice.h"

#include <gtest/gtest.h>

namespace vitrine::network {
namespace {

Subnet subnet(const char* text)
{
    return parseSubnet("subnet", text).value();
}

IpAddress address(const std::string& text)
{
    return parseAddress("address", text).value();
}

TEST(FreeSubnet, IsTheFirstThatOverlapsNothing)
{
    EXPECT_EQ(toText(freeSubnet({}).value()), "10.77.0.0/24");
    EXPECT_EQ(toText(freeSubnet({ subnet("10.77.0.128/25"), subnet("10.77.1.0/24") }).value()),
        "10.77.2.0/24");
    EXPECT_EQ(toText(freeSubnet({ subnet("10.77.0.0/16") }).value()), "10.78.0.0/24");
    EXPECT_EQ(freeSubnet({ subnet("10.0.0.0/8") }).error().kind, ErrorKind::Quota);
}

TEST(FreeSubnet, IsRandomInVersion6)
{
    const Subnet first = freeSubnet6({}).value();
    EXPECT_TRUE(contains(subnet("fd00::/8"), first.address));
    EXPECT_EQ(first.prefix, 64U);
    EXPECT_NE(freeSubnet6({ first }).value(), first);
}

TEST(CheckFree, NamesWhatIsInTheWay)
{
    EXPECT_TRUE(checkFree("subnet", subnet("10.1.0.0/16"), { subnet("10.2.0.0/16") }));
    const auto taken = checkFree("subnet", subnet("10.1.0.0/16"), { subnet("10.1.7.0/24") });
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::Exists);
    EXPECT_EQ(taken.error().object, "subnet");
    EXPECT_NE(taken.error().text.find("10.1.7.0/24"), std::string::npos);
}

TEST(FreeAddress, LeavesOutTheNetworksOwn)
{
    const Subnet small = subnet("10.1.0.0/29");
    std::set<IpAddress> taken;
    for (const char* expected : { "10.1.0.2", "10.1.0.3", "10.1.0.4", "10.1.0.5", "10.1.0.6" }) {
        const IpAddress next = freeAddress("address", small, taken).value();
        EXPECT_EQ(toText(next), expected);
        taken.insert(next);
    }
    EXPECT_EQ(freeAddress("address", small, taken).error().kind, ErrorKind::Quota);
}

TEST(FreeAddress, FillsGaps)
{
    EXPECT_EQ(toText(freeAddress(
                  "address", subnet("10.1.0.0/24"), { address("10.1.0.2"), address("10.1.0.4") })
                         .value()),
        "10.1.0.3");
    EXPECT_EQ(toText(freeAddress("address", subnet("fd00::/64"), {}).value()), "fd00::2");
}

TEST(CheckAddress, RefusesWhatAContainerCannotHave)
{
    const Subnet lan = subnet("10.1.0.0/24");
    EXPECT_TRUE(checkAddress("address", lan, address("10.1.0.2"), {}));
    for (const char* own : { "10.1.0.0", "10.1.0.1", "10.1.0.255", "10.2.0.2", "fd00::2" })
        EXPECT_EQ(
            checkAddress("address", lan, address(own), {}).error().kind, ErrorKind::InvalidSpec)
            << own;
    EXPECT_EQ(
        checkAddress("address", lan, address("10.1.0.9"), { address("10.1.0.9") }).error().kind,
        ErrorKind::Exists);
    EXPECT_TRUE(
        checkAddress("address", subnet("fd00::/64"), address("fd00::ffff:ffff:ffff:ffff"), {}));
}

TEST(RandomMac, IsOfOneInterfaceAndGivenLocally)
{
    const MacAddress mac = randomMac().value();
    EXPECT_EQ(mac.front(), 0x02);
    EXPECT_NE(mac, randomMac().value());
    EXPECT_EQ(randomDigits(8).value().size(), 8U);
}

} // namespace
} // namespace vitrine::network
