// SPDX-License-Identifier: GPL-3.0-or-later
// Small files and trees, always relative to a directory descriptor.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <vector>

namespace vitrine {

/// Open PATH below DIRECTORY (AT_FDCWD for the working directory) with O_CLOEXEC added to FLAGS.
[[nodiscard]] Result<UniqueFd> openAt(
    int directory, const std::string& path, int flags, mode_t mode = 0);

/// Open a directory for use as a base of further calls; does not follow a symlink at its end.
[[nodiscard]] Result<UniqueFd> openDirectory(int directory, const std::string& path);

/// The whole content of a file. Quota when it is longer than LIMIT bytes.
[[nodiscard]] Result<std::string> readFile(
    int directory, const std::string& path, std::size_t limit = 1 << 20);

/// Write TEXT in one write(2) to a file that exists: /proc and cgroup files.
[[nodiscard]] Result<void> writeExisting(
    int directory, const std::string& path, std::string_view text);

enum class Durability {
    Process, ///< survives the death of this process
    PowerCut, ///< survives a power cut too: fsync of file and directory
};

/// Replace or create the file PATH: it has the old or the new content, never a part.
[[nodiscard]] Result<void> replaceFile(
    int directory, const std::string& path, std::string_view text, Durability durability);

/// Make a directory; one that is there already is as good.
[[nodiscard]] Result<void> ensureDirectory(int directory, const std::string& path, mode_t mode);
/// Make PATH (absolute) and what is missing above it.
[[nodiscard]] Result<void> ensureDirectories(const std::string& path, mode_t mode);

/// Remove PATH and all below it. Never follows symlinks, never crosses into another mount;
/// it is no error when PATH is not there.
[[nodiscard]] Result<void> removeTree(int directory, const std::string& path);

/// Names in a directory, without "." and "..", in no order.
[[nodiscard]] Result<std::vector<std::string>> namesIn(int directory);

/// Make the symlink NAME of the directory FROM once more in TO.
[[nodiscard]] Result<void> copyLink(int from, int to, const std::string& name);

/// Give NAME in the directory TO the mode (of all but symlinks) and the times of STATUS: after its
/// owner and its attributes, since those change the mode or want a right to write.
[[nodiscard]] Result<void> copyModeAndTimes(
    int to, const std::string& name, const struct stat& status);

} // namespace vitrine
