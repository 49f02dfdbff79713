// SPDX-License-Identifier: GPL-3.0-or-later
// Everything here runs in a copy of the single-threaded launcher, first in the host's file tree
// with new namespaces, after PivotRoot in the container's.
#include "backend/base/files.h"
#include "backend/kernel/bind_mount.h"
#include "backend/kernel/overlay.h"
#include "backend/kernel/paths.h"
#include "backend/plan/child_process.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace vitrine::plan {

using namespace vitrine::kernel;

Result<void> ChildProcess::apply(const OpenMountPoint& step)
{
    m_mountPoint = TRY(openDirectory(AT_FDCWD, step.path));
    m_mounts = TRY(openAt(AT_FDCWD, "/proc/self/ns/mnt", O_RDONLY));
    return {};
}

Result<void> ChildProcess::apply(const AttachLayers&)
{
    for (const auto& layer : m_layers) // one upon the other; each stays open
        TRY(attachMount(layer.get(), m_mountPoint.get(), "layer"));
    return {};
}

/// Without a root that hands them over, the layers are opened as this user.
Result<void> ChildProcess::openLayers(const Layers& layers)
{
    for (const auto& layer : layers.lower)
        m_layers.push_back(TRY(openAt(AT_FDCWD, layer.path, O_PATH | O_DIRECTORY)));
    m_layers.push_back(TRY(openAt(AT_FDCWD, layers.writable.path, O_PATH | O_DIRECTORY)));
    return {};
}

Result<void> ChildProcess::apply(const MountOverlay& step)
{
    if (m_layers.empty())
        TRY(openLayers(step.layers));
    std::vector<int> lower;
    for (const auto& layer : m_layers)
        lower.push_back(layer.get());
    const int writable = lower.back();
    lower.pop_back();
    m_root = TRY(mountOverlay(lower, writable));
    m_layers.clear();
    return attachMount(m_root.get(), m_mountPoint.get(), step.path);
}

Result<void> ChildProcess::apply(const AttachUpper& step)
{
    m_writable = TRY(openDirectory(AT_FDCWD, step.writable));
    m_root = TRY(cloneMount(m_writable.get(), "upper", Depth::One));
    return attachMount(m_root.get(), m_mountPoint.get(), step.path);
}

Result<void> ChildProcess::apply(const MountBranch& step)
{
    const UniqueFd lower = TRY(openAt(AT_FDCWD, step.directory, O_PATH | O_DIRECTORY | O_NOFOLLOW));
    // Missing when the host has it since the container was made.
    const UniqueFd upper = TRY(directoryInRoot(m_writable.get(), "upper" + step.directory, 0755));
    const UniqueFd work = TRY(directoryInRoot(m_writable.get(), "work" + step.directory, 0700));
    const UniqueFd branch
        = TRY(mountOverlay(lower.get(), upper.get(), work.get(), step.attributes));
    const UniqueFd place = TRY(directoryInRoot(m_root.get(), step.directory, 0755));
    return attachMount(branch.get(), place.get(), step.directory);
}

Result<void> ChildProcess::apply(const BindReadOnly& step)
{
    constexpr unsigned attributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
    const UniqueFd copy = TRY(cloneMount(AT_FDCWD, step.directory, Depth::Recursive));
    TRY(setMountAttributes(copy.get(), attributes, 0, Depth::Recursive, step.directory));
    const UniqueFd place = TRY(directoryInRoot(m_root.get(), step.directory, 0755));
    return attachMount(copy.get(), place.get(), step.directory);
}

Result<void> ChildProcess::apply(const MountFilesystem& step)
{
    const UniqueFd mount = TRY(newMount(step.type, step.options, step.attributes));
    if (step.links == Symlinks::InsideRoot)
        return attachInRoot(m_root.get(), mount.get(), step.target);
    const UniqueFd place = TRY(directoryInRoot(m_root.get(), step.target, 0755));
    return attachMount(mount.get(), place.get(), step.target);
}

Result<void> ChildProcess::apply(const BindMount& step)
{
    UniqueFd found;
    if (!step.taken) {
        auto cloned = cloneBindSource(step.source);
        if (!cloned)
            return inField(cloned.error(), step.field + ".source");
        found = std::move(cloned).value();
    }
    const int mount = step.taken ? m_context.mounts->at(m_takenMounts++).get() : found.get();
    auto attached = attachInRoot(m_root.get(), mount, step.target);
    return attached ? std::move(attached) : inField(attached.error(), step.field + ".target");
}

Result<void> ChildProcess::apply(const BindDevice& step)
{
    const UniqueFd device = TRY(cloneMount(AT_FDCWD, "/dev/" + step.name, Depth::One));
    const UniqueFd place = TRY(fileInRoot(m_root.get(), "/dev/" + step.name));
    return attachMount(device.get(), place.get(), "/dev/" + step.name);
}

Result<void> ChildProcess::apply(const MakeSymlink& step)
{
    const std::size_t slash = step.path.rfind('/');
    const UniqueFd above = TRY(directoryInRoot(m_root.get(), step.path.substr(0, slash), 0755));
    if (::symlinkat(step.target.c_str(), above.get(), step.path.c_str() + slash + 1) != 0)
        return Error::fromErrno("symlinkat", step.path);
    return {};
}

namespace {

/// One mount on many places: on the first one itself, then copies. A detached mount that is let go
/// of would cost a wait for the whole kernel (RCU).
class Cover {
public:
    explicit Cover(UniqueFd mount)
        : m_mount(std::move(mount))
    {
    }

    [[nodiscard]] Result<void> putOn(int place, const std::string& path)
    {
        const UniqueFd copy
            = m_attached ? TRY(cloneMount(m_mount.get(), "", Depth::One)) : UniqueFd();
        TRY(attachMount(m_attached ? copy.get() : m_mount.get(), place, path));
        m_attached = true;
        return {};
    }

private:
    UniqueFd m_mount;
    bool m_attached = false;
};

Result<void> maskPath(int root, const std::string& path, Cover& file, Cover& directory)
{
    const auto place = openInRoot(root, path, Symlinks::Refuse);
    if (!place && place.error().number == ENOENT)
        return {}; // this kernel does not have it: nothing to hide
    if (!place)
        return place.error();
    struct stat status { };
    if (::fstat(place.value().get(), &status) != 0)
        return Error::fromErrno("fstat", path);
    return (S_ISDIR(status.st_mode) ? directory : file).putOn(place.value().get(), path);
}

} // namespace

Result<void> ChildProcess::apply(const MaskPaths& step)
{
    UniqueFd null = TRY(cloneMount(AT_FDCWD, "/dev/null", Depth::One));
    struct stat status { };
    if (::fstat(null.get(), &status) != 0 || !S_ISCHR(status.st_mode)
        || status.st_rdev != makedev(1, 3))
        return Error::kernel(ENODEV, "fstat", "/dev/null");
    Cover file(std::move(null));
    Cover directory(TRY(newMount("tmpfs", { { "size", "0" }, { "mode", "555" } },
        MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)));
    for (const auto& path : step.paths)
        TRY(maskPath(m_root.get(), path, file, directory));
    return {};
}

Result<void> ChildProcess::apply(const ProtectPaths& step)
{
    for (const auto& path : step.paths) {
        const auto place = openInRoot(m_root.get(), path, Symlinks::Refuse);
        if (!place && place.error().number == ENOENT)
            continue;
        if (!place)
            return place.error();
        const UniqueFd copy = TRY(cloneMount(place.value().get(), "", Depth::Recursive));
        TRY(setMountAttributes(copy.get(), MOUNT_ATTR_RDONLY, 0, Depth::Recursive, path));
        TRY(attachMount(copy.get(), place.value().get(), path));
    }
    return {};
}

Result<void> ChildProcess::apply(const MakeRootReadOnly&)
{
    const UniqueFd root = TRY(openAt(AT_FDCWD, "/", O_PATH | O_DIRECTORY));
    return setMountAttributes(root.get(), MOUNT_ATTR_RDONLY, 0, Depth::One, "/");
}

} // namespace vitrine::plan
