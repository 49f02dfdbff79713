// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/observe/viewer.h"

#include <gtest/gtest.h>

using namespace vitrine::observe;

namespace {

constexpr std::uint64_t hostNet = 10, ourNet = 11, theirNet = 12, heldNet = 13, hostMnt = 20;

Process process(std::int64_t pid, std::uint32_t uid, std::uint64_t net, const std::string& cgroup)
{
    Process process;
    process.stat.pid = pid;
    process.uid = uid;
    process.cgroup = cgroup;
    process.namespaces[std::size_t(NamespaceType::Net)] = net;
    return process;
}

/// Users 1000 and 1001 with a container each, and root; what is 1000 shown?
struct Machine {
    std::vector<Process> processes { process(1, 0, hostNet, "/init"),
        process(2, 1000, hostNet, "/user/1000"), process(3, 100000, ourNet, "/v/mine/sub"),
        process(4, 1001, hostNet, "/user/1001"), process(5, 200000, theirNet, "/v/theirs") };
    Workloads workloads;
    NamespaceScan::Facts facts;

    Machine()
    {
        processes[2].workload = "mine";
        processes[4].workload = "theirs";
        workloads["mine"].owner = 1000;
        workloads["theirs"].owner = 1001;
        for (std::size_t i = 0; i < processes.size(); ++i)
            fact(processes[i].inode(NamespaceType::Net)).members.push_back(i);
        fact(hostNet).initial = true;
        fact(heldNet).pins.push_back({ NamespacePin::Kind::File, 1, 5, {}, {} });
        facts[{ NamespaceType::Mnt, hostMnt }].initial = true;
    }
    NamespaceFact& fact(std::uint64_t net)
    {
        NamespaceFact& fact = facts[{ NamespaceType::Net, net }];
        fact.id = { NamespaceType::Net, net };
        return fact;
    }
    [[nodiscard]] Visibility seenBy(
        std::uint32_t uid, Viewer::Scope scope = Viewer::Scope::Own) const
    {
        return Visibility({ uid, scope, {} }, workloads, processes, facts);
    }
};

NamespaceId net(std::uint64_t inode)
{
    return { NamespaceType::Net, inode };
}

} // namespace

TEST(Visibility, OwnProcessesAndThoseOfOwnWorkloads)
{
    const Machine machine;
    const Visibility seen = machine.seenBy(1000);
    EXPECT_FALSE(seen.showsProcess(0));
    EXPECT_TRUE(seen.showsProcess(1));
    EXPECT_TRUE(seen.showsProcess(2)) << "another uid, but in a workload of his";
    EXPECT_FALSE(seen.showsProcess(3));
    EXPECT_FALSE(seen.showsProcess(4));
    EXPECT_TRUE(seen.showsWorkload("mine"));
    EXPECT_FALSE(seen.showsWorkload("theirs"));
    EXPECT_FALSE(seen.showsWorkload(""));
}

TEST(Visibility, NamespacesThatTheyAreInOrHoldAndTheInitialOnes)
{
    const Machine machine;
    const Visibility seen = machine.seenBy(1000);
    EXPECT_TRUE(seen.showsNamespace(net(hostNet)));
    EXPECT_TRUE(seen.showsNamespace(net(ourNet)));
    EXPECT_TRUE(seen.showsNamespace(net(heldNet)));
    EXPECT_FALSE(seen.showsNamespace(net(theirNet)));
    EXPECT_FALSE(machine.seenBy(1001).showsNamespace(net(heldNet)));
    EXPECT_TRUE(machine.seenBy(4242).showsNamespace(net(hostNet))) << "initial, for anybody";
}

TEST(Visibility, PinsOfOthersAreNotShown)
{
    Machine machine;
    const NamespacePin own { NamespacePin::Kind::File, 1, 5, {}, {} };
    const NamespacePin others { NamespacePin::Kind::File, 3, 5, {}, {} };
    const NamespacePin hostMount { NamespacePin::Kind::BindMount, 1, 0, "/run/netns/x",
        { NamespaceType::Mnt, hostMnt } };
    const NamespacePin child { NamespacePin::Kind::Owned, NamespacePin::noProcess, 0, {},
        net(theirNet) };
    const Visibility seen = machine.seenBy(1000);
    EXPECT_TRUE(seen.showsPin(own));
    EXPECT_FALSE(seen.showsPin(others));
    EXPECT_FALSE(seen.showsPin(hostMount));
    EXPECT_FALSE(seen.showsPin(child));
    EXPECT_TRUE(machine.seenBy(1000, Viewer::Scope::All).showsPin(hostMount));
}

TEST(Visibility, CgroupsWithTheirAncestors)
{
    const Machine machine;
    const Visibility seen = machine.seenBy(1000);
    for (const char* path : { "/", "/user", "/user/1000", "/v", "/v/mine", "/v/mine/sub" })
        EXPECT_TRUE(seen.showsCgroup(path, "")) << path;
    for (const char* path : { "/init", "/user/1001", "/v/theirs", "/v/mine/other" })
        EXPECT_FALSE(seen.showsCgroup(path, "")) << path;
    EXPECT_TRUE(seen.showsCgroup("/v/mine/empty", "mine"));
    EXPECT_FALSE(seen.showsCgroup("/v/theirs/empty", "theirs"));
}

TEST(Visibility, AllIsAll)
{
    const Machine machine;
    const Visibility seen = machine.seenBy(4242, Viewer::Scope::All);
    EXPECT_TRUE(seen.showsProcess(0));
    EXPECT_TRUE(seen.showsNamespace(net(theirNet)));
    EXPECT_TRUE(seen.showsWorkload("theirs"));
    EXPECT_TRUE(seen.showsCgroup("/init", ""));
}
