// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that nobody can change: sealed copies in memory (memfd_create(2), F_ADD_SEALS), and
// read-only mounts that are nowhere (open_tree(2), mount_setattr(2)).
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>

namespace vitrine::kernel {

/// A sealed, executable copy of FILE in memory, shown as NAME.
[[nodiscard]] Result<UniqueFd> sealedCopy(int file, const std::string& name);

/// True when FILE is such a copy.
[[nodiscard]] bool isSealed(int file);

/// FILE as the root of a read-only mount of its own, to be executed at once: the descriptor must be
/// close-on-exec and the only one. Without it the mount is in no namespace, so no call can find it
/// to change it or to copy it, and the program goes on holding the file by nothing else. Needs the
/// right to mount (CAP_SYS_ADMIN).
[[nodiscard]] Result<UniqueFd> readOnlyClone(int file, const std::string& name);

/// True when FILE was opened by such a mount.
[[nodiscard]] bool isReadOnlyClone(int file);

} // namespace vitrine::kernel
