// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/bind_mount.h"

#include "backend/kernel/file_rights.h"
#include "backend/kernel/paths.h"
#include "backend/kernel/user_namespace.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

Result<UniqueFd> openPath(const BindSource& source)
{
    open_how how {};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_NO_MAGICLINKS | (source.identity ? RESOLVE_NO_SYMLINKS : 0);
    UniqueFd file(int(::syscall(SYS_openat2, AT_FDCWD, source.path.c_str(), &how, sizeof how)));
    if (file)
        return file;
    Error error = Error::fromErrno("openat2", source.path);
    error.kind = error.number == ENOENT ? ErrorKind::NotFound : ErrorKind::InvalidSpec;
    error.text = error.number == ENOENT ? "it is not there any more, or never was"
                                        : "it cannot be reached";
    return error;
}

std::uint64_t flagOf(Propagation propagation)
{
    switch (propagation) {
    case Propagation::Private:
        return MS_PRIVATE;
    case Propagation::Slave:
        return MS_SLAVE;
    case Propagation::Shared:
        return MS_SHARED;
    }
    return MS_PRIVATE;
}

Error cannotShow(int number, const BindSource& source)
{
    Error error = Error::kernel(number, "mount_setattr", source.path);
    if (!source.users.empty() && number == EINVAL)
        error.text = "its file system, or one mounted in it, cannot do idmapped mounts: set idmap "
                     "to \"none\", or recursive to false";
    return error;
}

Result<void> configure(int mount, const BindSource& source)
{
    UniqueFd userNamespace;
    mount_attr attributes {};
    attributes.attr_set = source.set;
    attributes.attr_clr = source.clear;
    if (source.propagation)
        attributes.propagation = flagOf(*source.propagation);
    if (!source.users.empty()) {
        userNamespace = TRY(makeUserNamespace(source.users, source.groups));
        attributes.attr_set |= MOUNT_ATTR_IDMAP;
        attributes.userns_fd = unsigned(userNamespace.get());
    }
    const unsigned recursive = source.depth == Depth::Recursive ? AT_RECURSIVE : 0;
    if (::mount_setattr(mount, "", AT_EMPTY_PATH | recursive, &attributes, sizeof attributes) != 0)
        return cannotShow(errno, source);
    return {};
}

/// Where a mount must not go, whatever path led there: a process could be told lies by a /proc
/// that is none.
Result<void> checkPlace(int place, const std::string& target)
{
    struct statfs system { };
    if (::fstatfs(place, &system) != 0)
        return Error::fromErrno("fstatfs", target);
    if (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC)
        return Error::of(ErrorKind::InvalidSpec, target,
            "leads into the kernel's own files in the container: choose another place");
    return {};
}

} // namespace

Result<UniqueFd> findBindSource(const BindSource& source)
{
    std::optional<FileRights> rights;
    if (source.asUser)
        rights.emplace(TRY(FileRights::of(*source.asUser)));
    UniqueFd file = TRY(openPath(source));
    struct stat status { };
    if (::fstat(file.get(), &status) != 0)
        return Error::fromErrno("fstat", source.path);
    if (source.identity && *source.identity != FileIdentity { status.st_dev, status.st_ino })
        return Error::of(ErrorKind::InvalidSpec, source.path,
            "something else stands there since it was handed over: hand it over again");
    return file;
}

Result<UniqueFd> cloneBindSource(const BindSource& source)
{
    UniqueFd found;
    if (source.descriptor < 0)
        found = TRY(findBindSource(source));
    const int file = source.descriptor < 0 ? found.get() : source.descriptor;
    auto mount = cloneMount(file, "", source.depth);
    if (!mount) {
        Error error = mount.error();
        error.object = source.path;
        if (error.number == EINVAL && source.depth == Depth::One)
            error.text = "other file systems are mounted in it, which cannot be left out: set "
                         "recursive to true";
        return error;
    }
    TRY(configure(mount.value().get(), source));
    return mount;
}

Result<void> attachInRoot(int root, int mount, const std::string& target)
{
    struct stat status { };
    if (::fstat(mount, &status) != 0)
        return Error::fromErrno("fstat", target);
    const UniqueFd place
        = TRY(placeInRoot(root, target, S_ISDIR(status.st_mode) ? Place::Directory : Place::File));
    TRY(checkPlace(place.get(), target));
    return attachMount(mount, place.get(), target);
}

} // namespace vitrine::kernel
