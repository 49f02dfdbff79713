// SPDX-License-Identifier: GPL-3.0-or-later
// Disks by name, for io.max.
#pragma once

#include "backend/base/result.h"
#include "backend/spec/limits.h"

namespace vitrine::kernel {

/// LIMITS with the numbers of all devices that they name by path: looked up below /dev, and never
/// outside it. Fails with the field as object when one is no block device, not there, or a
/// partition: the kernel limits whole disks.
[[nodiscard]] Result<Limits> withDeviceNumbers(Limits limits);

} // namespace vitrine::kernel
