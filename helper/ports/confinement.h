// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"

namespace vitrine::ports {

/// As many descriptors as the hard limit allows. Returns how many.
[[nodiscard]] Result<std::size_t> raiseDescriptorLimit();

/// No capability, no core, no new privileges, and no system call that forwarding does not need: it
/// cannot open a file, start a process or listen. What does so ends it.
[[nodiscard]] Result<void> confine();

} // namespace vitrine::ports
