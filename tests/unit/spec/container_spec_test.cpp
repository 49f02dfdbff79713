// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(ContainerSpec, NeedsAnImageOnly)
{
    const auto spec = parseContainerSpec({ { "image", "busybox" } });
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_TRUE(spec.value().terminal);
    EXPECT_EQ(spec.value().workingDirectory, "/");
}

TEST(ContainerSpec, SurvivesTheWayThroughJson)
{
    const Json json { { "name", "web" }, { "image", "this-system" },
        { "command", { "sh", "-c", "x" } }, { "environment", { { "A", "1" } } },
        { "workingDirectory", "/srv" }, { "hostname", "h" }, { "terminal", false },
        { "readOnlyRoot", true },
        { "limits", { { "memory", 67108864 }, { "cpu", 0.5 }, { "pids", 64 } } } };
    const auto spec = parseContainerSpec(json);
    ASSERT_TRUE(spec) << spec.error().message();
    EXPECT_EQ(parseContainerSpec(toJson(spec.value())).value(), spec.value());
    EXPECT_EQ(spec.value().limits.cpu, 0.5);
}

struct BadSpec {
    const char* json;
    const char* field;
};

class Refusal : public testing::TestWithParam<BadSpec> { };

TEST_P(Refusal, NamesTheField)
{
    const auto spec = parseContainerSpec(Json::parse(GetParam().json));
    ASSERT_FALSE(spec) << GetParam().json;
    EXPECT_EQ(spec.error().kind, ErrorKind::InvalidSpec);
    EXPECT_EQ(spec.error().object, GetParam().field);
    EXPECT_FALSE(spec.error().text.empty());
}

INSTANTIATE_TEST_SUITE_P(Fields, Refusal,
    testing::Values(BadSpec { "[]", "spec" }, BadSpec { "{}", "image" },
        BadSpec { R"({"image":"../etc"})", "image" }, BadSpec { R"({"image":7})", "image" },
        BadSpec { R"({"image":"a","name":"-a"})", "name" },
        BadSpec { R"({"image":"a","name":"A"})", "name" },
        BadSpec { R"({"image":"a","name":"a/b"})", "name" },
        BadSpec { R"({"image":"a","name":"äöü"})", "name" },
        BadSpec { R"({"image":"a","nmae":"b"})", "nmae" },
        BadSpec { R"({"image":"a","command":"sh"})", "command" },
        BadSpec { R"({"image":"a","command":["sh",1]})", "command[1]" },
        BadSpec { R"({"image":"a","command":[""]})", "command[0]" },
        BadSpec { R"({"image":"a","command":["a\u0000b"]})", "command[0]" },
        BadSpec { R"({"image":"a","environment":{"A=B":"c"}})", "environment" },
        BadSpec { R"({"image":"a","workingDirectory":"srv"})", "workingDirectory" },
        BadSpec { R"({"image":"a","workingDirectory":""})", "workingDirectory" },
        BadSpec { R"({"image":"a","hostname":"a b"})", "hostname" },
        BadSpec { R"({"image":"a","terminal":1})", "terminal" },
        BadSpec { R"({"image":"a","network":"bridge"})", "network" },
        BadSpec { R"({"image":"a","limits":[]})", "limits" },
        BadSpec { R"({"image":"a","limits":{"memroy":1}})", "limits.memroy" },
        BadSpec { R"({"image":"a","limits":{"memory":-1}})", "limits.memory" },
        BadSpec { R"({"image":"a","limits":{"memory":1048575}})", "limits.memory" },
        BadSpec { R"({"image":"a","limits":{"memory":18446744073709551615}})", "limits.memory" },
        BadSpec { R"({"image":"a","limits":{"memory":1e300}})", "limits.memory" },
        BadSpec { R"({"image":"a","limits":{"cpu":0.001}})", "limits.cpu" },
        BadSpec { R"({"image":"a","limits":{"cpu":"1"}})", "limits.cpu" },
        BadSpec { R"({"image":"a","limits":{"pids":0}})", "limits.pids" },
        BadSpec { R"({"image":"a","limits":{"pids":4194305}})", "limits.pids" }));

TEST(ContainerSpec, HasBoundsForEverythingThatACallerSizes)
{
    const auto refused = [](const char* field, Json value) {
        Json json { { "image", "a" } };
        json[field] = std::move(value);
        return !parseContainerSpec(json);
    };
    EXPECT_TRUE(refused("name", std::string(64, 'a')));
    EXPECT_FALSE(refused("name", std::string(63, 'a')));
    EXPECT_TRUE(refused("command", std::vector<std::string>(257, "a")));
    EXPECT_TRUE(refused("command", std::vector<std::string> { std::string(4097, 'a') }));
    EXPECT_TRUE(refused("workingDirectory", "/" + std::string(4096, 'a')));
    Json environment = Json::object();
    for (int i = 0; i < 257; ++i)
        environment["V" + std::to_string(i)] = "";
    EXPECT_TRUE(refused("environment", environment));
}

} // namespace
} // namespace vitrine
