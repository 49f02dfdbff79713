// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/this_system.h"

#include <unistd.h>

namespace vitrine {

namespace {

constexpr auto hiddenDirectories = { "run", "tmp", "home", "root" };

/// True when PATH (absolute) lies in a directory that is hidden anyway.
bool isHidden(const std::string& path)
{
    for (const char* hidden : hiddenDirectories)
        if (path.rfind("/" + std::string(hidden) + "/", 0) == 0)
            return true;
    return false;
}

} // namespace

Image describeThisSystem(const std::string& storage, ImageOwner owner)
{
    Image image { "this-system", "This computer's own programs, read-only, with a writable layer",
        true, {}, { "/bin/sh" }, {}, {} };
    if (::geteuid() != 0) {
        image.available = false;
        image.reason = "the root file system has other mounts in it, and overlayfs takes such a "
                       "layer from root only: use the system helper, or the image busybox";
    }
    image.layers = { { "/", "this computer's root file system", 0, owner.uid == 0 } };
    image.hidden = { { "run", 0755 }, { "tmp", 01777 }, { "home", 0755 }, { "root", 0700 } };
    const std::string data = storage.substr(0, storage.rfind('/')); // STORAGE is "DATA/images"
    if (!isHidden(data))
        image.hidden.push_back({ data.substr(1), 0700 });
    return image;
}

} // namespace vitrine
