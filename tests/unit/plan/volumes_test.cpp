// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/describe.h"
#include "tests/unit/plan/fixtures.h"

#include <gtest/gtest.h>
#include <linux/mount.h>

namespace vitrine::plan {
namespace {

ContainerSpec specWith(Volume volume)
{
    ContainerSpec spec = shellSpec();
    volume.source = "/srv/data";
    volume.target = "/data";
    spec.volumes.binds = { volume };
    return spec;
}

ContainerPlace placeOf(uid_t owner)
{
    ContainerPlace place = somePlace();
    place.owner = owner;
    place.ownerGroups = { owner, 27 };
    return place;
}

template <typename Kind> std::vector<Kind> stepsOf(const Plan& plan)
{
    std::vector<Kind> steps;
    for (const auto& step : plan)
        if (const auto* found = std::get_if<Kind>(&step))
            steps.push_back(*found);
    return steps;
}

Result<Plan> planFor(const ContainerSpec& spec, uid_t owner, const kernel::HostFacts& facts)
{
    return planStart(spec, busyboxImage(), placeOf(owner), facts);
}

TEST(Volumes, OfRootKeepTheirIdsInside)
{
    const auto plan = planFor(specWith({}), 0, rootFacts()).value();
    const auto taken = stepsOf<TakeMount>(plan);
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0].source.users, (kernel::IdMap { { 0, 1073741824, 65536 } }));
    EXPECT_FALSE(taken[0].source.asUser);
    EXPECT_TRUE(stepsOf<BindMount>(plan).at(0).taken);
}

TEST(Volumes, OfOthersAreTakenWithTheirRightsAndBelongToRootInside)
{
    const auto plan = planFor(specWith({}), 1000, rootFacts()).value();
    const auto taken = stepsOf<TakeMount>(plan);
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0].source.asUser, 1000U);
    EXPECT_EQ(taken[0].source.users, (kernel::IdMap { { 1000, 1073741824, 1 } }));
    EXPECT_EQ(
        taken[0].source.groups, (kernel::IdMap { { 1000, 1073741824, 1 }, { 27, 1073741851, 1 } }));
    EXPECT_NE(describe(taken[0]).text.find("rights of user 1000"), std::string::npos);
}

TEST(Volumes, OfAnOrdinaryUserAreFoundFromTheContainersProcess)
{
    const auto plan = planFor(specWith({}), 1000, userFacts()).value();
    EXPECT_TRUE(stepsOf<TakeMount>(plan).empty());
    const auto bind = stepsOf<BindMount>(plan).at(0);
    EXPECT_FALSE(bind.taken);
    EXPECT_TRUE(bind.source.users.empty());
    EXPECT_EQ(bind.source.set, unsigned(MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
}

TEST(Volumes, WhatCannotBeHadIsRefusedNotDropped)
{
    Volume all;
    all.idmap = IdMapping::All;
    EXPECT_EQ(planFor(specWith(all), 1000, rootFacts()).error().object, "volumes[0].idmap");
    EXPECT_EQ(planFor(specWith(all), 1000, userFacts()).error().object, "volumes[0].idmap");
    EXPECT_TRUE(planFor(specWith(all), 0, rootFacts()));
    Volume shared;
    shared.propagation = Propagation::Shared;
    EXPECT_EQ(
        planFor(specWith(shared), 1000, rootFacts()).error().object, "volumes[0].propagation");
    EXPECT_TRUE(planFor(specWith(shared), 0, rootFacts()));
}

TEST(Volumes, ParentsComeBeforeWhatLiesInThem)
{
    ContainerSpec spec = specWith({});
    spec.volumes.binds.at(0).target = "/a/b";
    spec.volumes.temporary = { { "/a", {}, "1777", false, true } };
    std::vector<std::string> targets;
    const auto plan = planFor(spec, 0, rootFacts()).value();
    for (const auto& step : plan) {
        if (const auto* bind = std::get_if<BindMount>(&step))
            targets.push_back(bind->target);
        const auto* mount = std::get_if<MountFilesystem>(&step);
        if (mount && mount->links == kernel::Symlinks::InsideRoot)
            targets.push_back(mount->target);
    }
    EXPECT_EQ(targets, (std::vector<std::string> { "/a", "/a/b" }));
}

} // namespace
} // namespace vitrine::plan
