// SPDX-License-Identifier: GPL-3.0-or-later
// Limits → steps, as golden text, and what is refused.
#include "backend/plan/group_steps.h"
#include "tests/unit/plan/fixtures.h"
#include "tests/unit/plan/golden.h"

#include <functional>

namespace vitrine::plan {
namespace {

const std::string group = "/vitrine-0123456789abcdef";

TEST(PlannerCgroup, EveryLimitBecomesAStep)
{
    expectGolden("all-limits", planCgroup(allLimits(), group, rootFacts()).value());
}

TEST(PlannerCgroup, WithoutLimitsThereIsOnlyAGroup)
{
    const auto plan = planCgroup({}, group, rootFacts()).value();
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<MakeCgroup>(plan.front()));
    EXPECT_TRUE(planCgroup({}, "", userFacts()).value().empty());
}

TEST(PlannerCgroup, AChangeTouchesOnlyWhatDiffers)
{
    Limits after = allLimits();
    after.memory = 32 << 20;
    after.memoryHigh.reset();
    after.swap.reset();
    after.oomGroup = false;
    after.cpuPeriod.reset();
    after.cpus.clear();
    after.pids = 1000;
    after.io["/dev/sda"].readBytes = 4 << 20;
    after.io.erase("8:16");
    after.hugePages["1GB"] = 0;
    expectGolden("limit-change",
        planLimitChange(allLimits(), after, Room::MustBeThere, group, rootFacts()).value());
}

TEST(PlannerCgroup, MoreMemoryNeedsNoRoom)
{
    Limits after = someLimits();
    after.memory = *after.memory * 2;
    const auto plan
        = planLimitChange(someLimits(), after, Room::MustBeThere, group, rootFacts()).value();
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_EQ(std::get<SetCgroupValue>(plan.front()).before, "67108864");
}

TEST(PlannerCgroup, NoChangeIsNoStep)
{
    const auto plan
        = planLimitChange(allLimits(), allLimits(), Room::MustBeThere, group, rootFacts()).value();
    EXPECT_TRUE(plan.empty());
}

TEST(PlannerCgroup, EveryStepOfAChangeCanBeUndone)
{
    const auto plan = planLimitChange({}, allLimits(), Room::KillForIt, group, rootFacts()).value();
    for (const auto& step : plan) {
        EXPECT_TRUE(isGroupStep(step));
        EXPECT_FALSE(std::holds_alternative<FitMemory>(step));
        if (const auto* set = std::get_if<SetCgroupValue>(&step)) {
            EXPECT_TRUE(set->before) << set->file;
            EXPECT_NE(*set->before, set->value) << set->file;
            EXPECT_FALSE(set->field.empty()) << set->file;
        }
    }
}

struct Refused {
    const char* field;
    const char* why;
    std::function<void(Limits&, kernel::HostFacts&)> prepare;
};

class CgroupRefusal : public testing::TestWithParam<Refused> { };

TEST_P(CgroupRefusal, NamesFieldAndReason)
{
    Limits limits;
    kernel::HostFacts facts = rootFacts();
    GetParam().prepare(limits, facts);
    const std::vector<Result<Plan>> plans { planCgroup(limits, group, facts),
        planLimitChange({}, limits, Room::MustBeThere, group, facts) };
    for (const auto& plan : plans) {
        ASSERT_FALSE(plan);
        EXPECT_EQ(plan.error().kind, ErrorKind::NotSupported);
        EXPECT_EQ(plan.error().object, GetParam().field);
        EXPECT_NE(plan.error().text.find(GetParam().why), std::string::npos) << plan.error().text;
    }
}

void withoutController(kernel::HostFacts& facts, const std::string& name)
{
    std::erase(facts.cgroup->controllers, name);
}

INSTANTIATE_TEST_SUITE_P(Limits, CgroupRefusal,
    testing::Values(Refused { "limits.memory", "cannot be written",
                        [](Limits& limits, kernel::HostFacts& facts) {
                            limits.memory = 1 << 20;
                            facts = userFacts();
                        } },
        Refused { "limits.cpuWeight", "not delegated",
            [](Limits& limits, kernel::HostFacts& facts) {
                limits.cpuWeight = 10;
                withoutController(facts, "cpu");
            } },
        Refused { "limits.pids", "has no pids controller",
            [](Limits& limits, kernel::HostFacts& facts) {
                limits.pids = 10;
                withoutController(facts, "pids");
                std::erase(facts.cgroup->host, "pids");
            } },
        Refused { "limits.cpus", "it can have 0-3",
            [](Limits& limits, kernel::HostFacts&) { limits.cpus = "0,4"; } },
        Refused { "limits.memoryNodes", "it can have 0-1",
            [](Limits& limits, kernel::HostFacts&) { limits.memoryNodes = "2"; } },
        Refused { "limits.ioWeight", "bfq",
            [](Limits& limits, kernel::HostFacts& facts) {
                limits.ioWeight = 10;
                facts.ioWeightFile.clear();
            } },
        Refused { "limits.hugePages.4MB", "1GB, 2MB",
            [](Limits& limits, kernel::HostFacts&) { limits.hugePages["4MB"] = 0; } },
        Refused { "limits.io.8:0", "io controller", [](Limits& limits, kernel::HostFacts& facts) {
                     limits.io["8:0"] = { 1, {}, {}, {}, DeviceNumber { 8, 0 } };
                     withoutController(facts, "io");
                 } }));

} // namespace
} // namespace vitrine::plan
