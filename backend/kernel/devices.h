// SPDX-License-Identifier: GPL-3.0-or-later
// Device nodes of the host for a container that has ids of its own.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

/// A detached, small tmpfs for /dev with nodes for DEVICES ("/dev/fuse"), all of it owned by OWNER.
/// Made by root of the initial user namespace: elsewhere no node could be opened. InvalidSpec when
/// one of them is no device.
[[nodiscard]] Result<UniqueFd> makeDeviceDirectory(
    const std::vector<std::string>& devices, uid_t owner);

} // namespace vitrine::kernel
