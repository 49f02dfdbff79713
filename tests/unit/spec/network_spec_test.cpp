// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/network_spec.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(NetworkSpec, NeedsNothingButAName)
{
    const auto spec = parseNetworkSpec({ { "name", "lan" } });
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_EQ(spec.value().kind, NetworkKind::Nat);
    EXPECT_TRUE(spec.value().ipv6);
    EXPECT_FALSE(spec.value().subnet || spec.value().subnet6 || spec.value().mtu);
}

TEST(NetworkSpec, SurvivesTheWayThroughJson)
{
    for (const char* kind : { "nat", "isolated", "routed" }) {
        const auto spec = parseNetworkSpec({ { "name", "lan" }, { "kind", kind },
            { "subnet", "10.9.0.0/24" }, { "subnet6", "fd00:1::/64" }, { "mtu", 1400 } });
        ASSERT_TRUE(spec) << spec.error().message();
        EXPECT_EQ(parseNetworkSpec(toJson(spec.value())).value(), spec.value());
    }
}

TEST(NetworkSpec, OneOutsideSurvivesToo)
{
    for (const char* kind : { "macvlan", "bridge" }) {
        const auto spec = parseNetworkSpec({ { "name", "lan" }, { "kind", kind },
            { "parent", "eth0" }, { "mtu", 1400 }, { "subnet", "192.168.1.0/24" },
            { "gateway", "192.168.1.1" }, { "range", "192.168.1.192/27" } });
        ASSERT_TRUE(spec) << spec.error().message();
        EXPECT_EQ(parseNetworkSpec(toJson(spec.value())).value(), spec.value());
        EXPECT_EQ(toText(gatewayOf(spec.value(), IpVersion::V4).value()), "192.168.1.1");
        EXPECT_FALSE(gatewayOf(spec.value(), IpVersion::V6));
    }
}

TEST(NetworkSpec, TheHostHasTheFirstAddress)
{
    EXPECT_EQ(toText(gatewayOf(parseSubnet("", "10.9.0.0/24").value())), "10.9.0.1");
    EXPECT_EQ(toText(gatewayOf(parseSubnet("", "fd00:1::/64").value())), "fd00:1::1");
}

struct BadNetwork {
    const char* json;
    const char* field;
};

class NetworkRefusal : public testing::TestWithParam<BadNetwork> { };

TEST_P(NetworkRefusal, NamesTheField)
{
    const auto spec = parseNetworkSpec(Json::parse(GetParam().json));
    ASSERT_FALSE(spec) << GetParam().json;
    EXPECT_EQ(spec.error().kind, ErrorKind::InvalidSpec);
    EXPECT_EQ(spec.error().object, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(Fields, NetworkRefusal,
    testing::Values(BadNetwork { "{}", "name" }, BadNetwork { R"({"name":"A"})", "name" },
        BadNetwork { R"({"name":"none"})", "name" }, BadNetwork { R"({"name":"host"})", "name" },
        BadNetwork { R"({"name":"a","kind":"ipvlan"})", "kind" },
        BadNetwork { R"({"name":"a","kind":"bridge"})", "parent" },
        BadNetwork { R"({"name":"a","kind":"macvlan","parent":"../eth0"})", "parent" },
        BadNetwork { R"({"name":"a","kind":"macvlan","parent":".."})", "parent" },
        BadNetwork { R"({"name":"a","kind":"macvlan","parent":"a b"})", "parent" },
        BadNetwork { R"({"name":"a","kind":"macvlan","parent":"sixteen-letters-"})", "parent" },
        BadNetwork { R"({"name":"a","parent":"eth0"})", "parent" },
        BadNetwork { R"({"name":"a","gateway":"10.0.0.1"})", "gateway" },
        BadNetwork { R"({"name":"a","range":"10.0.0.0/28"})", "range" },
        BadNetwork {
            R"({"name":"a","kind":"macvlan","parent":"e","gateway":"10.0.0.1"})", "gateway" },
        BadNetwork {
            R"({"name":"a","kind":"macvlan","parent":"e","subnet":"10.0.0.0/24","gateway":"10.0.1.1"})",
            "gateway" },
        BadNetwork {
            R"({"name":"a","kind":"macvlan","parent":"e","subnet":"10.0.0.0/24","range":"10.0.0.0/23"})",
            "range" },
        BadNetwork {
            R"({"name":"a","kind":"macvlan","parent":"e","subnet":"10.0.0.0/24","range":"10.0.1.0/28"})",
            "range" },
        BadNetwork { R"({"name":"a","subnet":"10.0.0.1/24"})", "subnet" },
        BadNetwork { R"({"name":"a","subnet":"fd00::/64"})", "subnet" },
        BadNetwork { R"({"name":"a","subnet":"10.0.0.0/30"})", "subnet" },
        BadNetwork { R"({"name":"a","subnet":"0.0.0.0/8"})", "subnet" },
        BadNetwork { R"({"name":"a","subnet":"127.1.0.0/16"})", "subnet" },
        BadNetwork { R"({"name":"a","subnet":"239.0.0.0/24"})", "subnet" },
        BadNetwork { R"({"name":"a","subnet6":"10.0.0.0/24"})", "subnet6" },
        BadNetwork { R"({"name":"a","subnet6":"fe80::/64"})", "subnet6" },
        BadNetwork { R"({"name":"a","subnet6":"fd00::/120"})", "subnet6" },
        BadNetwork { R"({"name":"a","ipv6":false,"subnet6":"fd00::/64"})", "subnet6" },
        BadNetwork { R"({"name":"a","mtu":100})", "mtu" },
        BadNetwork { R"({"name":"a","mtu":65536})", "mtu" },
        BadNetwork { R"({"name":"a","colour":"red"})", "colour" }));

} // namespace
} // namespace vitrine
