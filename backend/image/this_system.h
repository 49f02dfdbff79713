// SPDX-License-Identifier: GPL-3.0-or-later
// The host's own root file system as a read-only layer: a container in one click, no download.
#pragma once

#include "backend/image/image.h"

namespace vitrine {

[[nodiscard]] Image describeThisSystem(const std::string& storage);

/// Makes the layer that hides what is private to the host or belongs to the running system:
/// an empty, opaque directory for each of /proc /sys /dev /run /tmp /home /root and for Vitrine's
/// own storage. For an OWNER other than root the host's files keep their owners, so that what only
/// the host's root can read stays unreadable inside.
[[nodiscard]] Result<Image> prepareThisSystem(const std::string& storage, ImageOwner owner);

} // namespace vitrine
