// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/overlay.h"

#include "backend/kernel/mounts.h"

#include <fcntl.h>

namespace vitrine::kernel {

Result<UniqueFd> cloneLayer(const std::string& path, int userNamespace)
{
    UniqueFd mount = TRY(cloneMount(AT_FDCWD, path, Depth::One));
    if (userNamespace >= 0)
        TRY(mapMountIds(mount.get(), userNamespace, path));
    return mount;
}

Result<UniqueFd> mountOverlay(const std::vector<int>& lower, int writable)
{
    const auto pathOf = [](int fd) { return "/proc/self/fd/" + std::to_string(fd); };
    std::string lowerPaths;
    for (const int layer : lower)
        lowerPaths += (lowerPaths.empty() ? "" : ":") + pathOf(layer);
    return newMount("overlay",
        { { "lowerdir", lowerPaths }, { "upperdir", pathOf(writable) + "/upper" },
            { "workdir", pathOf(writable) + "/work" }, { "userxattr", "" } },
        0);
}

} // namespace vitrine::kernel
