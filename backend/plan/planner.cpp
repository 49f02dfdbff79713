// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner.h"

#include <algorithm>
#include <linux/mount.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/resource.h>

namespace vitrine::plan {

namespace {

/// All but the network namespace, which is made side by side.
constexpr std::uint64_t namespacesAtBirth = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID
    | CLONE_NEWUSER | CLONE_NEWCGROUP | CLONE_NEWTIME;

constexpr unsigned noSuidDevExec = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

void add(Plan& plan, Step step)
{
    plan.push_back(std::move(step));
}

// --- user namespace and root file system -----------------------------------------------------

/// Root gives every container ids of its own when its files can be shown with them.
bool shiftsIds(const kernel::HostFacts& facts)
{
    return facts.privileged && facts.idMappedLayers;
}

WriteIdMaps idMaps(const ContainerPlace& place, const kernel::HostFacts& facts)
{
    if (shiftsIds(facts)) {
        const kernel::IdMap map { { 0, place.firstId, idsPerContainer } };
        return { map, map, kernel::SetGroups::Allow };
    }
    if (facts.privileged) {
        const kernel::IdMap map { { 0, 0, idsPerContainer } };
        return { map, map, kernel::SetGroups::Allow };
    }
    return { { { 0, facts.uid, 1 } }, { { 0, facts.gid, 1 } }, kernel::SetGroups::Deny };
}

Layers layersOf(const Image& image, const ContainerPlace& place, const kernel::HostFacts& facts)
{
    const bool shift = shiftsIds(facts);
    Layers layers;
    for (auto layer = image.layers.rbegin(); layer != image.layers.rend(); ++layer)
        layers.lower.push_back({ layer->path, shift && layer->shiftIds });
    layers.writable = { place.writable, shift };
    return layers;
}

/// The root file system, by a user who may stack layers on parts of the host's only.
void addBranches(
    Plan& plan, const ContainerSpec& spec, const Image& image, const ContainerPlace& place)
{
    const unsigned attributes = spec.readOnlyRoot ? MOUNT_ATTR_RDONLY : 0;
    std::vector<std::string> masked;
    add(plan, AttachUpper { place.writable, place.mountPoint, image.leftOut });
    for (const auto& branch : image.branches) {
        const std::string directory = "/" + branch.path;
        if (branch.kind == ImageBranch::Kind::Overlay) {
            add(plan, MountBranch { directory, place.writable, attributes });
            continue;
        }
        add(plan, BindReadOnly { directory, branch.reason });
        for (const auto& hidden : image.hidden)
            if (("/" + hidden.path).rfind(directory + "/", 0) == 0)
                masked.push_back("/" + hidden.path);
    }
    if (!masked.empty())
        add(plan, MaskPaths { masked, "this system" });
}

// --- mounts ----------------------------------------------------------------------------------

/// sysfs shows the interfaces of the network namespace that it is mounted in.
void addNetworkAndSys(Plan& plan, const kernel::HostFacts& facts)
{
    add(plan, EnterNetworkNamespace {});
    add(plan, BringUpInterface { "lo" });
    add(plan, MountFilesystem { "sysfs", "/sys", {}, noSuidDevExec | MOUNT_ATTR_RDONLY });
    if (facts.cgroup)
        add(plan,
            MountFilesystem { "cgroup2", "/sys/fs/cgroup", {}, noSuidDevExec | MOUNT_ATTR_RDONLY });
}

void addDevices(Plan& plan, const kernel::HostFacts& facts)
{
    add(plan,
        MountFilesystem { "tmpfs", "/dev", { { "mode", "755" }, { "size", "64k" } },
            MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC });
    for (const char* name : { "null", "zero", "full", "random", "urandom", "tty" })
        add(plan, BindDevice { name });
    kernel::MountOptions terminals { { "newinstance", "" }, { "ptmxmode", "0666" },
        { "mode", "0620" } };
    if (facts.privileged)
        terminals.emplace_back("gid", "5"); // tty; with one mapped id there is no such group
    add(plan,
        MountFilesystem { "devpts", "/dev/pts", terminals, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC });
    add(plan,
        MountFilesystem {
            "tmpfs", "/dev/shm", { { "mode", "1777" }, { "size", "64m" } }, noSuidDevExec });
    add(plan, MountFilesystem { "mqueue", "/dev/mqueue", {}, noSuidDevExec });
    add(plan, MakeSymlink { "pts/ptmx", "/dev/ptmx" });
    add(plan, MakeSymlink { "/proc/self/fd", "/dev/fd" });
    add(plan, MakeSymlink { "/proc/self/fd/0", "/dev/stdin" });
    add(plan, MakeSymlink { "/proc/self/fd/1", "/dev/stdout" });
    add(plan, MakeSymlink { "/proc/self/fd/2", "/dev/stderr" });
}

void addMasks(Plan& plan)
{
    add(plan,
        MaskPaths { { "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys",
            "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
            "/proc/timer_stats", "/sys/firmware", "/sys/devices/virtual/powercap" } });
    add(plan,
        ProtectPaths {
            { "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger" } });
}

// --- the process -----------------------------------------------------------------------------

void addResourceLimits(Plan& plan, const kernel::HostFacts& facts)
{
    const auto soft = std::min(1024ULL, facts.openFilesHard);
    add(plan, SetResourceLimit { { RLIMIT_NOFILE, "nofile", soft, facts.openFilesHard } });
    add(plan, SetResourceLimit { { RLIMIT_CORE, "core", 0, 0 } });
}

std::map<std::string, std::string> environmentOf(
    const ContainerSpec& container, const std::map<std::string, std::string>& more, bool terminal)
{
    std::map<std::string, std::string> environment {
        { "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
        { "HOME", "/root" }, { "HOSTNAME", container.hostname }, { "container", "vitrine" }
    };
    if (terminal)
        environment["TERM"] = "xterm-256color";
    for (const auto& [name, value] : container.environment)
        environment[name] = value;
    for (const auto& [name, value] : more)
        environment[name] = value;
    return environment;
}

/// What a process gives up, in the order in which the kernel lets it: nothing after seccomp needs
/// a privilege or a call that the filter refuses.
void addConfinement(Plan& plan, const kernel::HostFacts& facts)
{
    add(plan, KeepCapabilities { kernel::defaultCapabilities() });
    add(plan, SetNoNewPrivileges {});
    if (facts.seccomp)
        add(plan, LoadSeccomp {});
}

} // namespace

Result<Plan> planStart(const ContainerSpec& spec, const Image& image, const ContainerPlace& place,
    const kernel::HostFacts& facts)
{
    if (!facts.userNamespaces)
        return Error::of(ErrorKind::NotSupported, "user namespaces",
            "containers need user namespaces: " + facts.noUserNamespacesReason);
    if (facts.privileged && place.owner != 0 && !facts.idMappedLayers)
        return Error::of(ErrorKind::NotSupported, "storage",
            "its file system cannot do idmapped mounts, and without them root in a container of "
            "another user would be root outside: keep it on ext4, xfs or btrfs");
    Plan plan;
    add(plan, MakeRuntimeDirectory { place.runtimeDirectory });
    Plan group = TRY(planCgroup(spec.limits, cgroupPathOf(place.id, facts), facts));
    for (Step& step : group)
        add(plan, std::move(step));
    add(plan, CloneNamespaces { namespacesAtBirth, facts.cgroup.has_value() });
    // What the process can do before its ids are mapped, it does while the launcher maps them.
    add(plan, StopPropagation {});
    add(plan, SetHostname { spec.hostname });
    add(plan, OpenMountPoint { place.mountPoint });
    add(plan, MakeNetworkNamespace {});
    add(plan, idMaps(place, facts));
    const Layers layers = layersOf(image, place, facts);
    if (facts.privileged)
        add(plan, HandOverLayers { layers });
    if (facts.privileged)
        add(plan, AttachLayers { layers.lower.size() + 1 });
    add(plan, SwitchUser { 0, 0, facts.privileged });
    if (facts.privileged || image.branches.empty())
        add(plan, MountOverlay { layers, place.mountPoint });
    else
        addBranches(plan, spec, image, place);
    add(plan, MountFilesystem { "proc", "/proc", {}, noSuidDevExec });
    addDevices(plan, facts);
    addNetworkAndSys(plan, facts);
    addMasks(plan);
    add(plan, PivotRoot {});
    if (spec.readOnlyRoot)
        add(plan, MakeRootReadOnly {});
    addResourceLimits(plan, facts);
    add(plan, OpenStandardStreams { spec.terminal, {} });
    add(plan, ChangeDirectory { spec.workingDirectory });
    addConfinement(plan, facts);
    add(plan, Execute { spec.command, environmentOf(spec, {}, spec.terminal) });
    return plan;
}

Result<ExecSpec> parseExecSpec(const Json& json)
{
    ExecSpec exec;
    std::optional<std::uint64_t> rows, columns;
    ObjectReader reader = TRY(ObjectReader::of(json, ""));
    TRY(reader.read("command", exec.command));
    TRY(reader.read("environment", exec.environment));
    TRY(reader.read("workingDirectory", exec.workingDirectory));
    TRY(reader.read("terminal", exec.terminal));
    TRY(reader.read("rows", rows));
    TRY(reader.read("columns", columns));
    TRY(reader.finish());
    if (exec.command.empty())
        return Error::invalid("command", "is missing: name the program to run");
    constexpr std::uint64_t largestSide = 10000;
    if (rows.value_or(1) < 1 || rows.value_or(1) > largestSide)
        return Error::invalid("rows", "must be 1 to 10000");
    if (columns.value_or(1) < 1 || columns.value_or(1) > largestSide)
        return Error::invalid("columns", "must be 1 to 10000");
    exec.size = { std::uint16_t(rows.value_or(24)), std::uint16_t(columns.value_or(80)) };
    // The same rules as for a container's command, environment and directory.
    ContainerSpec rules;
    rules.name = rules.image = "x";
    rules.command = exec.command;
    rules.environment = exec.environment;
    rules.workingDirectory = exec.workingDirectory;
    TRY(parseContainerSpec(toJson(rules)));
    return exec;
}

Plan planExec(const ExecSpec& spec, pid_t leader, const ContainerSpec& container,
    const kernel::HostFacts& facts)
{
    Plan plan;
    add(plan, JoinNamespaces { leader, facts.cgroup.has_value() });
    add(plan, SwitchUser { 0, 0, facts.privileged });
    addResourceLimits(plan, facts);
    add(plan, OpenStandardStreams { spec.terminal, spec.size });
    add(plan, ChangeDirectory { spec.workingDirectory });
    addConfinement(plan, facts);
    add(plan, Execute { spec.command, environmentOf(container, spec.environment, spec.terminal) });
    return plan;
}

} // namespace vitrine::plan
