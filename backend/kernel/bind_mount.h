// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the host in a container: open_tree(2), mount_setattr(2), move_mount(2).
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/id_map.h"
#include "backend/kernel/mounts.h"
#include "backend/spec/volumes.h"

#include <optional>
#include <string>
#include <sys/types.h>

namespace vitrine::kernel {

struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    bool operator==(const FileIdentity&) const = default;
};

/// What is bound, and how it shall show.
struct BindSource {
    std::string path; ///< directory or file; for people only when there is a descriptor
    int descriptor = -1; ///< instead of the path
    std::optional<FileIdentity> identity; ///< it must be this one, reached through no symlink
    std::optional<uid_t> asUser; ///< find it with this user's rights
    Depth depth = Depth::Recursive; ///< with or without what is mounted below
    unsigned set = 0, clear = 0; ///< MOUNT_ATTR_*
    std::optional<Propagation> propagation;
    IdMap users, groups; ///< show files through these: file's id, id shown, count; empty: as it is
};

/// The file that SOURCE names, as an O_PATH descriptor.
[[nodiscard]] Result<UniqueFd> findBindSource(const BindSource& source);

/// A detached mount of SOURCE.
[[nodiscard]] Result<UniqueFd> cloneBindSource(const BindSource& source);

/// Attach the detached MOUNT on TARGET below ROOT. Symlinks lead nowhere but to places below ROOT;
/// a target that is missing is made, as a directory or a file as the mount has it. A target in
/// procfs or sysfs is refused.
[[nodiscard]] Result<void> attachInRoot(int root, int mount, const std::string& target);

} // namespace vitrine::kernel
