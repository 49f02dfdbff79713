// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/image.h"

#include "backend/image/busybox.h"
#include "backend/image/this_system.h"

namespace vitrine {

std::vector<Image> listImages(const std::string& storage)
{
    return { describeBusybox(storage), describeThisSystem(storage) };
}

Result<Image> prepareImage(const std::string& storage, const std::string& name, ImageOwner owner)
{
    for (const auto& image : listImages(storage)) {
        if (image.name == name && !image.available)
            return Error::of(ErrorKind::NotSupported, "image", image.reason);
    }
    if (name == "busybox")
        return prepareBusybox(storage);
    if (name == "this-system")
        return prepareThisSystem(storage, owner);
    return Error::of(
        ErrorKind::NotFound, "image", "no image '" + name + "'; there are: busybox, this-system");
}

} // namespace vitrine
