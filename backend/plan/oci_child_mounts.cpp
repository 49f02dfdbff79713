// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that make the container's file tree; all run before PivotRoot but OpenConsole.
#include "backend/base/files.h"
#include "backend/kernel/copy_tree.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/mount_targets.h"
#include "backend/kernel/mounts.h"
#include "backend/kernel/paths.h"
#include "backend/kernel/terminal.h"
#include "backend/plan/oci_child.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace vitrine::plan::oci {

using namespace vitrine::kernel;
using vitrine::oci::Recursion;

namespace {

Depth depthOf(Recursion recursion)
{
    return recursion == Recursion::Yes ? Depth::Recursive : Depth::One;
}

/// What FSCONFIG_SET_STRING takes.
constexpr std::size_t longestValue = 255;

/// mount(2), where the options are longer than the new calls take: layers of an overlay.
Result<void> mountOldWay(const vitrine::oci::Mount& mount, const MountTarget& target)
{
    std::string data;
    for (const auto& [key, value] : mount.data)
        data += (data.empty() ? "" : ",") + key + (value.empty() ? "" : "=" + value);
    const std::string place = "/proc/self/fd/" + std::to_string(target.place.get());
    const std::string source = mount.source.empty() ? mount.type : mount.source;
    if (::mount(source.c_str(), place.c_str(), mount.type.c_str(), 0, data.c_str()) != 0)
        return Error::fromErrno("mount", mount.type + " on " + mount.destination);
    return {};
}

Result<void> setPropagation(int mount, const vitrine::oci::Mount& wanted)
{
    for (const unsigned long flags : wanted.propagation) {
        const Depth depth = flags & MS_REC ? Depth::Recursive : Depth::One;
        TRY(setMountPropagation(mount, flags & ~std::uint64_t(MS_REC), depth, wanted.destination));
    }
    return {};
}

Result<void> setAttributes(int mount, const vitrine::oci::Mount& wanted)
{
    if (wanted.setAttributes != 0 || wanted.clearAttributes != 0)
        TRY(setMountAttributes(
            mount, wanted.setAttributes, wanted.clearAttributes, Depth::One, wanted.destination));
    if (wanted.setRecursively != 0 || wanted.clearRecursively != 0)
        TRY(setMountAttributes(mount, wanted.setRecursively, wanted.clearRecursively,
            Depth::Recursive, wanted.destination));
    return {};
}

/// Options that end up in the superblock; those that only say how loud mount(2) was are dropped.
MountOptions optionsOf(const vitrine::oci::Mount& mount)
{
    MountOptions options;
    for (const auto& option : mount.data)
        if (option.first != "silent" && option.first != "loud")
            options.push_back(option);
    return options;
}

Error inMount(Error error, const std::string& destination)
{
    if (error.object.find(destination) == std::string::npos)
        error.object = "mounts " + destination + (error.object.empty() ? "" : ": " + error.object);
    return error;
}

} // namespace

Result<void> OciChild::applyOne(const AttachRoot& step)
{
    if (m_state.parts->listenerSocket >= 0)
        TRY(findProcessId());
    const UniqueFd place = TRY(openAt(AT_FDCWD, step.path, O_PATH | O_DIRECTORY));
    if (step.handedOver >= 0)
        m_state.root = std::move(m_state.handedOver.at(std::size_t(step.handedOver)));
    else
        m_state.root = TRY(cloneMount(AT_FDCWD, step.path, Depth::Recursive));
    return attachMount(m_state.root.get(), place.get(), "root.path " + step.path);
}

Result<void> OciChild::bind(const Mount& step)
{
    const auto& mount = step.mount;
    UniqueFd source;
    if (step.handedOver >= 0) {
        source = std::move(m_state.handedOver.at(std::size_t(step.handedOver)));
    } else {
        const int nofollow = mount.followSource ? 0 : O_NOFOLLOW;
        const UniqueFd original = TRY(openAt(AT_FDCWD, mount.source, O_PATH | nofollow));
        source = TRY(cloneMount(original.get(), "", depthOf(mount.bindRecursion)));
    }
    struct stat status { };
    if (::fstat(source.get(), &status) != 0)
        return Error::fromErrno("fstat", mount.source);
    TRY(setAttributes(source.get(), mount));
    const MountTarget target = TRY(mountTarget(m_state.root.get(), mount.destination,
        S_ISDIR(status.st_mode) ? TargetKind::Directory : TargetKind::File));
    TRY(checkNotInProc(target));
    TRY(attachMount(source.get(), target.place.get(), mount.destination));
    return setPropagation(source.get(), mount);
}

Result<void> OciChild::mountNew(const vitrine::oci::Mount& mount)
{
    // A symlink in the place of /proc or /sys could make what is confined there something else.
    const bool strict = mount.type == "proc" || mount.type == "sysfs" || !mount.followDestination;
    MountTarget target;
    if (strict)
        target = { TRY(directoryInRoot(m_state.root.get(), mount.destination, 0755)),
            mount.destination };
    else
        target = TRY(mountTarget(m_state.root.get(), mount.destination, TargetKind::Directory));
    TRY(checkNotInProc(target));
    const bool longOptions = std::any_of(mount.data.begin(), mount.data.end(),
        [](const auto& option) { return option.second.size() > longestValue; });
    if (longOptions) {
        TRY(mountOldWay(mount, target));
        const UniqueFd made = TRY(openInRoot(m_state.root.get(), target.path, Symlinks::Refuse));
        TRY(setAttributes(made.get(), mount));
        return setPropagation(made.get(), mount);
    }
    const UniqueFd made
        = TRY(newMount(mount.type, mount.source, optionsOf(mount), mount.setAttributes));
    if (mount.setRecursively != 0)
        TRY(setMountAttributes(
            made.get(), mount.setRecursively, 0, Depth::Recursive, mount.destination));
    if (mount.copyUp)
        TRY(copyTree(target.place.get(), made.get()));
    TRY(attachMount(made.get(), target.place.get(), mount.destination));
    return setPropagation(made.get(), mount);
}

Result<void> OciChild::applyOne(const Mount& step)
{
    auto mounted = step.mount.bind ? bind(step) : mountNew(step.mount);
    if (!mounted)
        return inMount(std::move(mounted).error(), step.mount.destination);
    return {};
}

Result<void> OciChild::applyOne(const SealMounts& step)
{
    for (const auto& path : step.paths) {
        const UniqueFd mount = TRY(openInRoot(m_state.root.get(), path, Symlinks::InsideRoot));
        TRY(setMountAttributes(mount.get(), MOUNT_ATTR_RDONLY, 0, Depth::One, path));
    }
    return {};
}

Result<void> OciChild::makeDevice(const Device& device, bool bindFromHost)
{
    const std::size_t slash = device.path.rfind('/');
    const std::string name = device.path.substr(slash + 1);
    const dev_t number = makedev(device.major, device.minor);
    const mode_t type = device.type == 'b' ? S_IFBLK : device.type == 'p' ? S_IFIFO : S_IFCHR;
    if (bindFromHost && type != S_IFIFO) {
        const UniqueFd node = TRY(openAt(AT_FDCWD, device.path, O_PATH | O_NOFOLLOW));
        struct stat status { };
        if (::fstat(node.get(), &status) != 0 || (status.st_mode & S_IFMT) != type
            || status.st_rdev != number)
            return Error::kernel(ENODEV, "fstat", device.path);
        const UniqueFd copy = TRY(cloneMount(node.get(), "", Depth::One));
        TRY(setMountAttributes(
            copy.get(), MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, 0, Depth::One, device.path));
        const MountTarget target
            = TRY(mountTarget(m_state.root.get(), device.path, TargetKind::File));
        TRY(checkNotInProc(target));
        return attachMount(copy.get(), target.place.get(), device.path);
    }
    const MountTarget above
        = TRY(mountTarget(m_state.root.get(), device.path.substr(0, slash), TargetKind::Directory));
    TRY(checkNotInProc(above));
    if (::mknodat(above.place.get(), name.c_str(), type | device.mode, number) != 0) {
        struct stat status { };
        const bool same = errno == EEXIST
            && ::fstatat(above.place.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0
            && (status.st_mode & S_IFMT) == type && (type == S_IFIFO || status.st_rdev == number);
        return same ? Result<void>() : Error::fromErrno("mknodat", device.path);
    }
    if (::fchownat(above.place.get(), name.c_str(), device.uid, device.gid, AT_SYMLINK_NOFOLLOW)
        != 0)
        return Error::fromErrno("fchownat", device.path);
    return {};
}

Result<void> OciChild::applyOne(const MakeDevices& step)
{
    const mode_t before = ::umask(0);
    Result<void> made;
    for (std::size_t i = 0; i < step.devices.size() && made; ++i)
        made = makeDevice(step.devices[i], step.bind);
    ::umask(before);
    return made;
}

Result<void> OciChild::applyOne(const MakeLinks& step)
{
    for (const auto& link : step.links) {
        const std::size_t slash = link.path.rfind('/');
        const MountTarget above = TRY(
            mountTarget(m_state.root.get(), link.path.substr(0, slash), TargetKind::Directory));
        if (::symlinkat(link.target.c_str(), above.place.get(), link.path.c_str() + slash + 1) != 0
            && errno != EEXIST) // the image has something of that name: it is meant so
            return Error::fromErrno("symlinkat", link.path);
    }
    return {};
}

/// After PivotRoot: "/" is the container's.
Result<void> OciChild::applyOne(const OpenConsole& step)
{
    const UniqueFd master = TRY(takeNewTerminal({ step.rows, step.columns }));
    if (step.makeConsole) {
        const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
        const UniqueFd slave = TRY(cloneMount(0, "", Depth::One));
        const UniqueFd place = TRY(fileInRoot(root.get(), "/dev/console"));
        TRY(attachMount(slave.get(), place.get(), "/dev/console"));
    }
    return sendTerminal(m_state.parts->consoleSocket, master.get());
}

} // namespace vitrine::plan::oci
