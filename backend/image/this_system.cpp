// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/this_system.h"

#include "backend/base/files.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace vitrine {

namespace {

struct Hidden {
    const char* path;
    mode_t mode;
};

constexpr Hidden hiddenDirectories[] { { "proc", 0555 }, { "sys", 0555 }, { "dev", 0755 },
    { "run", 0755 }, { "tmp", 01777 }, { "home", 0755 }, { "root", 0700 } };

/// Make DIRECTORY hide the one below it: overlayfs reads trusted.overlay.opaque in mounts made by
/// root and user.overlay.opaque in mounts with the option userxattr.
Result<void> makeOpaque(int directory, const std::string& name)
{
    if (::fsetxattr(directory, "user.overlay.opaque", "y", 1, 0) != 0)
        return Error::fromErrno("fsetxattr(user.overlay.opaque)", name);
    if (::geteuid() == 0 && ::fsetxattr(directory, "trusted.overlay.opaque", "y", 1, 0) != 0)
        return Error::fromErrno("fsetxattr(trusted.overlay.opaque)", name);
    return {};
}

Result<void> hideDirectory(int mask, const std::string& path, mode_t mode)
{
    TRY(ensureDirectory(mask, path, 0755));
    const UniqueFd directory = TRY(openDirectory(mask, path));
    TRY(makeOpaque(directory.get(), path)); // while it may still be written
    if (::fchmod(directory.get(), mode) != 0)
        return Error::fromErrno("fchmod", path);
    return {};
}

/// Hide the absolute path STORAGE; directories above it look as they do on the host.
Result<void> hideStorage(int mask, const std::string& storage)
{
    for (const auto& hidden : hiddenDirectories)
        if (storage.rfind("/" + std::string(hidden.path) + "/", 0) == 0)
            return {};
    for (std::size_t slash = storage.find('/', 1); slash != std::string::npos;
         slash = storage.find('/', slash + 1)) {
        const std::string above = storage.substr(1, slash - 1);
        struct stat status {};
        if (::stat(("/" + above).c_str(), &status) != 0)
            return Error::fromErrno("stat", "/" + above);
        TRY(ensureDirectory(mask, above, 0755));
        if (::fchmodat(mask, above.c_str(), status.st_mode & 07777, 0) != 0)
            return Error::fromErrno("fchmodat", above);
    }
    return hideDirectory(mask, storage.substr(1), 0700);
}

/// STORAGE is "DATA/images"; all of DATA is Vitrine's.
std::string dataDirectory(const std::string& storage)
{
    return storage.substr(0, storage.rfind('/'));
}

constexpr auto maskName = "this-system-mask-1";

} // namespace

Image describeThisSystem(const std::string& storage)
{
    Image image { "this-system", "This computer's own programs, read-only, with a writable layer",
        true, {}, { "/bin/sh" }, {} };
    image.layers = { { "/", "this computer's root file system", 0, true },
        { storage + "/" + maskName, "what is hidden of it", 0, true } };
    return image;
}

Result<Image> prepareThisSystem(const std::string& storage, ImageOwner owner)
{
    Image image = describeThisSystem(storage);
    image.layers.front().shiftIds = owner.uid == 0;
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, storage));
    if (::faccessat(directory.get(), maskName, F_OK, 0) == 0)
        return image;
    const std::string staging = std::string(maskName) + ".new";
    TRY(removeTree(directory.get(), staging));
    TRY(ensureDirectory(directory.get(), staging, 0755));
    const UniqueFd mask = TRY(openDirectory(directory.get(), staging));
    for (const auto& hidden : hiddenDirectories)
        TRY(hideDirectory(mask.get(), hidden.path, hidden.mode));
    TRY(hideStorage(mask.get(), dataDirectory(storage)));
    if (::renameat(directory.get(), staging.c_str(), directory.get(), maskName) != 0)
        return Error::fromErrno("renameat", staging);
    return image;
}

} // namespace vitrine
