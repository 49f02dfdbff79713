// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Limits, EveryFieldComesBackAsItWas)
{
    const Json json = Json::parse(R"({"memory":67108864,"memoryHigh":62914560,"memoryLow":1,
        "memoryMin":0,"swap":0,"oomGroup":true,"cpu":0.5,"cpuPeriod":25000,"cpuWeight":10000,
        "cpus":"0-3,6","memoryNodes":"0","pids":64,"ioWeight":1,
        "io":{"/dev/sda":{"readBytes":1,"writeBytes":2,"readOperations":3,"writeOperations":4},
              "8:16":{"writeOperations":5}},
        "hugePages":{"2MB":0,"1GB":1073741824}})");
    const auto limits = parseLimits(json);
    ASSERT_TRUE(limits) << limits.error().message();
    EXPECT_EQ(toJson(limits.value()), json);
    EXPECT_EQ(limits.value().io.at("8:16").number, (DeviceNumber { 8, 16 }));
    EXPECT_FALSE(limits.value().io.at("/dev/sda").number);
}

TEST(Limits, NoneAreAnEmptyObject)
{
    EXPECT_EQ(toJson(parseLimits(Json::object()).value()), Json::object());
}

struct BadLimits {
    const char* json;
    const char* field;
};

class LimitsRefusal : public testing::TestWithParam<BadLimits> { };

TEST_P(LimitsRefusal, NamesTheField)
{
    const auto limits = parseLimits(Json::parse(GetParam().json));
    ASSERT_FALSE(limits) << GetParam().json;
    EXPECT_EQ(limits.error().kind, ErrorKind::InvalidSpec);
    EXPECT_EQ(limits.error().object, std::string("limits") + GetParam().field);
    EXPECT_FALSE(limits.error().text.empty());
}

INSTANTIATE_TEST_SUITE_P(Fields, LimitsRefusal,
    testing::Values(BadLimits { "[]", "" }, BadLimits { R"({"memroy":1})", ".memroy" },
        BadLimits { R"({"memoryHigh":1})", ".memoryHigh" },
        BadLimits { R"({"memory":2097152,"memoryHigh":3145728})", ".memoryHigh" },
        BadLimits { R"({"memory":2097152,"memoryLow":3145728})", ".memoryLow" },
        BadLimits { R"({"memory":2097152,"memoryMin":3145728})", ".memoryMin" },
        BadLimits { R"({"swap":9223372036854775808})", ".swap" },
        BadLimits { R"({"swap":-1})", ".swap" }, BadLimits { R"({"oomGroup":1})", ".oomGroup" },
        BadLimits { R"({"cpuPeriod":100000})", ".cpuPeriod" },
        BadLimits { R"({"cpu":1,"cpuPeriod":999})", ".cpuPeriod" },
        BadLimits { R"({"cpu":0.01,"cpuPeriod":10000})", ".cpuPeriod" },
        BadLimits { R"({"cpuWeight":0})", ".cpuWeight" },
        BadLimits { R"({"cpuWeight":10001})", ".cpuWeight" },
        BadLimits { R"({"ioWeight":0})", ".ioWeight" }, BadLimits { R"({"cpus":"3-1"})", ".cpus" },
        BadLimits { R"({"cpus":"0,"})", ".cpus" }, BadLimits { R"({"cpus":"0 1"})", ".cpus" },
        BadLimits { R"({"cpus":"0\n1"})", ".cpus" }, BadLimits { R"({"cpus":"-1"})", ".cpus" },
        BadLimits { R"({"cpus":"99999"})", ".cpus" },
        BadLimits { R"({"memoryNodes":"a"})", ".memoryNodes" },
        BadLimits { R"({"io":{"sda":{"readBytes":1}}})", ".io" },
        BadLimits { R"({"io":{"/dev/":{"readBytes":1}}})", ".io" },
        BadLimits { R"({"io":{"/dev/../etc/x":{"readBytes":1}}})", ".io" },
        BadLimits { R"({"io":{"8:":{"readBytes":1}}})", ".io" },
        BadLimits { R"({"io":{"8:0 ":{"readBytes":1}}})", ".io" },
        BadLimits { R"({"io":{"8:0":{}}})", ".io.8:0" },
        BadLimits { R"({"io":{"8:0":{"readBytes":0}}})", ".io.8:0" },
        BadLimits { R"({"io":{"8:0":{"rbps":1}}})", ".io.8:0.rbps" },
        BadLimits { R"({"hugePages":{"2":1}})", ".hugePages" },
        BadLimits { R"({"hugePages":{"0MB":1}})", ".hugePages" },
        BadLimits { R"({"hugePages":{"2MB/..":1}})", ".hugePages" },
        BadLimits { R"({"hugePages":{"2MB":null}})", ".hugePages.2MB" }));

TEST(Limits, DevicesAndPageSizesAreCounted)
{
    Json io = Json::object();
    for (unsigned i = 0; i <= bounds::limitedDevices; ++i)
        io["8:" + std::to_string(i)] = { { "readBytes", 1 } };
    EXPECT_EQ(parseLimits({ { "io", io } }).error().object, "limits.io");
    io.erase("8:0");
    EXPECT_TRUE(parseLimits({ { "io", io } }));
}

TEST(NumberList, OneContainsAnother)
{
    EXPECT_TRUE(containsList("0-3,6", "1,3,6"));
    EXPECT_TRUE(containsList("0-1,2-3", "0-3"));
    EXPECT_TRUE(containsList("0", ""));
    EXPECT_FALSE(containsList("0-3", "3-4"));
    EXPECT_FALSE(containsList("", "0"));
    EXPECT_FALSE(containsList("0-3", "x"));
}

} // namespace
} // namespace vitrine
