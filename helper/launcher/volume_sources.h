// SPDX-License-Identifier: GPL-3.0-or-later
// Descriptors of files become what a container can find again each time that it starts.
#pragma once

#include "backend/base/json.h"
#include "backend/base/unique_fd.h"

#include <sys/types.h>
#include <vector>

namespace vitrine::launcher {

/// SPEC with, for each volume whose source is {"descriptor": N}, the path, device and inode of
/// DESCRIPTORS[N]. Only a directory or a regular file that its sender could open is taken (no
/// O_PATH), and only when USER finds it at its path without a symlink.
[[nodiscard]] Result<Json> nameSources(
    Json spec, const std::vector<UniqueFd>& descriptors, uid_t user);

/// InvalidSpec when a volume of SPEC was named by a path alone.
[[nodiscard]] Result<void> requireDescriptors(const Json& spec);

} // namespace vitrine::launcher
