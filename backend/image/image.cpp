// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/image.h"

#include "backend/base/files.h"
#include "backend/image/busybox.h"
#include "backend/image/this_system.h"

#include <sys/stat.h>
#include <sys/xattr.h>

namespace vitrine {

namespace {

/// overlayfs, mounted with userxattr, shows nothing of lower layers in a directory so marked.
Result<void> makeOpaque(int upper, const HiddenDirectory& hidden)
{
    const UniqueFd directory = TRY(openDirectory(upper, hidden.path));
    if (::fsetxattr(directory.get(), "user.overlay.opaque", "y", 1, 0) != 0)
        return Error::fromErrno("fsetxattr(user.overlay.opaque)", hidden.path);
    if (::fchmod(directory.get(), hidden.mode) != 0)
        return Error::fromErrno("fchmod", hidden.path);
    return {};
}

/// Directories above PATH look in UPPER as they do on the host.
Result<void> copyParents(int upper, const std::string& path)
{
    for (std::size_t slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
        const std::string above = path.substr(0, slash);
        struct stat status { };
        if (::stat(("/" + above).c_str(), &status) != 0)
            return Error::fromErrno("stat", "/" + above);
        TRY(ensureDirectory(upper, above, 0755));
        if (::fchmodat(upper, above.c_str(), status.st_mode & 07777, 0) != 0)
            return Error::fromErrno("fchmodat", above);
    }
    return {};
}

} // namespace

Result<void> hideDirectories(int upper, const Image& image)
{
    for (const auto& hidden : image.hidden) {
        TRY(copyParents(upper, hidden.path));
        TRY(ensureDirectory(upper, hidden.path, 0755));
        TRY(makeOpaque(upper, hidden));
    }
    return {};
}

std::vector<Image> listImages(const std::string& storage, ImageOwner owner)
{
    return { describeBusybox(storage), describeThisSystem(storage, owner) };
}

Result<Image> findImage(const std::string& storage, const std::string& name, ImageOwner owner)
{
    std::string names;
    for (auto& image : listImages(storage, owner)) {
        if (image.name == name && !image.available)
            return Error::of(ErrorKind::NotSupported, "image", image.reason);
        if (image.name == name)
            return std::move(image);
        names += (names.empty() ? "" : ", ") + image.name;
    }
    return Error::of(ErrorKind::NotFound, "image", "no image '" + name + "'; there are: " + names);
}

Result<Image> prepareImage(const std::string& storage, const std::string& name, ImageOwner owner)
{
    Image image = TRY(findImage(storage, name, owner));
    if (name == "busybox")
        TRY(prepareBusybox(storage));
    return image;
}

} // namespace vitrine
