// SPDX-License-Identifier: GPL-3.0-or-later
// The host's side of the steps of oci_steps.h.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/plan/oci_child.h"
#include "backend/plan/oci_steps.h"

#include <vector>

namespace vitrine::plan::oci {

struct HostState {
    pid_t pid = 0; ///< of the process, once it is started
    int cgroup = -1; ///< directory of its group
    const Parts* parts = nullptr;
    std::vector<UniqueFd>& handedOver; ///< what goes to the process when it is let go on
};

[[nodiscard]] Result<void> applyOnHost(const OciStep& step, const HostState& state);

} // namespace vitrine::plan::oci
