// SPDX-License-Identifier: GPL-3.0-or-later
// The file tree of this computer for a user who may not stack layers on all of it at once:
// overlayfs takes no directory as a layer, inside a user namespace, that has other mounts somewhere
// in it. So each directory without them is stacked by itself.
#pragma once

#include "backend/image/image.h"

#include <string>
#include <vector>

namespace vitrine {

/// One line of /proc/self/mountinfo.
struct MountPoint {
    std::string path; ///< "/boot/efi"
    std::string type; ///< "vfat"
};

/// The mounts in TEXT, the content of /proc/self/mountinfo (proc_pid_mountinfo(5)). A line that
/// cannot be read is left out.
[[nodiscard]] std::vector<MountPoint> parseMountPoints(const std::string& text);

/// What readHostTree() makes of a tree; the members are those of Image.
struct HostTree {
    std::vector<ImageBranch> branches;
    std::vector<HiddenDirectory> hidden; ///< directories that this user cannot read
    std::vector<std::string> copies;
    std::vector<std::string> leftOut;
};

/// Steps of a plan are limited, and each branch is one.
inline constexpr std::size_t maximumBranches = 64;

/// Take the directory ROOT apart. MOUNTS are absolute paths with ROOT as "/". What HIDDEN names is
/// not looked at. Quota when there are more directories than maximumBranches.
[[nodiscard]] Result<HostTree> readHostTree(
    int root, const std::vector<MountPoint>& mounts, const std::vector<HiddenDirectory>& hidden);

} // namespace vitrine
