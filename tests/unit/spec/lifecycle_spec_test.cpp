// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include <csignal>
#include <gtest/gtest.h>

namespace vitrine {
namespace {

Result<ContainerSpec> with(const char* field, const Json& value)
{
    return parseContainerSpec({ { "image", "busybox" }, { field, value } });
}

TEST(Lifecycle, HasTheFieldsDefaults)
{
    const auto spec = parseContainerSpec({ { "image", "busybox" } });
    EXPECT_EQ(spec.value().lifecycle, Lifecycle {});
    const Json json = toJson(spec.value());
    EXPECT_EQ(json["restart"], "no");
    EXPECT_EQ(json["stopSignal"], "SIGTERM");
    EXPECT_EQ(json["stopTimeout"], 10'000);
}

TEST(Lifecycle, SurvivesTheWayThroughJson)
{
    for (const char* policy : { "no", "on-failure", "on-failure:5", "always", "unless-stopped" }) {
        const auto spec = with("restart", policy);
        ASSERT_TRUE(spec) << policy;
        EXPECT_EQ(toJson(spec.value())["restart"], policy);
        EXPECT_EQ(parseContainerSpec(toJson(spec.value())).value(), spec.value());
    }
    EXPECT_EQ(with("restart", "on-failure:5").value().lifecycle.restart.attempts, 5);
}

TEST(Lifecycle, NamesSignalsAsTheFieldDoes)
{
    EXPECT_EQ(with("stopSignal", "int").error().object, "stopSignal");
    EXPECT_EQ(with("stopSignal", "INT").value().lifecycle.stopSignal, "SIGINT");
    EXPECT_EQ(with("stopSignal", "15").value().lifecycle.stopSignal, "SIGTERM");
    EXPECT_EQ(with("stopSignal", "SIGRTMIN+3").value().lifecycle.stopSignal, "SIGRTMIN+3");
    EXPECT_EQ(signalNumber("SIGRTMIN+3", "s").value(), SIGRTMIN + 3);
}

TEST(Lifecycle, RefusesWhatMakesNoSense)
{
    for (const auto& [field, value] : std::vector<std::pair<const char*, Json>> {
             { "restart", "never" }, { "restart", "on-failure:0" }, { "restart", "on-failure:x" },
             { "restart", "on-failure:" }, { "restart", "on-failure:9999999" }, { "restart", 1 },
             { "autostart", "yes" }, { "stopSignal", "SIGNONE" }, { "stopSignal", "0" },
             { "stopSignal", "99" }, { "stopTimeout", 3'600'001 }, { "stopTimeout", -1 } })
        EXPECT_EQ(with(field, value) ? "accepted" : with(field, value).error().object, field)
            << value;
}

} // namespace
} // namespace vitrine
