// SPDX-License-Identifier: GPL-3.0-or-later
// Places to mount on in a tree that somebody else wrote.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>

namespace vitrine::kernel {

enum class TargetKind { Directory, File };

struct MountTarget {
    UniqueFd place; ///< O_PATH
    std::string path; ///< what the path came to, without symlinks, "/run/lock"
};

/// The place PATH below the directory ROOT. Symlinks are followed as a process with its root there
/// would see them, also those whose targets are missing; what is missing is made. Never leaves
/// ROOT, also not when somebody changes the tree meanwhile (ELOOP or ENOENT then).
[[nodiscard]] Result<MountTarget> mountTarget(int root, const std::string& path, TargetKind kind);

/// Refuses a place inside a proc file system, where a mount could hide or forge what the container
/// is confined by; all but a few files there that only inform.
[[nodiscard]] Result<void> checkNotInProc(const MountTarget& target);

} // namespace vitrine::kernel
