// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest image: the host's static busybox and a link for each of its applets.
#pragma once

#include "backend/image/image.h"

namespace vitrine {

[[nodiscard]] Image describeBusybox(const std::string& storage);
/// Make the layer that describeBusybox() names, unless it is there.
[[nodiscard]] Result<void> prepareBusybox(const std::string& storage);

} // namespace vitrine
