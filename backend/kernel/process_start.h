// SPDX-License-Identifier: GPL-3.0-or-later
// clone3(2): a process in new and joined namespaces that is the caller's own child, with no shim
// between: whoever called a runtime's command line waits for it once the command is done.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstdint>
#include <functional>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

struct JoinedNamespace {
    int descriptor = -1; ///< of a /proc/PID/ns file
    std::uint64_t flag = 0; ///< CLONE_NEW*
    std::string name; ///< for errors
};

struct StartRequest {
    std::uint64_t newNamespaces = 0; ///< CLONE_NEW* flags
    std::vector<JoinedNamespace> joined;
    int cgroup = -1; ///< directory to be born in, -1: the caller's
    /// Runs in the child, which then exits with the value returned. Before it execs, the child is
    /// a copy of this single-threaded process.
    std::function<int()> child;
};

struct Started {
    pid_t pid = 0;
    UniqueFd process; ///< pidfd
};

/// Start the process. With joined namespaces a helper process enters them and makes the child on
/// behalf of the caller, whose own namespaces never change.
[[nodiscard]] Result<Started> startProcess(const StartRequest& request);

} // namespace vitrine::kernel
