// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/mounts.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

/// The last message that the kernel left on a file system context, such as
/// "e overlay: upper fs does not support …"; empty when there is none.
std::string contextMessage(int context)
{
    char buffer[512];
    std::string last;
    for (int i = 0; i < 16; ++i) {
        const ssize_t count = ::read(context, buffer, sizeof buffer);
        if (count <= 0)
            break;
        last.assign(buffer, std::size_t(count));
    }
    if (last.size() > 2 && last[1] == ' ')
        last.erase(0, 2);
    return last;
}

Error contextError(int number, const char* call, const std::string& object, int context)
{
    Error error = Error::kernel(number, call, object);
    error.text = contextMessage(context);
    return error;
}

} // namespace

Result<UniqueFd> newMount(const std::string& type, const MountOptions& options, unsigned attributes)
{
    return newMount(type, {}, options, attributes);
}

Result<UniqueFd> newMount(const std::string& type, const std::string& source,
    const MountOptions& options, unsigned attributes)
{
    const UniqueFd context(::fsopen(type.c_str(), FSOPEN_CLOEXEC));
    if (!context)
        return Error::fromErrno("fsopen", type);
    // What mount(8) shows as the device; without it the tables say "none".
    const std::string& device = source.empty() ? type : source;
    if (::fsconfig(context.get(), FSCONFIG_SET_STRING, "source", device.c_str(), 0) != 0)
        return contextError(errno, "fsconfig", type + " source", context.get());
    for (const auto& [key, value] : options) {
        const int status = value.empty()
            ? ::fsconfig(context.get(), FSCONFIG_SET_FLAG, key.c_str(), nullptr, 0)
            : ::fsconfig(context.get(), FSCONFIG_SET_STRING, key.c_str(), value.c_str(), 0);
        if (status != 0)
            return contextError(errno, "fsconfig", type + " " + key + "=" + value, context.get());
    }
    if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
        return contextError(errno, "fsconfig", type, context.get());
    UniqueFd mount(::fsmount(context.get(), FSMOUNT_CLOEXEC, attributes));
    if (!mount)
        return contextError(errno, "fsmount", type, context.get());
    return mount;
}

Result<UniqueFd> cloneMount(int directory, const std::string& path, Depth depth)
{
    const unsigned recursive = depth == Depth::Recursive ? AT_RECURSIVE : 0;
    const unsigned empty = path.empty() ? AT_EMPTY_PATH : 0;
    UniqueFd mount(::open_tree(directory, path.c_str(),
        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW | recursive | empty));
    if (!mount)
        return Error::fromErrno("open_tree", path);
    return mount;
}

Result<void> attachMount(int mount, int target, const std::string& name)
{
    if (::move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) != 0)
        return Error::fromErrno("move_mount", name);
    return {};
}

Result<void> setMountAttributes(
    int mount, unsigned set, unsigned clear, Depth depth, const std::string& name)
{
    mount_attr attributes {};
    attributes.attr_set = set;
    attributes.attr_clr = clear;
    const unsigned recursive = depth == Depth::Recursive ? AT_RECURSIVE : 0;
    if (::mount_setattr(mount, "", AT_EMPTY_PATH | recursive, &attributes, sizeof attributes) != 0)
        return Error::fromErrno("mount_setattr", name);
    return {};
}

Result<void> setMountPropagation(
    int mount, std::uint64_t propagation, Depth depth, const std::string& name)
{
    mount_attr attributes {};
    attributes.propagation = propagation;
    const unsigned recursive = depth == Depth::Recursive ? AT_RECURSIVE : 0;
    if (::mount_setattr(mount, "", AT_EMPTY_PATH | recursive, &attributes, sizeof attributes) != 0)
        return Error::fromErrno("mount_setattr(propagation)", name);
    return {};
}

Result<void> mapMountIds(int mount, int userNamespace, const std::string& name)
{
    mount_attr attributes {};
    attributes.attr_set = MOUNT_ATTR_IDMAP;
    attributes.propagation = MS_PRIVATE;
    attributes.userns_fd = unsigned(userNamespace);
    if (::mount_setattr(mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0)
        return Error::fromErrno("mount_setattr(MOUNT_ATTR_IDMAP)", name);
    return {};
}

Result<void> leavePeers(int mount, const std::string& name)
{
    mount_attr attributes {};
    attributes.propagation = MS_PRIVATE;
    if (::mount_setattr(mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes) != 0)
        return Error::fromErrno("mount_setattr(MS_PRIVATE)", name);
    return {};
}

Result<void> stopPropagation()
{
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0)
        return Error::fromErrno("mount(MS_REC|MS_SLAVE)", "/");
    return {};
}

Result<void> pivotRoot(int root)
{
    // pivot_root(".", ".") stacks the old root on the new one; see pivot_root(2), NOTES.
    if (::fchdir(root) != 0)
        return Error::fromErrno("fchdir", "new root");
    if (::syscall(SYS_pivot_root, ".", ".") != 0)
        return Error::fromErrno("pivot_root", ".");
    if (::umount2(".", MNT_DETACH) != 0)
        return Error::fromErrno("umount2(MNT_DETACH)", "old root");
    if (::chdir("/") != 0)
        return Error::fromErrno("chdir", "/");
    return {};
}

} // namespace vitrine::kernel
