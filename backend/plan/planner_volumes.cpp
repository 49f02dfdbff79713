// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner_volumes.h"

#include <algorithm>
#include <linux/mount.h>

namespace vitrine::plan {

namespace {

std::string fieldOf(std::size_t index)
{
    return "volumes[" + std::to_string(index) + "]";
}

kernel::BindSource sourceOf(const Volume& volume)
{
    kernel::BindSource source;
    source.path = volume.source;
    if (volume.device && volume.inode)
        source.identity = kernel::FileIdentity { *volume.device, *volume.inode };
    source.depth = volume.recursive ? kernel::Depth::Recursive : kernel::Depth::One;
    source.set = (volume.readOnly ? MOUNT_ATTR_RDONLY : 0U)
        | (volume.nosuid ? MOUNT_ATTR_NOSUID : 0U) | (volume.nodev ? MOUNT_ATTR_NODEV : 0U)
        | (volume.noexec ? MOUNT_ATTR_NOEXEC : 0U);
    source.propagation = volume.propagation;
    return source;
}

Result<void> checkPropagation(const Volume& volume, const std::string& field,
    const ContainerPlace& place, const kernel::HostFacts& facts)
{
    if (volume.propagation != Propagation::Shared || (facts.privileged && place.owner == 0))
        return {};
    return Error::of(ErrorKind::NotSupported, field + ".propagation",
        "only a container of root may mount on this system: choose \"slave\" or \"private\"");
}

/// The owner's own group as root's, the others by their numbers: to those the owner could give
/// files away by themselves, and what belongs to any other cannot be written in.
kernel::IdMap ownersGroups(const ContainerPlace& place)
{
    constexpr std::size_t mostRanges = 340; // of the kernel
    kernel::IdMap map;
    for (const gid_t group : place.ownerGroups) {
        const bool own = map.empty();
        if (!own && (group == 0 || group >= idsPerContainer))
            continue;
        map.push_back({ group, own ? place.firstId : place.firstId + group, 1 });
        if (map.size() == mostRanges)
            break;
    }
    return map;
}

/// What the ids of files become when root mounts it for a container with ids of its own.
Result<void> setMapping(kernel::BindSource& source, const Volume& volume, const std::string& field,
    const ContainerPlace& place)
{
    IdMapping mapping = volume.idmap;
    if (mapping == IdMapping::Auto)
        mapping = place.owner == 0 ? IdMapping::All : IdMapping::Owner;
    if (mapping == IdMapping::All && place.owner != 0)
        return Error::of(ErrorKind::NotSupported, field + ".idmap",
            "root in the container would be root for these files, and they belong to others than "
            "its owner: choose \"owner\" or \"none\"");
    if (mapping == IdMapping::All)
        source.users = source.groups = { { 0, place.firstId, idsPerContainer } };
    if (mapping == IdMapping::Owner) {
        source.users = { { place.owner, place.firstId, 1 } };
        source.groups = ownersGroups(place);
    }
    return {};
}

/// Without ids of its own, a container's are those of its owner already.
Result<void> checkMapping(const Volume& volume, const std::string& field)
{
    if (volume.idmap != IdMapping::All)
        return {};
    return Error::of(ErrorKind::NotSupported, field + ".idmap",
        "ids can be shifted only where root gives the container ids of its own: choose \"auto\"");
}

std::vector<std::pair<std::string, Step>> mountsOf(
    const Volumes& volumes, const kernel::HostFacts& facts)
{
    std::vector<std::pair<std::string, Step>> mounts;
    for (std::size_t i = 0; i < volumes.binds.size(); ++i) {
        const Volume& volume = volumes.binds[i];
        mounts.emplace_back(volume.target,
            BindMount { fieldOf(i), sourceOf(volume), volume.target, facts.privileged });
    }
    for (const auto& system : volumes.temporary) {
        kernel::MountOptions options { { "mode", system.mode } };
        if (system.size)
            options.emplace_back("size", std::to_string(*system.size));
        const unsigned attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV
            | (system.readOnly ? MOUNT_ATTR_RDONLY : 0U) | (system.noexec ? MOUNT_ATTR_NOEXEC : 0U);
        mounts.emplace_back(system.target,
            MountFilesystem {
                "tmpfs", system.target, options, attributes, kernel::Symlinks::InsideRoot });
    }
    std::stable_sort(mounts.begin(), mounts.end(),
        [](const auto& left, const auto& right) { return left.first < right.first; });
    return mounts;
}

} // namespace

bool shiftsIds(const kernel::HostFacts& facts)
{
    return facts.privileged && facts.idMappedLayers;
}

Result<void> addVolumeSources(
    Plan& plan, const Volumes& volumes, const ContainerPlace& place, const kernel::HostFacts& facts)
{
    std::vector<std::pair<std::string, Step>> taken;
    for (std::size_t i = 0; i < volumes.binds.size(); ++i) {
        const Volume& volume = volumes.binds[i];
        TakeMount take { fieldOf(i), sourceOf(volume) };
        TRY(checkPropagation(volume, take.field, place, facts));
        if (shiftsIds(facts))
            TRY(setMapping(take.source, volume, take.field, place));
        else
            TRY(checkMapping(volume, take.field));
        if (place.owner != 0)
            take.source.asUser = place.owner;
        taken.emplace_back(volume.target, std::move(take));
    }
    if (!facts.privileged)
        return {}; // the container's process finds them itself
    // In the order in which they are attached.
    std::stable_sort(taken.begin(), taken.end(),
        [](const auto& left, const auto& right) { return left.first < right.first; });
    for (auto& [target, step] : taken)
        plan.push_back(std::move(step));
    return {};
}

void addVolumeMounts(Plan& plan, const Volumes& volumes, const kernel::HostFacts& facts)
{
    for (auto& [target, step] : mountsOf(volumes, facts))
        plan.push_back(std::move(step));
}

} // namespace vitrine::plan
