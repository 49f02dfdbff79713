// SPDX-License-Identifier: GPL-3.0-or-later
// The default profile: what the field's runtimes (Docker, podman, containerd) let a container call.
// Calls that are in neither list fail with ENOSYS, so that programs fall back to older ones.
#pragma once

#include <vector>

namespace vitrine::kernel {

/// Allowed whatever the arguments. clone, personality and socket are allowed with conditions.
[[nodiscard]] const std::vector<const char*>& allowedCalls();

/// Known and refused with EPERM: they change the machine, not the container.
[[nodiscard]] const std::vector<const char*>& refusedCalls();

} // namespace vitrine::kernel
