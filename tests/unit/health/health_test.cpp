// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/health.h"

#include <gtest/gtest.h>

namespace vitrine::launcher {
namespace {

using namespace std::chrono_literals;

HealthCheck threeStrikes()
{
    HealthCheck check;
    check.command = { "true" };
    check.retries = 3;
    check.startPeriod = 5000;
    return check;
}

Health starting()
{
    return { HealthStatus::Starting, 0, {}, 1 };
}

TEST(Health, TakesSomeFailuresInARow)
{
    Health health { HealthStatus::Healthy, 0, {}, 1 };
    for (unsigned failures = 1; failures < 3; ++failures) {
        health = afterCheck(threeStrikes(), health, { 1, "no" }, 10s, 100);
        EXPECT_EQ(health.status, HealthStatus::Healthy);
        EXPECT_EQ(health.failures, failures);
        EXPECT_EQ(health.since, 1);
    }
    EXPECT_EQ(afterCheck(threeStrikes(), health, { 0, "" }, 10s, 100).failures, 0U);
    health = afterCheck(threeStrikes(), health, { 1, "no" }, 10s, 100);
    EXPECT_EQ(health.status, HealthStatus::Unhealthy);
    EXPECT_EQ(health.since, 100);
    EXPECT_EQ(health.last.output, "no");
    EXPECT_EQ(afterCheck(threeStrikes(), health, { 1, "no" }, 10s, 200).since, 100);
    EXPECT_EQ(
        afterCheck(threeStrikes(), health, { 0, "" }, 10s, 200).status, HealthStatus::Healthy);
}

TEST(Health, ForgivesWhileItStarts)
{
    Health health = starting();
    for (int i = 0; i < 10; ++i)
        health = afterCheck(threeStrikes(), health, { 1, "" }, 4s, 100);
    EXPECT_EQ(health.status, HealthStatus::Starting);
    EXPECT_EQ(health.failures, 0U);
    for (int i = 0; i < 3; ++i)
        health = afterCheck(threeStrikes(), health, { -1, "" }, 5s, 100);
    EXPECT_EQ(health.status, HealthStatus::Unhealthy);
}

TEST(Health, HasStartedOnceItWasHealthy)
{
    Health health = afterCheck(threeStrikes(), starting(), { 0, "" }, 1s, 100);
    EXPECT_EQ(health.status, HealthStatus::Healthy);
    for (int i = 0; i < 3; ++i)
        health = afterCheck(threeStrikes(), health, { 1, "" }, 2s, 200);
    EXPECT_EQ(health.status, HealthStatus::Unhealthy);
}

TEST(Health, IsToldOnlyWhereItIsChecked)
{
    EXPECT_EQ(toJson(Health {}), Json::object());
    EXPECT_EQ(toJson(starting())["status"], "starting");
}

} // namespace
} // namespace vitrine::launcher
