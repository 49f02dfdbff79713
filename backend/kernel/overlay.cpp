// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/overlay.h"

#include "backend/base/files.h"
#include "backend/kernel/mounts.h"

#include <fcntl.h>

namespace vitrine::kernel {

namespace {

Result<UniqueFd> openLayer(const std::string& path, bool mapIds, int userNamespace)
{
    if (!mapIds)
        return openAt(AT_FDCWD, path, O_PATH | O_DIRECTORY | O_NOFOLLOW);
    UniqueFd mount = TRY(cloneMount(AT_FDCWD, path, Depth::One));
    TRY(mapMountIds(mount.get(), userNamespace, path));
    return mount;
}

std::string pathOf(const UniqueFd& fd)
{
    return "/proc/self/fd/" + std::to_string(fd.get());
}

} // namespace

Result<UniqueFd> mountOverlay(const OverlayRequest& request)
{
    std::vector<UniqueFd> layers;
    std::string lower;
    for (const auto& layer : request.lower) {
        layers.push_back(TRY(openLayer(layer.path, layer.mapIds, request.userNamespace)));
        lower += (lower.empty() ? "" : ":") + pathOf(layers.back());
    }
    const UniqueFd writable
        = TRY(openLayer(request.writable, request.mapWritable, request.userNamespace));
    MountOptions options { { "lowerdir", lower }, { "upperdir", pathOf(writable) + "/upper" },
        { "workdir", pathOf(writable) + "/work" } };
    if (request.userXattr)
        options.emplace_back("userxattr", "");
    return newMount("overlay", options, 0);
}

} // namespace vitrine::kernel
