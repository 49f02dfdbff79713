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
    else
        TRY(leavePeers(mount.get(), path));
    return mount;
}

namespace {

std::string pathOf(int fd)
{
    return "/proc/self/fd/" + std::to_string(fd);
}

} // namespace

Result<UniqueFd> mountOverlay(const std::vector<int>& lower, int writable)
{
    std::string lowerPaths;
    for (const int layer : lower)
        lowerPaths += (lowerPaths.empty() ? "" : ":") + pathOf(layer);
    return newMount("overlay",
        { { "lowerdir", lowerPaths }, { "upperdir", pathOf(writable) + "/upper" },
            { "workdir", pathOf(writable) + "/work" }, { "userxattr", "" } },
        0);
}

Result<UniqueFd> mountOverlay(int lower, int upper, int work, unsigned attributes)
{
    return newMount("overlay",
        { { "lowerdir", pathOf(lower) }, { "upperdir", pathOf(upper) }, { "workdir", pathOf(work) },
            { "userxattr", "" } },
        attributes);
}

} // namespace vitrine::kernel
