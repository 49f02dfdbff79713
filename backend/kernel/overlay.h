// SPDX-License-Identifier: GPL-3.0-or-later
// Documentation/filesystems/overlayfs.rst.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>
#include <vector>

namespace vitrine::kernel {

/// A detached copy of the mount at PATH, its files shown with the ids of USERNAMESPACE, or with
/// their own when that is -1.
[[nodiscard]] Result<UniqueFd> cloneLayer(const std::string& path, int userNamespace);

/// A detached overlay mount of directories: LOWER from the topmost down, and WRITABLE, which holds
/// "upper" and "work". Layers are named to the kernel as /proc/self/fd/N, so their paths may hold
/// any character and idmapped copies need none. The marks that overlayfs leaves are
/// user.overlay.*, which it may write inside a user namespace.
///
/// Files are read and written with the caller's ids: they must be mapped in idmapped layers.
[[nodiscard]] Result<UniqueFd> mountOverlay(const std::vector<int>& lower, int writable);

/// The same with one directory LOWER and directories UPPER and WORK of one mount. ATTRIBUTES are
/// MOUNT_ATTR_* flags.
[[nodiscard]] Result<UniqueFd> mountOverlay(int lower, int upper, int work, unsigned attributes);

} // namespace vitrine::kernel
