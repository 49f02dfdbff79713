// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/workloads.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;

namespace {

Workload workload(const std::string& id, const std::string& cgroup)
{
    Workload workload;
    workload.id = id;
    workload.cgroup = cgroup;
    return workload;
}

} // namespace

TEST(Membership, OfTheCgroupOrAboveIt)
{
    const Workloads workloads { { "a", workload("a", "/v/a") }, { "ab", workload("ab", "/v/ab") },
        { "n", workload("n", "") } };
    const Membership membership(workloads, {});
    EXPECT_EQ(membership.ofCgroup("/v/a"), "a");
    EXPECT_EQ(membership.ofCgroup("/v/a/sub/deeper"), "a");
    EXPECT_EQ(membership.ofCgroup("/v/ab"), "ab");
    EXPECT_EQ(membership.ofCgroup("/v/abc"), "");
    EXPECT_EQ(membership.ofCgroup("/v"), "");
    EXPECT_EQ(membership.ofCgroup("/"), "");
    EXPECT_EQ(membership.ofCgroup(""), "");
    EXPECT_EQ(membership.ofCgroup("no slash at all"), "");
}

TEST(Membership, OfTheLeadersPidNamespace)
{
    const Workloads workloads { { "a", workload("a", "/v/a") }, { "n", workload("n", "") } };
    const Membership membership(workloads, { { "n", 77 } });
    EXPECT_EQ(membership.of("/elsewhere", 77), "n");
    EXPECT_EQ(membership.of("/v/a/x", 77), "a") << "the cgroup says it more exactly";
    EXPECT_EQ(membership.of("/elsewhere", 78), "");
    EXPECT_EQ(membership.of("/", 0), "");
}
