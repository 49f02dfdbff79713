// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/devices.h"

#include "backend/base/files.h"
#include "backend/kernel/mounts.h"
#include "backend/kernel/paths.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

constexpr auto prefix = "/dev/";

/// Make DIRECTORY's sub-directories on the way to RELATIVE, owned by OWNER; the last one, open.
Result<UniqueFd> makeParents(int directory, const std::string& relative, uid_t owner)
{
    UniqueFd above = TRY(openAt(directory, ".", O_PATH | O_DIRECTORY));
    for (std::size_t at = 0, slash = 0; (slash = relative.find('/', at)) != std::string::npos;
         at = slash + 1) {
        const std::string name = relative.substr(at, slash - at);
        TRY(ensureDirectory(above.get(), name, 0755));
        if (::fchownat(above.get(), name.c_str(), owner, owner, AT_SYMLINK_NOFOLLOW) != 0)
            return Error::fromErrno("fchownat", relative);
        above = TRY(openDirectory(above.get(), name));
    }
    return above;
}

Result<void> makeNode(int directory, const std::string& device, uid_t owner)
{
    struct stat status { };
    if (::stat(device.c_str(), &status) != 0) {
        Error error = Error::fromErrno("stat", device);
        error.kind = ErrorKind::NotFound;
        error.text = "this computer has no such device";
        return error;
    }
    if (!S_ISCHR(status.st_mode) && !S_ISBLK(status.st_mode))
        return Error::of(ErrorKind::InvalidSpec, device, "is no device");
    const std::string relative = device.substr(std::string(prefix).size());
    const UniqueFd above = TRY(makeParents(directory, relative, owner));
    const std::string name = relative.substr(relative.rfind('/') + 1);
    if (::mknodat(above.get(), name.c_str(), (status.st_mode & S_IFMT) | 0660, status.st_rdev) != 0)
        return Error::fromErrno("mknodat", device);
    if (::fchownat(above.get(), name.c_str(), owner, owner, AT_SYMLINK_NOFOLLOW) != 0)
        return Error::fromErrno("fchownat", device);
    return {};
}

} // namespace

Result<UniqueFd> makeDeviceDirectory(const std::vector<std::string>& devices, uid_t owner)
{
    UniqueFd mount = TRY(newMount(
        "tmpfs", { { "mode", "755" }, { "size", "64k" } }, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC));
    if (::fchownat(mount.get(), "", owner, owner, AT_EMPTY_PATH) != 0)
        return Error::fromErrno("fchownat", "/dev");
    for (const auto& device : devices)
        TRY(makeNode(mount.get(), device, owner));
    return mount;
}

} // namespace vitrine::kernel
