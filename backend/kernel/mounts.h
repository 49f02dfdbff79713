// SPDX-License-Identifier: GPL-3.0-or-later
// Mounts as file descriptors: fsopen(2), fsmount(2), open_tree(2), move_mount(2),
// mount_setattr(2). A mount that is never attached goes away with its descriptor, so nothing here
// needs an undo.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::kernel {

using MountOptions = std::vector<std::pair<std::string, std::string>>; ///< value "" is a flag

/// A new, detached mount of file system TYPE. ATTRIBUTES are MOUNT_ATTR_* flags. Errors carry
/// what the kernel logged on the fs context.
[[nodiscard]] Result<UniqueFd> newMount(
    const std::string& type, const MountOptions& options, unsigned attributes);

/// The same with SOURCE, what mount tables show as the device; "" stands for TYPE.
[[nodiscard]] Result<UniqueFd> newMount(const std::string& type, const std::string& source,
    const MountOptions& options, unsigned attributes);

enum class Depth { One, Recursive };

/// A detached copy of the mount at PATH, of the part of the tree below PATH.
[[nodiscard]] Result<UniqueFd> cloneMount(int directory, const std::string& path, Depth depth);

/// Attach the detached MOUNT on TARGET (an O_PATH descriptor).
[[nodiscard]] Result<void> attachMount(int mount, int target, const std::string& name);

/// Set and clear MOUNT_ATTR_* flags.
[[nodiscard]] Result<void> setMountAttributes(
    int mount, unsigned set, unsigned clear, Depth depth, const std::string& name);

/// Set how mounts below it reach others and theirs reach it: MS_PRIVATE, MS_SHARED, MS_SLAVE or
/// MS_UNBINDABLE.
[[nodiscard]] Result<void> setMountPropagation(
    int mount, std::uint64_t propagation, Depth depth, const std::string& name);

/// Show the files of the detached MOUNT with the ids of USER_NAMESPACE. Fails with EINVAL where
/// the file system cannot do it.
[[nodiscard]] Result<void> mapMountIds(int mount, int userNamespace, const std::string& name);

/// Let MOUNT, a clone that is not attached yet, have no peers: what is mounted on it would appear
/// on those of the mount that it was cloned from, which systemd shares.
[[nodiscard]] Result<void> leavePeers(int mount, const std::string& name);

/// Keep what is mounted in this mount namespace from reaching others (MS_SLAVE on everything).
[[nodiscard]] Result<void> stopPropagation();

/// Make the directory ROOT (a mount point) the root of this mount namespace and drop the old one.
[[nodiscard]] Result<void> pivotRoot(int root);

} // namespace vitrine::kernel
