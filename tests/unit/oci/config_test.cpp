// SPDX-License-Identifier: GPL-3.0-or-later
// config.json: what is read, and that what cannot be honoured is refused by name.
#include "backend/spec/oci/runtime_config.h"

#include <gtest/gtest.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace vitrine;
using namespace vitrine::oci;

namespace {

Json minimal()
{
    return Json::parse(R"({
        "ociVersion": "1.2.0",
        "process": { "args": ["sh"], "cwd": "/", "user": {"uid": 0, "gid": 0} },
        "root": { "path": "rootfs" },
        "linux": { "namespaces": [{"type": "mount"}, {"type": "uts"}] }
    })");
}

RuntimeConfig read(const Json& json)
{
    auto config = parseRuntimeConfig(json);
    if (!config)
        ADD_FAILURE() << config.error().message();
    return config ? std::move(config).value() : RuntimeConfig {};
}

/// The minimal config with VALUE at POINTER.
Json with(const char* pointer, Json value)
{
    Json json = minimal();
    json[Json::json_pointer(pointer)] = std::move(value);
    return json;
}

struct Refusal {
    const char* pointer;
    const char* value;
    const char* field; ///< what the error must name
    ErrorKind kind = ErrorKind::InvalidSpec;
};

class Refused : public testing::TestWithParam<Refusal> { };

constexpr auto unsupported = ErrorKind::NotSupported;

const Refusal refusals[] {
    { "/ociVersion", R"("2.0.0")", "ociVersion" },
    { "/nonesuch", "1", "nonesuch" },
    { "/process/nonesuch", "1", "process.nonesuch" },
    { "/process/args", R"([1])", "process.args[0]" },
    { "/process/args", R"(["a\u0000b"])", "process.args[0]" },
    { "/process/env", R"(["NOVALUE"])", "process.env[0]" },
    { "/process/cwd", R"("relative")", "process.cwd" },
    { "/process/user/uid", "4294967296", "process.user.uid" },
    { "/process/user/uid", "-1", "process.user.uid" },
    { "/process/user/uid", "4294967295", "process.user.uid" },
    { "/process/user/umask", "512", "process.user.umask" },
    { "/process/user/additionalGids", "[-1]", "process.user.additionalGids[0]" },
    { "/process/user/username", R"("x")", "process.user.username", unsupported },
    { "/process/commandLine", R"("x")", "process.commandLine", unsupported },
    { "/process/capabilities", R"({"bounding": ["CAP_NONE"]})", "process.capabilities.bounding" },
    { "/process/rlimits", R"([{"type": "RLIMIT_X", "soft": 1, "hard": 1}])",
        "process.rlimits[0].type" },
    { "/process/rlimits", R"([{"type": "RLIMIT_CORE", "soft": 2, "hard": 1}])",
        "process.rlimits[0].soft" },
    { "/process/rlimits", R"([{"type": "RLIMIT_CORE", "soft": 1}])", "process.rlimits[0].hard" },
    { "/process/oomScoreAdj", "1001", "process.oomScoreAdj" },
    { "/process/apparmorProfile", R"("docker-default")", "process.apparmorProfile", unsupported },
    { "/process/selinuxLabel", R"("x")", "process.selinuxLabel", unsupported },
    { "/process/ioPriority", R"({"class": "X"})", "process.ioPriority.class" },
    { "/process/ioPriority", R"({"class": "IOPRIO_CLASS_BE", "priority": 8})",
        "process.ioPriority.priority" },
    { "/process/scheduler", R"({"policy": "X"})", "process.scheduler.policy" },
    { "/root/path", R"("")", "root.path" },
    { "/hostname", R"("0123456789012345678901234567890123456789012345678901234567890123x")",
        "hostname" },
    { "/mounts", R"([{"destination": "/x", "type": "tmpfs", "options": ["remount"]}])",
        "mounts[0].options[0]", unsupported },
    { "/mounts", R"([{"destination": "/x", "type": "bind"}])", "mounts[0].source" },
    { "/mounts", R"([{"destination": "/x", "source": "/y", "options": ["bind", "sync"]}])",
        "mounts[0].options" },
    { "/mounts", R"([{"destination": "/x", "source": "/y", "options": ["bind", "size=1"]}])",
        "mounts[0].options" },
    { "/mounts", R"([{"destination": "/x"}])", "mounts[0].type" },
    { "/mounts", R"([{"destination": "/x", "type": "proc", "options": ["tmpcopyup"]}])",
        "mounts[0].options" },
    { "/hooks", R"({"poststart": [{"path": "relative"}]})", "hooks.poststart[0].path" },
    { "/hooks", R"({"poststart": [{"path": "/x", "timeout": 0}]})", "hooks.poststart[0].timeout" },
    { "/windows", "{}", "windows", unsupported },
    { "/linux/namespaces", R"([{"type": "x"}])", "linux.namespaces[0].type" },
    { "/linux/namespaces", R"([{"type": "pid"}, {"type": "pid"}])", "linux.namespaces" },
    { "/linux/namespaces", R"([{"type": "pid", "path": "relative"}])", "linux.namespaces[0].path" },
    { "/linux/namespaces", R"([{"type": "user"}])", "linux.uidMappings" },
    { "/linux/uidMappings", R"([{"containerID": 0, "hostID": 0, "size": 1}])",
        "linux.uidMappings" },
    { "/linux/uidMappings", R"([{"containerID": 0, "hostID": 4294967295, "size": 2}])",
        "linux.uidMappings[0].size" },
    { "/linux/timeOffsets", R"({"monotonic": {"secs": 1}})", "linux.timeOffsets" },
    { "/linux/devices", R"([{"type": "x", "path": "/dev/x"}])", "linux.devices[0].type" },
    { "/linux/devices", R"([{"type": "c", "path": "x"}])", "linux.devices[0].path" },
    { "/linux/rootfsPropagation", R"("x")", "linux.rootfsPropagation" },
    { "/linux/sysctl", R"({"kernel.panic": "1"})", "linux.sysctl.kernel.panic", unsupported },
    { "/linux/sysctl", R"({"net.ipv4.ip_forward": "1"})", "linux.sysctl.net.ipv4.ip_forward" },
    { "/linux/sysctl", R"({"net/../kernel/panic": "1"})", "linux.sysctl.net/../kernel/panic" },
    { "/linux/maskedPaths", R"(["x"])", "linux.maskedPaths[0]" },
    { "/linux/personality", R"({"domain": "X"})", "linux.personality.domain" },
    { "/linux/mountLabel", R"("x")", "linux.mountLabel", unsupported },
    { "/linux/intelRdt", R"({"closID": "x"})", "linux.intelRdt", unsupported },
    { "/linux/seccomp", R"({})", "linux.seccomp.defaultAction" },
    { "/linux/seccomp", R"({"defaultAction": "SCMP_ACT_NOTIFY"})", "linux.seccomp.defaultAction" },
    { "/linux/seccomp", R"({"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "/x"})",
        "linux.seccomp.listenerPath" },
    { "/linux/resources", R"({"memory": {"kernel": 5}})", "linux.resources.memory.kernel",
        unsupported },
    { "/linux/resources", R"({"memory": {"swap": 5}})", "linux.resources.memory.swap" },
    { "/linux/resources", R"({"memory": {"disableOOMKiller": true}})",
        "linux.resources.memory.disableOOMKiller", unsupported },
    { "/linux/resources", R"({"cpu": {"realtimeRuntime": 5}})",
        "linux.resources.cpu.realtimeRuntime", unsupported },
    { "/linux/resources", R"({"network": {"classID": 5}})", "linux.resources.network.classID",
        unsupported },
    { "/linux/resources", R"({"hugepageLimits": [{"pageSize": "x", "limit": 1}]})",
        "linux.resources.hugepageLimits[0].pageSize" },
    { "/linux/resources", R"({"unified": {"../x": "1"}})", "linux.resources.unified.../x" },
    { "/linux/resources", R"({"unified": {"cgroup.procs": "1"}})",
        "linux.resources.unified.cgroup.procs" },
    { "/linux/resources", R"({"devices": [{"allow": true, "access": "x"}]})",
        "linux.resources.devices[0].access" },
    { "/linux/nonesuch", "1", "linux.nonesuch" },
};

TEST_P(Refused, NamesTheField)
{
    const Refusal& refusal = GetParam();
    const auto config = parseRuntimeConfig(with(refusal.pointer, Json::parse(refusal.value)));
    ASSERT_FALSE(config) << refusal.pointer << " = " << refusal.value;
    EXPECT_EQ(config.error().object, refusal.field);
    EXPECT_EQ(int(config.error().kind), int(refusal.kind));
    EXPECT_FALSE(config.error().text.empty());
}

INSTANTIATE_TEST_SUITE_P(Config, Refused, testing::ValuesIn(refusals));

TEST(Config, MinimalIsWhole)
{
    const RuntimeConfig config = read(minimal());
    EXPECT_EQ(config.process->arguments, std::vector<std::string> { "sh" });
    EXPECT_TRUE(config.find(CLONE_NEWNS));
    EXPECT_FALSE(config.find(CLONE_NEWPID));
}

TEST(Config, NullIsAbsent)
{
    Json json = minimal();
    json["mounts"] = nullptr;
    json["process"]["capabilities"] = nullptr;
    json["linux"]["resources"] = nullptr;
    json["something"] = nullptr;
    EXPECT_TRUE(parseRuntimeConfig(json));
}

TEST(Config, Process)
{
    Json json = minimal();
    json["process"]["user"]["additionalGids"] = { 1, 2 };
    json["process"]["user"]["umask"] = 077;
    json["process"]["rlimits"] = { { { "type", "RLIMIT_NOFILE" }, { "soft", 1 }, { "hard", 2 } } };
    json["process"]["capabilities"]["ambient"] = { "CAP_NET_RAW" };
    const Process process = *read(json).process;
    EXPECT_EQ(process.user.additionalGroups, (std::vector<std::uint32_t> { 1, 2 }));
    EXPECT_EQ(process.user.umask, 077U);
    EXPECT_EQ(process.limits.front(), (ProcessLimit { "nofile", RLIMIT_NOFILE, 1, 2 }));
    EXPECT_EQ(process.capabilities->ambient, std::vector<std::string> { "net_raw" });
}

TEST(Config, MountOptions)
{
    const Json mount = { { "destination", "x" }, { "source", "/y" },
        { "options", { "rbind", "ro", "nosuid", "suid", "rro", "rslave", "noatime", "idmap" } } };
    const RuntimeConfig config = read(with("/mounts", Json::array({ mount })));
    const auto& read = config.mounts.front();
    EXPECT_EQ(read.destination, "/x");
    EXPECT_TRUE(read.bind);
    EXPECT_EQ(int(read.bindRecursion), int(Recursion::Yes));
    EXPECT_EQ(read.setAttributes, unsigned(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOATIME));
    EXPECT_EQ(read.clearAttributes, unsigned(MOUNT_ATTR_NOSUID | MOUNT_ATTR__ATIME));
    EXPECT_EQ(read.setRecursively, unsigned(MOUNT_ATTR_RDONLY));
    EXPECT_EQ(read.propagation, std::vector<unsigned long> { MS_SLAVE | MS_REC });
    EXPECT_TRUE(read.idMap);
}

TEST(Config, ResourcesBecomeFilesOfTheSecondVersion)
{
    const Json resources = Json::parse(R"({
        "memory": {"limit": 1000, "swap": 1500, "reservation": 500},
        "cpu": {"shares": 1024, "quota": 5000, "cpus": "0-1"},
        "pids": {"limit": -1},
        "blockIO": {"weight": 10, "throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 7}]},
        "hugepageLimits": [{"pageSize": "2MB", "limit": 9}],
        "unified": {"memory.high": "800"}
    })");
    const Resources read = parseResources(resources, "r").value();
    std::string text;
    for (const auto& value : read.values)
        text += value.field + " " + value.file + "=" + value.value + "\n";
    EXPECT_EQ(text,
        "r.memory.limit memory.max=1000\n"
        "r.memory.reservation memory.low=500\n"
        "r.memory.swap memory.swap.max=500\n"
        "r.cpu.shares cpu.weight=39\n"
        "r.cpu.quota cpu.max=5000 100000\n"
        "r.cpu.cpus cpuset.cpus=0-1\n"
        "r.pids.limit pids.max=max\n"
        "r.blockIO.weight io.weight=default 1\n"
        "r.blockIO.throttleReadBpsDevice[0].rate io.max=8:0 rbps=7\n"
        "r.hugepageLimits[0].limit hugetlb.2MB.max=9\n"
        "r.unified.memory.high memory.high=800\n");
}

TEST(Config, HostileTextIsAnError)
{
    for (const std::string text : { "", "{", "[]", "null", "1", "\"x\"", "{\"ociVersion\":1}" })
        EXPECT_FALSE(parseRuntimeConfigText(text)) << text;
    EXPECT_FALSE(parseRuntimeConfigText(std::string(1'000'000, '[')));
    EXPECT_FALSE(parseRuntimeConfigText(std::string(bounds::configBytes + 1, ' ')));
}

} // namespace
