// SPDX-License-Identifier: GPL-3.0-or-later
// Paths inside a tree that somebody else wrote: openat2(2) with RESOLVE_IN_ROOT, no magic links.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>
#include <sys/types.h>

namespace vitrine::kernel {

enum class Symlinks {
    Refuse, ///< ELOOP
    InsideRoot, ///< followed, absolute ones from ROOT
};

/// Open PATH (with or without a leading slash) as O_PATH below the directory ROOT.
[[nodiscard]] Result<UniqueFd> openInRoot(int root, const std::string& path, Symlinks symlinks);

/// The directory PATH below ROOT, made with MODE when it is missing (its parents too). A symlink
/// on the way is refused.
[[nodiscard]] Result<UniqueFd> directoryInRoot(int root, const std::string& path, mode_t mode);

enum class Place { Directory, File };

/// A place to mount on, PATH below ROOT, of the kind asked for. Symlinks are followed and lead to
/// places below ROOT only; PATH itself may be one that leads to nothing yet, what stands before its
/// name may not (ELOOP). What is missing is made: directories with mode 0755, an empty file. Fails
/// with ENOTDIR or EISDIR when something of the other kind is there.
[[nodiscard]] Result<UniqueFd> placeInRoot(int root, const std::string& path, Place kind);

/// The regular file PATH below ROOT, made empty when it is missing: a place to bind on.
[[nodiscard]] Result<UniqueFd> fileInRoot(int root, const std::string& path);

/// The text of the regular file PATH below ROOT, symlinks followed inside it; Quota when it is
/// longer than LIMIT bytes.
[[nodiscard]] Result<std::string> readInRoot(
    int root, const std::string& path, std::size_t limit = 1 << 20);

} // namespace vitrine::kernel
