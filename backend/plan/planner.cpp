// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner.h"

#include "backend/plan/planner_isolation.h"
#include "backend/plan/planner_volumes.h"

#include <algorithm>
#include <linux/mount.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/resource.h>

namespace vitrine::plan {

namespace {

constexpr unsigned noSuidDevExec = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

void add(Plan& plan, Step step)
{
    plan.push_back(std::move(step));
}

// --- user namespace and root file system -----------------------------------------------------

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

/// What MakeDeviceDirectory has made.
kernel::BindSource directoryOfDevices()
{
    kernel::BindSource source;
    source.path = "/dev";
    return source;
}

void addDevices(Plan& plan, const ContainerSpec& spec, const NamespacePlan& namespaces,
    const kernel::HostFacts& facts)
{
    const auto& devices = spec.isolation.devices;
    if (facts.privileged && !devices.empty())
        add(plan, BindMount { "devices", directoryOfDevices(), "/dev", true });
    else
        add(plan,
            MountFilesystem { "tmpfs", "/dev", { { "mode", "755" }, { "size", "64k" } },
                MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC });
    if (!facts.privileged)
        for (const auto& device : devices)
            add(plan, BindDevice { device.substr(std::string("/dev/").size()) });
    for (const char* name : { "null", "zero", "full", "random", "urandom", "tty" })
        add(plan, BindDevice { name });
    kernel::MountOptions terminals { { "newinstance", "" }, { "ptmxmode", "0666" },
        { "mode", "0620" } };
    if (maySetGroups(spec.isolation, facts))
        terminals.emplace_back("gid", "5"); // tty; with one mapped id there is no such group
    add(plan,
        MountFilesystem { "devpts", "/dev/pts", terminals, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC });
    add(plan,
        MountFilesystem {
            "tmpfs", "/dev/shm", { { "mode", "1777" }, { "size", "64m" } }, noSuidDevExec });
    if (namespaces.controls("ipc"))
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

/// USER: as Isolation::user; the home of another than root is in the container's own tables.
std::map<std::string, std::string> environmentOf(const ContainerSpec& container,
    const std::map<std::string, std::string>& more, bool terminal, const std::string& user)
{
    std::map<std::string, std::string> environment {
        { "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
        { "HOSTNAME", container.hostname }, { "container", "vitrine" }
    };
    if (user.empty() && container.isolation.groups.empty())
        environment["HOME"] = "/root";
    if (terminal)
        environment["TERM"] = "xterm-256color";
    for (const auto& [name, value] : container.environment)
        environment[name] = value;
    for (const auto& [name, value] : more)
        environment[name] = value;
    return environment;
}

/// FACTS for a container that is root outside too: nothing is shifted.
kernel::HostFacts factsFor(const ContainerSpec& spec, const kernel::HostFacts& facts)
{
    kernel::HostFacts changed = facts;
    if (namespaceOf(spec.isolation, "user").from == NamespaceChoice::From::Host)
        changed.idMappedLayers = false;
    return changed;
}

/// What the process can do before its ids are mapped, it does while the launcher maps them.
void addEarlySteps(
    Plan& plan, const ContainerSpec& spec, const NamespacePlan& namespaces, const std::string& root)
{
    add(plan, StopPropagation {});
    if (const auto& clocks = spec.isolation.clockOffsets; clocks != ClockOffsets {})
        add(plan, ShiftClocks { clocks.boottime, clocks.monotonic });
    if (namespaces.isNew("uts")) {
        add(plan, SetHostname { spec.hostname });
        if (!spec.isolation.domainname.empty())
            add(plan, SetDomainName { spec.isolation.domainname });
    }
    add(plan, OpenMountPoint { root });
}

void addRoot(Plan& plan, const ContainerSpec& spec, const Image& image, const ContainerPlace& place,
    const kernel::HostFacts& facts)
{
    const Layers layers = layersOf(image, place, facts);
    if (facts.privileged)
        add(plan, HandOverLayers { layers });
    if (facts.privileged)
        add(plan, AttachLayers { layers.lower.size() + 1 });
    add(plan, SwitchUser { 0, 0, maySetGroups(spec.isolation, facts) });
    if (facts.privileged || image.branches.empty())
        add(plan, MountOverlay { layers, place.mountPoint });
    else
        addBranches(plan, spec, image, place);
}

Result<void> checkHost(const ContainerPlace& place, const kernel::HostFacts& facts)
{
    if (!facts.userNamespaces)
        return Error::of(ErrorKind::NotSupported, "user namespaces",
            "containers need user namespaces: " + facts.noUserNamespacesReason);
    if (facts.privileged && place.owner != 0 && !facts.idMappedLayers)
        return Error::of(ErrorKind::NotSupported, "storage",
            "its file system cannot do idmapped mounts, and without them root in a container of "
            "another user would be root outside: keep it on ext4, xfs or btrfs");
    return {};
}

} // namespace

Result<Plan> planStart(const ContainerSpec& spec, const Image& image, const ContainerPlace& place,
    const kernel::HostFacts& given)
{
    TRY(checkHost(place, given));
    const kernel::HostFacts facts = factsFor(spec, given);
    const NamespacePlan namespaces = TRY(NamespacePlan::make(spec, place, facts));
    Plan plan;
    add(plan, MakeRuntimeDirectory { place.runtimeDirectory });
    if (facts.privileged && !spec.isolation.devices.empty())
        add(plan,
            MakeDeviceDirectory { spec.isolation.devices, shiftsIds(facts) ? place.firstId : 0 });
    TRY(addVolumeSources(plan, spec.volumes, place, facts));
    Plan group = TRY(planCgroup(spec.limits, cgroupPathOf(place.id, facts), facts));
    for (Step& step : group)
        add(plan, std::move(step));
    if (spec.log.kept)
        add(plan, KeepLog { place.writable, spec.log.maxSize, spec.log.files });
    add(plan, namespaces.step());
    addEarlySteps(plan, spec, namespaces, place.mountPoint);
    if (namespaces.makesNetworkAside())
        add(plan, MakeNetworkNamespace {});
    addPlugs(plan, place.connections, spec.connections.ports);
    std::optional<WriteIdMaps> maps;
    if (namespaces.isNew("user")) {
        maps = TRY(planIdMaps(spec, place, facts));
        add(plan, *maps);
    }
    addRoot(plan, spec, image, place, facts);
    addProc(plan, namespaces);
    addDevices(plan, spec, namespaces, facts);
    addNetworkAndSys(plan, namespaces, place.connections, facts);
    if (const auto last = lastGroupOf(namespaces, maps); last && namespaces.isNew("net"))
        addPing(plan, *last);
    addNames(plan, spec, place.connections, place.resolver);
    addVolumeMounts(plan, spec.volumes, facts);
    if (!spec.isolation.privileged)
        addMasks(plan);
    add(plan, PivotRoot {});
    if (spec.readOnlyRoot)
        add(plan, MakeRootReadOnly {});
    addResourceLimits(plan, facts);
    add(plan, OpenStandardStreams { spec.terminal, {} });
    add(plan, ChangeDirectory { spec.workingDirectory });
    TRY(addConfinement(plan, spec.isolation, spec.isolation.user, facts));
    add(plan,
        Execute { spec.command, environmentOf(spec, {}, spec.terminal, spec.isolation.user),
            spec.isolation.init });
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
    TRY(reader.read("user", exec.user));
    TRY(checkUser("user", exec.user));
    TRY(reader.read("terminal", exec.terminal));
    TRY(reader.read("input", exec.input));
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
    if (!exec.workingDirectory.empty())
        rules.workingDirectory = exec.workingDirectory;
    TRY(parseContainerSpec(toJson(rules)));
    return exec;
}

Result<Plan> planExec(const ExecSpec& spec, pid_t leader, const ContainerSpec& container,
    const kernel::HostFacts& facts)
{
    const Isolation& isolation = container.isolation;
    const std::string& user = spec.user.empty() ? isolation.user : spec.user;
    Plan plan;
    add(plan, JoinNamespaces { leader, facts.cgroup.has_value(), namespacesToEnter(isolation) });
    add(plan, SwitchUser { 0, 0, maySetGroups(isolation, facts) });
    addResourceLimits(plan, facts);
    add(plan, OpenStandardStreams { spec.terminal, spec.size });
    add(plan,
        ChangeDirectory {
            spec.workingDirectory.empty() ? container.workingDirectory : spec.workingDirectory });
    TRY(addConfinement(plan, isolation, user, facts));
    add(plan,
        Execute { spec.command, environmentOf(container, spec.environment, spec.terminal, user) });
    return plan;
}

} // namespace vitrine::plan
