// SPDX-License-Identifier: GPL-3.0-or-later
// config.json → plan: what is refused before anything is done, and the order of what is not.
#include "backend/plan/describe.h"
#include "backend/plan/oci_planner.h"

#include <gtest/gtest.h>

using namespace vitrine;
using namespace vitrine::plan::oci;
using vitrine::oci::parseRuntimeConfig;

namespace {

Json minimal()
{
    return Json::parse(R"({
        "ociVersion": "1.2.0",
        "process": { "args": ["sh"], "cwd": "/", "user": {"uid": 5, "gid": 6},
                     "noNewPrivileges": true, "oomScoreAdj": 7 },
        "root": { "path": "rootfs", "readonly": true },
        "hostname": "inside",
        "mounts": [{"destination": "/proc", "type": "proc"},
                   {"destination": "/run", "type": "tmpfs", "options": ["ro"]}],
        "linux": { "namespaces": [{"type": "mount"}, {"type": "uts"}, {"type": "pid"}],
                   "maskedPaths": ["/proc/keys"],
                   "seccomp": {"defaultAction": "SCMP_ACT_ALLOW"} }
    })");
}

HostFacts root()
{
    HostFacts facts;
    facts.privileged = facts.initialUsers = true;
    facts.cgroup.emplace();
    facts.cgroup->path = "/sys/fs/cgroup";
    facts.cgroup->controllers = { "pids" };
    return facts;
}

std::string kindsOf(const plan::Plan& plan)
{
    std::string kinds;
    for (const auto& step : plan)
        kinds += std::string(plan::describe(step).kind) + " ";
    return kinds;
}

std::string kindsOf(const Json& json, const HostFacts& facts)
{
    const auto config = parseRuntimeConfig(json);
    if (!config)
        return config.error().message();
    const auto plan
        = planContainer(config.value(), { "c", "/run/c", "/rootfs", 0, 0 }, facts, Begin::Waiting);
    return plan ? kindsOf(plan.value()) : plan.error().message();
}

TEST(OciPlanner, Order)
{
    EXPECT_EQ(kindsOf(minimal(), root()),
        "make-runtime-directory prepare-groups make-cgroup start-process set-propagation "
        "set-oom-score switch-user set-hostname attach-root mount mount make-devices make-links "
        "seal-mounts mask-paths pivot-root keep-streams make-root-read-only find-program "
        "wait-for-start narrow-capabilities become-user set-capabilities enter-directory "
        "set-no-new-privileges load-filter execute-program ");
}

TEST(OciPlanner, TheFilterComesFirstWhereItNeedsRights)
{
    Json json = minimal();
    json["process"]["noNewPrivileges"] = false;
    const std::string kinds = kindsOf(json, root());
    EXPECT_LT(kinds.find("load-filter"), kinds.find("become-user"));
    EXPECT_EQ(kinds.find("set-no-new-privileges"), std::string::npos);
}

TEST(OciPlanner, AffinityIsForExecOnly)
{
    Json json = minimal();
    json["process"]["execCPUAffinity"] = { { "initial", "0" } };
    EXPECT_EQ(kindsOf(json, root()), kindsOf(minimal(), root()));
    auto process = parseRuntimeConfig(json).value().process.value();
    EXPECT_EQ(kindsOf(planExec(process, {}, 0)).find("take-processors start-process"), 0U);
    EXPECT_NE(kindsOf(planExec(process, {}, 0)).find("set-affinity"), std::string::npos);
    process.initialAffinity.clear();
    EXPECT_EQ(kindsOf(planExec(process, {}, 0)).find("affinity"), std::string::npos);
    process.finalAffinity = "1-2";
    EXPECT_NE(kindsOf(planExec(process, {}, 0)).find("set-affinity"), std::string::npos);
    EXPECT_EQ(kindsOf(planExec(process, {}, 0)).find("take-processors"), std::string::npos);
}

TEST(OciPlanner, LimitsNeedTheirController)
{
    Json json = minimal();
    json["linux"]["resources"]["pids"]["limit"] = 5;
    EXPECT_NE(kindsOf(json, root()).find("set-cgroup-value"), std::string::npos);
    json["linux"]["resources"]["memory"]["limit"] = 5;
    EXPECT_NE(kindsOf(json, root()).find("linux.resources.memory.limit"), std::string::npos);
    json["linux"]["resources"]["memory"]["limit"] = -1; // no limit needs nothing
    EXPECT_EQ(kindsOf(json, root()).find("linux.resources"), std::string::npos);
}

TEST(OciPlanner, GroupPaths)
{
    Json json = minimal();
    for (const char* path :
        { "/../x", "/a/../b", "/", "..", "../x", "a/..", ".", "/.", "./a", "system.slice:a:b" }) {
        json["linux"]["cgroupsPath"] = path;
        EXPECT_NE(kindsOf(json, root()).find("linux.cgroupsPath"), std::string::npos) << path;
    }
}

TEST(OciPlanner, WithoutRootAUserNamespace)
{
    HostFacts user;
    user.uid = 1000;
    EXPECT_NE(kindsOf(minimal(), user).find("linux.namespaces"), std::string::npos);
}

} // namespace
