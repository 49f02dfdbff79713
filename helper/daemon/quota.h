// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "helper/daemon/parts.h"

#include <sys/types.h>

namespace vitrine::daemon {

inline constexpr int maximumContainers = 256; ///< of one user

/// Quota when USER has as many containers as one may have; those being made count.
[[nodiscard]] Result<void> checkQuota(const Parts& parts, uid_t user);

} // namespace vitrine::daemon
