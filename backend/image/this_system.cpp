// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/image/this_system.h"

#include "backend/base/files.h"
#include "backend/image/host_tree.h"

#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace vitrine {

namespace {

bool isHidden(const Image& image, const std::string& path)
{
    for (const auto& hidden : image.hidden)
        if (path == hidden.path || path.rfind(hidden.path + "/", 0) == 0)
            return true;
    return false;
}

/// Hide what the directory PATH (absolute) really is, unless it is hidden anyway.
void hide(Image& image, const std::string& path, mode_t mode)
{
    char real[PATH_MAX];
    if (!::realpath(path.c_str(), real) || real[1] == '\0') // not there, or "/" itself
        return;
    if (const std::string relative = real + 1; !isHidden(image, relative))
        image.hidden.push_back({ relative, mode });
}

} // namespace

Image describeThisSystem(const std::string& storage, ImageOwner owner)
{
    Image image;
    image.name = "this-system";
    image.description = "This computer's own programs, read-only, with a writable layer";
    image.available = true;
    image.command = { "/bin/sh" };
    image.layers = { { "/", "this computer's root file system", 0, owner.uid == 0 } };
    image.hidden = { { "run", 0755 }, { "tmp", 01777 }, { "home", 0755 }, { "root", 0700 },
        { "mnt", 0755 }, { "media", 0755 } };
    for (const auto& hidden : std::vector(image.hidden))
        hide(image, "/" + hidden.path, hidden.mode); // /home may be a link to /var/home
    if (const char* home = std::getenv("HOME"))
        hide(image, home, 0700);
    hide(image, storage.substr(0, storage.rfind('/')), 0700); // STORAGE is "DATA/images"
    return image;
}

bool needsBranches()
{
    return ::geteuid() != 0;
}

Result<void> readBranches(Image& image)
{
    for (const char* kernels : { "proc", "sys", "dev" })
        image.hidden.push_back({ kernels, 0755 });
    constexpr std::size_t largestTable = 16 << 20;
    const auto mounts
        = parseMountPoints(TRY(readFile(AT_FDCWD, "/proc/self/mountinfo", largestTable)));
    const UniqueFd root = TRY(openDirectory(AT_FDCWD, "/"));
    HostTree tree = TRY(readHostTree(root.get(), mounts, image.hidden));
    image.branches = std::move(tree.branches);
    image.copies = std::move(tree.copies);
    image.leftOut = std::move(tree.leftOut);
    for (auto& hidden : tree.hidden)
        image.hidden.push_back(std::move(hidden));
    return {};
}

} // namespace vitrine
