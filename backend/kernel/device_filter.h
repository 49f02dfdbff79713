// SPDX-License-Identifier: GPL-3.0-or-later
// Which devices the processes of a cgroup v2 group may use: a BPF program on the group,
// Documentation/admin-guide/cgroup-v2.rst, "Device controller".
#pragma once

#include "backend/base/result.h"
#include "backend/spec/oci/runtime_config.h"

#include <linux/bpf.h>
#include <vector>

namespace vitrine::kernel {

/// What a container can always use: null, zero, full, random, urandom, tty, console, terminals, and
/// any node may be made, if not opened.
[[nodiscard]] std::vector<oci::DeviceRule> defaultDeviceRules();

/// The program for RULES, of which the last one that fits decides; what fits none is refused.
[[nodiscard]] std::vector<bpf_insn> compileDeviceRules(const std::vector<oci::DeviceRule>& rules);

/// Put RULES on the group open as CGROUP. They end with the group.
[[nodiscard]] Result<void> attachDeviceRules(int cgroup, const std::vector<oci::DeviceRule>& rules);

} // namespace vitrine::kernel
