// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/image.h"

#include "backend/base/files.h"
#include "backend/image/busybox.h"
#include "backend/image/host_copy.h"
#include "backend/image/this_system.h"

#include <fcntl.h>
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

} // namespace

Result<void> fillUpper(int upper, const Image& image)
{
    const UniqueFd root = TRY(openDirectory(AT_FDCWD, "/"));
    if (!image.branches.empty())
        TRY(copyTree(root.get(), upper, image));
    for (const auto& hidden : image.hidden) {
        TRY(copyParents(root.get(), upper, hidden.path));
        TRY(ensureDirectory(upper, hidden.path, 0755));
        TRY(makeOpaque(upper, hidden));
    }
    return {};
}

std::vector<Image> listImages(const std::string& storage, ImageOwner owner)
{
    std::vector<Image> images { describeBusybox(storage), describeThisSystem(storage, owner) };
    if (!needsBranches())
        return images;
    if (const auto read = readBranches(images.back()); !read) {
        images.back().available = false;
        images.back().reason = read.error().message();
    }
    return images;
}

LowerLayers lowerLayersOf(const std::string& storage, const std::string& name)
{
    const bool host = name == "this-system";
    const Image image = host ? describeThisSystem(storage, {}) : describeBusybox(storage);
    LowerLayers lower { {}, host && needsBranches() };
    for (auto layer = image.layers.rbegin(); layer != image.layers.rend(); ++layer)
        lower.paths.push_back(layer->path);
    return lower;
}

Result<Image> findImage(const std::string& storage, const std::string& name, ImageOwner owner)
{
    if (name != "busybox" && name != "this-system")
        return Error::of(ErrorKind::NotFound, "image",
            "no image '" + name + "'; there are: busybox, this-system");
    Image image = name == "busybox" ? describeBusybox(storage) : describeThisSystem(storage, owner);
    if (!image.available)
        return Error::of(ErrorKind::NotSupported, "image", image.reason);
    if (name == "this-system" && needsBranches())
        TRY(readBranches(image));
    return image;
}

Result<Image> prepareImage(const std::string& storage, const std::string& name, ImageOwner owner)
{
    Image image = TRY(findImage(storage, name, owner));
    const bool made = !image.layers.empty() && image.layers.front().size > 0;
    if (name != "busybox" || made)
        return image;
    TRY(prepareBusybox(storage));
    return describeBusybox(storage);
}

} // namespace vitrine
