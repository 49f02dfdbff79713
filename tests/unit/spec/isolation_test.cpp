// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Isolation, IsWholeByDefault)
{
    const auto spec = parseContainerSpec({ { "image", "a" } });
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_EQ(spec.value().isolation, Isolation {});
    EXPECT_TRUE(risksOf(spec.value().isolation).empty());
    EXPECT_TRUE(spec.value().isolation.noNewPrivileges && spec.value().isolation.seccomp);
}

TEST(Isolation, SurvivesTheWayThroughJson)
{
    const Json json { { "image", "a" },
        { "namespaces", { { "net", "container:web" }, { "uts", "host" }, { "mnt", "new" } } },
        { "clockOffsets", { { "boottime", -5 }, { "monotonic", 7 } } }, { "init", true },
        { "idMap", "single" }, { "user", "me:staff" }, { "groups", { "dialout", "55" } },
        { "capabilities", { { "add", { "CAP_NET_RAW" } }, { "drop", { "chown" } } } },
        { "devices", { "/dev//fuse" } }, { "privileged", true }, { "noNewPrivileges", false },
        { "seccomp", "off" } };
    const auto spec = parseContainerSpec(json);
    ASSERT_TRUE(spec) << spec.error().message();
    const Isolation& isolation = spec.value().isolation;
    EXPECT_EQ(parseContainerSpec(toJson(spec.value())).value(), spec.value());
    EXPECT_EQ(namespaceOf(isolation, "net").name, "web");
    EXPECT_FALSE(isolation.namespaces.contains("mnt"));
    EXPECT_EQ(isolation.capabilities.add.at(0), "net_raw");
    EXPECT_EQ(isolation.devices.at(0), "/dev/fuse");
    EXPECT_EQ(risksOf(isolation).size(), 6U);
}

struct BadIsolation {
    const char* json;
    const char* field;
};

class IsolationRefusal : public testing::TestWithParam<BadIsolation> { };

TEST_P(IsolationRefusal, NamesTheField)
{
    Json json = Json::parse(GetParam().json);
    json["image"] = "a";
    const auto spec = parseContainerSpec(json);
    ASSERT_FALSE(spec) << GetParam().json;
    EXPECT_EQ(spec.error().kind, ErrorKind::InvalidSpec);
    EXPECT_EQ(spec.error().object, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(Fields, IsolationRefusal,
    testing::Values(BadIsolation { R"({"namespaces":{"mnt":"host"}})", "namespaces.mnt" },
        BadIsolation { R"({"namespaces":{"disk":"new"}})", "namespaces.disk" },
        BadIsolation { R"({"namespaces":{"net":"mine"}})", "namespaces.net" },
        BadIsolation { R"({"namespaces":{"net":"container:../x"}})", "namespaces.net" },
        BadIsolation { R"({"namespaces":{"net":"path:x"}})", "namespaces.net" },
        BadIsolation { R"({"clockOffsets":{"boottime":1000000001}})", "clockOffsets.boottime" },
        BadIsolation { R"({"clockOffsets":{"uptime":1}})", "clockOffsets.uptime" },
        BadIsolation {
            R"({"clockOffsets":{"boottime":1},"namespaces":{"time":"host"}})", "clockOffsets" },
        BadIsolation { R"({"domainname":"a b"})", "domainname" },
        BadIsolation { R"({"domainname":"a","namespaces":{"uts":"host"}})", "domainname" },
        BadIsolation { R"({"init":true,"namespaces":{"pid":"host"}})", "init" },
        BadIsolation { R"({"idMap":"all"})", "idMap" },
        BadIsolation { R"({"user":"4294967295"})", "user" },
        BadIsolation { R"({"user":"99999999999"})", "user" },
        BadIsolation { R"({"user":":5"})", "user" }, BadIsolation { R"({"user":"a:"})", "user" },
        BadIsolation { R"({"user":"-5"})", "user" }, BadIsolation { R"({"user":"a/b"})", "user" },
        BadIsolation { R"({"groups":["x","a b"]})", "groups[1]" },
        BadIsolation { R"({"capabilities":{"add":["net raw"]}})", "capabilities.add[0]" },
        BadIsolation { R"({"capabilities":{"keep":[]}})", "capabilities.keep" },
        BadIsolation { R"({"devices":["/etc/passwd"]})", "devices[0]" },
        BadIsolation { R"({"devices":["/dev/../etc/x"]})", "devices[0]" },
        BadIsolation { R"({"devices":["/dev"]})", "devices[0]" },
        BadIsolation { R"({"seccomp":"none"})", "seccomp" },
        BadIsolation { R"({"privileged":1})", "privileged" }));

} // namespace
} // namespace vitrine
