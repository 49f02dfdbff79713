// SPDX-License-Identifier: GPL-3.0-or-later
// The file tree of an OCI container.
#include "backend/plan/oci_planner.h"

#include <algorithm>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>

namespace vitrine::plan::oci {

using vitrine::oci::Recursion;
using vitrine::oci::RuntimeConfig;

namespace {

void add(Plan& plan, OciStep step)
{
    plan.emplace_back(std::move(step));
}

bool hasOwnUsers(const RuntimeConfig& config)
{
    return config.find(CLONE_NEWUSER) != nullptr;
}

/// Only root of the host can open for another user namespace what that may not, and map its ids;
/// mounts that shall reach the host must be copied before the container lets go of it.
bool isHandedOver(
    const vitrine::oci::Mount& mount, const RuntimeConfig& config, const HostFacts& facts)
{
    if (!mount.bind)
        return false;
    const bool shared = std::any_of(mount.propagation.begin(), mount.propagation.end(),
        [](unsigned long flags) { return (flags & MS_SHARED) != 0; });
    return mount.idMap || shared || (facts.privileged && hasOwnUsers(config));
}

kernel::IdMap mapOf(const std::vector<vitrine::oci::IdMapping>& mappings)
{
    kernel::IdMap map;
    for (const auto& mapping : mappings)
        map.push_back({ mapping.containerId, mapping.hostId, mapping.size });
    return map;
}

/// The usual file systems' mount that this runtime knows as another one.
vitrine::oci::Mount translated(
    vitrine::oci::Mount mount, const RuntimeConfig& config, const HostFacts& facts)
{
    if (mount.type != "cgroup" && mount.type != "cgroup2")
        return mount;
    mount.data.clear(); // those of v1 mean nothing in v2
    if (config.find(CLONE_NEWCGROUP)) {
        mount.type = mount.source = "cgroup2";
        return mount;
    }
    mount.type = "bind"; // without a namespace it is the host's tree
    mount.bind = true;
    mount.bindRecursion = Recursion::Yes;
    mount.source = facts.cgroup ? facts.cgroup->path : "/sys/fs/cgroup";
    return mount;
}

/// A read-only tmpfs gets what the container needs on it before it is sealed.
bool isSealedLater(const vitrine::oci::Mount& mount)
{
    return mount.type == "tmpfs" && (mount.setAttributes & MOUNT_ATTR_RDONLY) != 0;
}

void addMounts(Plan& plan, const RuntimeConfig& config, const HostFacts& facts)
{
    int next = hasOwnUsers(config) && facts.privileged ? 1 : 0; // the first one is the root
    for (const auto& original : config.mounts) {
        vitrine::oci::Mount mount = translated(original, config, facts);
        const bool handed = isHandedOver(original, config, facts);
        if (isSealedLater(mount))
            mount.setAttributes &= ~unsigned(MOUNT_ATTR_RDONLY);
        add(plan, Mount { std::move(mount), handed ? next++ : -1 });
    }
}

void addSeals(Plan& plan, const RuntimeConfig& config)
{
    SealMounts seals;
    for (const auto& mount : config.mounts)
        if (isSealedLater(mount))
            seals.paths.push_back(mount.destination);
    if (!seals.paths.empty())
        add(plan, seals);
}

const vitrine::oci::Mount* mountAt(const RuntimeConfig& config, const std::string& path)
{
    const vitrine::oci::Mount* found = nullptr;
    for (const auto& mount : config.mounts)
        if (mount.destination == path || mount.destination == path + "/")
            found = &mount;
    return found;
}

/// The nodes and links of config-linux.md, "Default Devices", and "/dev symbolic links".
void addDevices(Plan& plan, const RuntimeConfig& config, const HostFacts& facts)
{
    MakeDevices step;
    const vitrine::oci::Mount* dev = mountAt(config, "/dev");
    const bool ofHost = dev && dev->bind; // it has them
    if (!ofHost) {
        const auto node = [](const char* path, std::uint32_t major, std::uint32_t minor) {
            return Device { 'c', path, major, minor, 0666, 0, 0 };
        };
        step.devices = { node("/dev/null", 1, 3), node("/dev/zero", 1, 5), node("/dev/full", 1, 7),
            node("/dev/tty", 5, 0), node("/dev/random", 1, 8), node("/dev/urandom", 1, 9) };
    }
    for (const auto& device : config.devices) {
        std::erase_if(step.devices, [&](const Device& other) { return other.path == device.path; });
        step.devices.push_back(device);
    }
    step.bind = hasOwnUsers(config) || !facts.initialUsers;
    if (!step.devices.empty())
        add(plan, step);
    MakeLinks links { { { "/dev/fd", "/proc/self/fd" }, { "/dev/stdin", "/proc/self/fd/0" },
        { "/dev/stdout", "/proc/self/fd/1" }, { "/dev/stderr", "/proc/self/fd/2" },
        { "/dev/core", "/proc/kcore" } } };
    if (mountAt(config, "/dev/pts") && !mountAt(config, "/dev/ptmx"))
        links.links.push_back({ "/dev/ptmx", "pts/ptmx" });
    if (!ofHost)
        add(plan, links);
}

} // namespace

Result<HandOverMounts> mountsToHandOver(
    const RuntimeConfig& config, const Place& place, const HostFacts& facts)
{
    HandOverMounts step;
    if (facts.privileged && hasOwnUsers(config))
        step.sources.push_back({ place.root, true, {}, {}, false });
    for (const auto& mount : config.mounts) {
        if (!isHandedOver(mount, config, facts))
            continue;
        SourceMount source { mount.source, mount.bindRecursion == Recursion::Yes, {}, {}, false };
        if (mount.idMap && !facts.initialUsers)
            return Error::of(ErrorKind::NotAuthorized, "mounts " + mount.destination,
                "only root can map the ids of a mount");
        if (mount.idMap) {
            source.users = mapOf(mount.idMap->users);
            source.groups = mapOf(mount.idMap->groups);
            source.ofContainer = source.users.empty();
            if (source.ofContainer && !hasOwnUsers(config))
                return Error::invalid("mounts " + mount.destination,
                    "\"idmap\" without mappings needs a namespace of type \"user\"");
        }
        step.sources.push_back(std::move(source));
    }
    constexpr std::size_t most = 120; // descriptors in one message
    if (step.sources.size() > most)
        return Error::of(ErrorKind::Quota, "mounts",
            "more than " + std::to_string(most) + " of them must be opened by the host");
    return step;
}

void addFiles(Plan& plan, const RuntimeConfig& config, const Place& place, const HostFacts& facts)
{
    add(plan, AttachRoot { place.root, facts.privileged && hasOwnUsers(config) ? 0 : -1 });
    addMounts(plan, config, facts);
    addDevices(plan, config, facts);
    addSeals(plan, config);
    if (!config.maskedPaths.empty())
        plan.emplace_back(MaskPaths { config.maskedPaths });
    if (!config.readOnlyPaths.empty())
        plan.emplace_back(ProtectPaths { config.readOnlyPaths });
}

} // namespace vitrine::plan::oci
