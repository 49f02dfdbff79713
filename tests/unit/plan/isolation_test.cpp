// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/namespaces.h"
#include "backend/plan/describe.h"
#include "tests/unit/plan/fixtures.h"

#include <gtest/gtest.h>

namespace vitrine::plan {
namespace {

using From = NamespaceChoice::From;

ContainerSpec specWith(const std::map<std::string, NamespaceChoice>& namespaces)
{
    ContainerSpec spec = shellSpec();
    spec.isolation.namespaces = namespaces;
    return spec;
}

Result<Plan> planFor(const ContainerSpec& spec, uid_t owner, const kernel::HostFacts& facts)
{
    ContainerPlace place = somePlace();
    place.owner = owner;
    return planStart(spec, busyboxImage(), place, facts);
}

template <typename Kind> const Kind* find(const Plan& plan)
{
    for (const auto& step : plan)
        if (const auto* found = std::get_if<Kind>(&step))
            return found;
    return nullptr;
}

bool mounts(const Plan& plan, const std::string& type)
{
    for (const auto& step : plan)
        if (const auto* mount = std::get_if<MountFilesystem>(&step); mount && mount->type == type)
            return true;
    return false;
}

std::string fieldThatRefuses(const ContainerSpec& spec, uid_t owner, const kernel::HostFacts& facts)
{
    const auto plan = planFor(spec, owner, facts);
    return plan ? std::string("none") : plan.error().object;
}

TEST(Isolation, OnlyRootsContainersMayBeRootOutside)
{
    const auto spec = specWith({ { "user", { From::Host, {} } } });
    EXPECT_EQ(fieldThatRefuses(spec, 1000, rootFacts()), "namespaces.user");
    EXPECT_EQ(fieldThatRefuses(spec, 1000, userFacts()), "namespaces.user");
    const auto plan = planFor(spec, 0, rootFacts()).value();
    EXPECT_EQ(find<WriteIdMaps>(plan), nullptr);
    EXPECT_EQ(find<CloneNamespaces>(plan)->flags & kernel::namespaceFlag("user"), 0U);
    EXPECT_NE(describe(*find<CloneNamespaces>(plan)).note.find("risk"), std::string::npos);
}

TEST(Isolation, WhoMayGainNoPrivilegesLetsNobodyGainAny)
{
    auto facts = userFacts();
    ContainerSpec spec = shellSpec();
    for (const bool confined : { false, true }) {
        facts.noNewPrivileges = confined;
        spec.isolation = {};
        EXPECT_EQ(fieldThatRefuses(spec, 1000, facts), "none");
        spec.isolation.noNewPrivileges = false;
        EXPECT_EQ(fieldThatRefuses(spec, 1000, facts), confined ? "noNewPrivileges" : "none");
        spec.isolation.privileged = true;
        EXPECT_EQ(fieldThatRefuses(spec, 1000, facts), confined ? "privileged" : "none");
    }
}

TEST(Isolation, AnOrdinaryUserJoinsTogetherWithTheUserNamespace)
{
    const NamespaceChoice web { From::Container, "web" };
    EXPECT_EQ(fieldThatRefuses(specWith({ { "net", web } }), 1000, userFacts()), "namespaces.net");
    const auto plan
        = planFor(specWith({ { "net", web }, { "user", web } }), 1000, userFacts()).value();
    const auto& joined = find<CloneNamespaces>(plan)->joined;
    ASSERT_EQ(joined.size(), 2U);
    EXPECT_EQ(joined[0].kind, "user"); // what follows may belong to it
    EXPECT_TRUE(mounts(plan, "sysfs"));
    EXPECT_EQ(find<WriteIdMaps>(plan), nullptr);
}

TEST(Isolation, WhatItDoesNotControlIsTheHostsOwnOrNotThere)
{
    const auto plan = planFor(
        specWith({ { "net", { From::Host, {} } }, { "ipc", { From::Host, {} } } }), 0, rootFacts())
                          .value();
    EXPECT_FALSE(mounts(plan, "sysfs"));
    EXPECT_FALSE(mounts(plan, "mqueue"));
    EXPECT_TRUE(mounts(plan, "proc"));
    EXPECT_EQ(find<BindMount>(plan)->target, "/sys");
    EXPECT_EQ(find<BringUpInterface>(plan), nullptr);
}

TEST(Isolation, SharedProcessesNeedAControlGroup)
{
    EXPECT_EQ(fieldThatRefuses(specWith({ { "pid", { From::Host, {} } } }), 1000, userFacts()),
        "namespaces.pid");
}

TEST(Isolation, SubordinateIdsAreNeverSilentlyLeftOut)
{
    ContainerSpec spec = shellSpec();
    auto facts = userFacts();
    facts.noSubordinateIdsReason = "/etc/subuid lists no range for me";
    const auto single = planFor(spec, 1000, facts).value();
    EXPECT_NE(describe(*find<WriteIdMaps>(single)).note.find("/etc/subuid"), std::string::npos);
    spec.isolation.idMap = IdMapChoice::Subordinate;
    EXPECT_EQ(fieldThatRefuses(spec, 1000, facts), "idMap");
    facts.subordinateIds = kernel::SubordinateIds { { { 0, 1000, 1 }, { 1, 100000, 65536 } },
        { { 0, 1000, 1 }, { 1, 100000, 65536 } } };
    const auto many = planFor(spec, 1000, facts).value();
    EXPECT_TRUE(find<WriteIdMaps>(many)->byPrograms);
    EXPECT_TRUE(find<SwitchUser>(many)->dropGroups);
    spec.isolation.idMap = IdMapChoice::Single;
    EXPECT_FALSE(find<WriteIdMaps>(planFor(spec, 1000, facts).value())->byPrograms);
}

TEST(Isolation, CapabilitiesAreCountedFromTheDefaults)
{
    ContainerSpec spec = shellSpec();
    spec.isolation.capabilities = { { "net_raw" }, { "chown" } };
    const auto plan = planFor(spec, 0, rootFacts()).value();
    const auto* kept = find<KeepCapabilities>(plan);
    EXPECT_EQ(std::count(kept->names.begin(), kept->names.end(), "chown"), 0);
    EXPECT_EQ(std::count(kept->names.begin(), kept->names.end(), "net_raw"), 1);
    EXPECT_EQ(describe(*kept).note, "risk: additional capabilities: net_raw");
    spec.isolation.capabilities = { { "fly" }, {} };
    EXPECT_EQ(fieldThatRefuses(spec, 0, rootFacts()), "capabilities.add[0]");
}

TEST(Isolation, AUserIsBecomeBetweenTheBoundingSetAndTheFilter)
{
    ContainerSpec spec = shellSpec();
    spec.isolation.user = "me";
    const auto plan = planFor(spec, 0, rootFacts()).value();
    ASSERT_GE(plan.size(), 5U);
    EXPECT_TRUE(std::holds_alternative<LimitCapabilities>(plan[plan.size() - 5]));
    EXPECT_TRUE(std::holds_alternative<SwitchAccount>(plan[plan.size() - 4]));
    EXPECT_TRUE(std::holds_alternative<LoadSeccomp>(plan[plan.size() - 2]));
    EXPECT_FALSE(std::get<Execute>(plan.back()).environment.contains("HOME"));
}

TEST(Isolation, WithoutNoNewPrivilegesTheFilterComesWhileItIsAllowed)
{
    ContainerSpec spec = shellSpec();
    spec.isolation.noNewPrivileges = false;
    const auto plan = planFor(spec, 0, rootFacts()).value();
    EXPECT_EQ(find<SetNoNewPrivileges>(plan), nullptr);
    EXPECT_TRUE(std::holds_alternative<LoadSeccomp>(plan[plan.size() - 3]));
    EXPECT_TRUE(std::holds_alternative<KeepCapabilities>(plan[plan.size() - 2]));
}

TEST(SubordinateIds, AreReadFromTheTable)
{
    const auto ranges = kernel::rangesIn(
        "other:1:2\nme:100000:65536\n1000:200000:5\nme:x:y\nme:4294967295:1\nbroken\nme:5\n", "me",
        1000);
    ASSERT_EQ(ranges.size(), 2U);
    EXPECT_EQ(ranges[0], (kernel::IdRange { 0, 100000, 65536 }));
    EXPECT_EQ(ranges[1], (kernel::IdRange { 0, 200000, 5 }));
}

} // namespace
} // namespace vitrine::plan
