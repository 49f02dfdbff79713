// SPDX-License-Identifier: GPL-3.0-or-later
// What of the host's tree lies in a writable layer from the start.
#pragma once

#include "backend/image/image.h"

#include <string>

namespace vitrine {

/// Directories are copied down to paths of so many names: "usr/share/doc".
inline constexpr int copiedNames = 3;
/// So many of them at most, those of a level before those below.
inline constexpr std::size_t maximumCopiedDirectories = 4096;

/// The directories above PATH (relative) look in UPPER as they do below ROOT.
[[nodiscard]] Result<void> copyParents(int root, int upper, const std::string& path);

/// Put into UPPER the copies of IMAGE and its branches' upper directories, with directories of
/// theirs: those of an ordinary user's container are nobody's until they are in the writable layer,
/// and nobody's cannot be written in.
[[nodiscard]] Result<void> copyTree(int root, int upper, const Image& image);

} // namespace vitrine
