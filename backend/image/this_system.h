// SPDX-License-Identifier: GPL-3.0-or-later
// The host's own root file system as a read-only layer: a container in one click, no download.
#pragma once

#include "backend/image/image.h"

namespace vitrine {

/// What is private to the host or belongs to the running system is hidden: /run /tmp /home /root
/// /mnt /media, this user's home wherever it is and Vitrine's own STORAGE (/proc /sys /dev are the
/// container's own). For an OWNER other than root the host's files keep their owners, so that what
/// only the host's root can read stays unreadable inside.
///
/// Without its branches: see readBranches().
[[nodiscard]] Image describeThisSystem(const std::string& storage, ImageOwner owner);

/// Root stacks the writable layer on "/" as a whole. This process is an ordinary user's and may
/// not: there are other mounts in it.
[[nodiscard]] bool needsBranches();

/// Find out how IMAGE is put together now.
[[nodiscard]] Result<void> readBranches(Image& image);

} // namespace vitrine
