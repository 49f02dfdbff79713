// SPDX-License-Identifier: GPL-3.0-or-later
// Network interfaces of the network namespace that the caller is in; netdevice(7).
#pragma once

#include "backend/base/result.h"

#include <string>

namespace vitrine::kernel {

/// ip link set NAME up.
[[nodiscard]] Result<void> bringUp(const std::string& name);

} // namespace vitrine::kernel
