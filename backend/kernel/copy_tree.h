// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"

namespace vitrine::kernel {

/// Copy what is in the directory FROM into the directory TO: files, directories, symlinks, nodes,
/// with owners, modes and times. Follows no symlink, enters no other mount.
[[nodiscard]] Result<void> copyTree(int from, int to);

} // namespace vitrine::kernel
