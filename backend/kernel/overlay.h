// SPDX-License-Identifier: GPL-3.0-or-later
// Documentation/filesystems/overlayfs.rst.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>
#include <vector>

namespace vitrine::kernel {

struct OverlayLayerSource {
    std::string path;
    bool mapIds = false; ///< show its files with the ids of the user namespace
};

struct OverlayRequest {
    std::vector<OverlayLayerSource> lower; ///< from the topmost down
    std::string writable; ///< directory that holds "upper" and "work"
    bool mapWritable = false;
    int userNamespace = -1; ///< for mapIds and mapWritable
    bool userXattr = false; ///< keep marks in user.overlay.*: needed inside a user namespace
};

/// A detached overlay mount. Layers are handed to the kernel as /proc/self/fd/N, so their paths
/// may hold any character and idmapped copies need no place in the tree.
[[nodiscard]] Result<UniqueFd> mountOverlay(const OverlayRequest& request);

} // namespace vitrine::kernel
