// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of a writable layer.
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <functional>

namespace vitrine {

/// Bytes that are copied, and all that there are: for a progress bar.
using CopyProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Copy what is in the directory FROM into the empty directory TO, and FROM's own attributes:
/// contents (shared with the original where the file system can, see ioctl_ficlonerange(2), and
/// with their holes), owners, modes, times, extended attributes, hard links, symbolic links,
/// devices (whiteouts are devices), pipes. LINKS is an empty directory on the same file system that
/// is used meanwhile. The trees may be of any depth; FROM must not change meanwhile.
/// The first failure ends it: what was copied stays for the caller to remove.
[[nodiscard]] Result<void> cloneTree(int from, int to, int links, const CopyProgress& progress);

} // namespace vitrine
