// SPDX-License-Identifier: GPL-3.0-or-later
// spec → plan, as golden text. After a wanted change: UPDATE_GOLDEN=1 unit-plan, and read the diff.
#include "backend/image/host_tree.h"
#include "backend/plan/child.h"
#include "backend/plan/describe.h"
#include "tests/unit/plan/fixtures.h"
#include "tests/unit/plan/golden.h"

#include <gtest/gtest.h>

namespace vitrine::plan {
namespace {

TEST(Planner, RootStartsBusybox)
{
    expectGolden(
        "root-busybox", planStart(shellSpec(), busyboxImage(), somePlace(), rootFacts()).value());
}

TEST(Planner, OrdinaryUserStartsBusybox)
{
    expectGolden(
        "user-busybox", planStart(shellSpec(), busyboxImage(), somePlace(), userFacts()).value());
}

TEST(Planner, OrdinaryUserStartsThisSystemDirectoryByDirectory)
{
    expectGolden("user-this-system",
        planStart(shellSpec(), thisSystemImage(), somePlace(), userFacts()).value());
}

TEST(Planner, RootStacksThisSystemAsAWhole)
{
    const auto plan = planStart(shellSpec(), thisSystemImage(), somePlace(), rootFacts()).value();
    for (const auto& step : plan) {
        EXPECT_FALSE(std::holds_alternative<AttachUpper>(step));
        EXPECT_FALSE(std::holds_alternative<MountBranch>(step));
    }
}

TEST(Planner, AReadOnlyRootHasNoBranchToWriteIn)
{
    ContainerSpec spec = shellSpec();
    spec.readOnlyRoot = true;
    int branches = 0;
    const auto plan = planStart(spec, thisSystemImage(), somePlace(), userFacts()).value();
    for (const auto& step : plan)
        if (const auto* branch = std::get_if<MountBranch>(&step)) {
            EXPECT_NE(describe(step).command.find(",ro"), std::string::npos) << branch->directory;
            ++branches;
        }
    EXPECT_EQ(branches, 2);
}

TEST(Planner, TheLargestPlanFits)
{
    ContainerSpec spec = shellSpec();
    spec.limits = allLimits();
    for (unsigned i = 0; i < bounds::limitedDevices; ++i)
        spec.limits.io["8:" + std::to_string(i)] = { 1, {}, {}, {}, DeviceNumber { 8, i } };
    spec.readOnlyRoot = true;
    spec.volumes.binds.resize(bounds::volumes);
    spec.volumes.temporary.resize(bounds::temporaryFileSystems);
    auto facts = rootFacts();
    facts.privileged = false;
    Image image = thisSystemImage();
    image.branches.resize(maximumBranches);
    EXPECT_LE(planStart(spec, image, somePlace(), facts).value().size(), maximumSteps);
}

TEST(Planner, LimitsBecomeStepsAndMissingControllersAreEnabled)
{
    ContainerSpec spec = shellSpec();
    spec.limits = someLimits();
    spec.readOnlyRoot = true;
    spec.terminal = false;
    expectGolden("root-limits", planStart(spec, busyboxImage(), somePlace(), rootFacts()).value());
}

TEST(Planner, ExecJoinsAndConfines)
{
    ExecSpec exec;
    exec.command = { "ls", "a b" };
    expectGolden("exec", planExec(exec, 4242, shellSpec(), rootFacts()).value());
}

TEST(Planner, ALimitThatCannotBeKeptIsRefusedNotDropped)
{
    ContainerSpec spec = shellSpec();
    spec.limits.memory = 67108864;
    const auto plan = planStart(spec, busyboxImage(), somePlace(), userFacts());
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().kind, ErrorKind::NotSupported);
    EXPECT_EQ(plan.error().object, "limits.memory");
    EXPECT_NE(plan.error().text.find("cannot be written"), std::string::npos);
}

TEST(Planner, WithoutUserNamespacesThereIsNoPlan)
{
    auto facts = rootFacts();
    facts.userNamespaces = false;
    const auto plan = planStart(shellSpec(), busyboxImage(), somePlace(), facts);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().kind, ErrorKind::NotSupported);
}

TEST(Planner, WithoutIdMappedLayersRootKeepsItsIdsAndThePlanSaysSo)
{
    auto facts = rootFacts();
    facts.idMappedLayers = false;
    const auto plan = planStart(shellSpec(), busyboxImage(), somePlace(), facts).value();
    for (const auto& step : plan)
        if (const auto* maps = std::get_if<WriteIdMaps>(&step)) {
            EXPECT_EQ(maps->users.front().outside, 0U);
            EXPECT_NE(describe(step).note.find("root"), std::string::npos);
        }
}

TEST(Planner, AnotherUsersContainerNeverRunsWithRootsIds)
{
    auto facts = rootFacts();
    facts.idMappedLayers = false;
    auto place = somePlace();
    place.owner = 1000;
    const auto plan = planStart(shellSpec(), busyboxImage(), place, facts);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().object, "storage");
}

TEST(Planner, FilterComesLastAndNothingPrivilegedAfterIt)
{
    const auto plan = planStart(shellSpec(), busyboxImage(), somePlace(), rootFacts()).value();
    ASSERT_GE(plan.size(), 4U);
    EXPECT_TRUE(std::holds_alternative<Execute>(plan.back()));
    EXPECT_TRUE(std::holds_alternative<LoadSeccomp>(plan[plan.size() - 2]));
    EXPECT_TRUE(std::holds_alternative<SetNoNewPrivileges>(plan[plan.size() - 3]));
    EXPECT_TRUE(std::holds_alternative<KeepCapabilities>(plan[plan.size() - 4]));
}

TEST(ExecSpec, IsCheckedLikeAContainers)
{
    EXPECT_EQ(parseExecSpec(Json::object()).error().object, "command");
    EXPECT_EQ(parseExecSpec({ { "command", { "sh" } }, { "rows", 0 } }).error().object, "rows");
    EXPECT_EQ(parseExecSpec({ { "command", { "sh" } }, { "user", "-1" } }).error().object, "user");
    EXPECT_EQ(parseExecSpec({ { "command", { "sh" } }, { "usr", "x" } }).error().object, "usr");
    EXPECT_EQ(
        parseExecSpec({ { "command", { "sh" } }, { "workingDirectory", "x" } }).error().object,
        "workingDirectory");
    const auto exec = parseExecSpec({ { "command", { "sh" } }, { "columns", 132 } });
    ASSERT_TRUE(exec) << exec.error().message();
    EXPECT_EQ(exec.value().size.columns, 132);
    EXPECT_EQ(exec.value().size.rows, 24);
}

} // namespace
} // namespace vitrine::plan
