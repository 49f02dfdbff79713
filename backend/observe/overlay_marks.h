// SPDX-License-Identifier: GPL-3.0-or-later
// The marks that overlayfs leaves in its layers, in extended attributes trusted.overlay.* or, when
// mounted by a user namespace, user.overlay.*.
#pragma once

#include <string>
#include <sys/stat.h>

namespace vitrine::observe {

/// A whiteout as a character device 0:0.
[[nodiscard]] bool isWhiteoutDevice(const struct stat& status);
/// A whiteout as an empty file with attribute "whiteout".
[[nodiscard]] bool isWhiteoutFile(int directory, const char* name, const struct stat& status);

/// What the attributes of a directory say.
struct DirectoryMarks {
    bool opaque = false; ///< nothing of the layers below shows
    bool whiteoutsByAttribute = false; ///< it may hold whiteouts as files
    std::string redirect; ///< where it was before it was renamed: a name, or a path from the root
};
[[nodiscard]] DirectoryMarks marksOf(int directory, const char* name);

} // namespace vitrine::observe
