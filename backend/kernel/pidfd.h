// SPDX-License-Identifier: GPL-3.0-or-later
// Processes by pidfd, never by number.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <sys/types.h>

namespace vitrine::kernel {

/// pidfd_open(2).
[[nodiscard]] Result<UniqueFd> openProcess(pid_t pid);

/// pidfd_send_signal(2); ESRCH when it has ended.
[[nodiscard]] Result<void> signalProcess(int pidfd, int signal);

/// Field 4 of /proc/PID/stat.
[[nodiscard]] Result<pid_t> parentOf(pid_t pid);

/// Field 22 of /proc/PID/stat: start time in clock ticks since boot, tells a process from a later
/// one of the same number.
[[nodiscard]] Result<unsigned long long> startTimeOf(pid_t pid);

/// Field 52 of /proc/PID/stat, as waitpid(2) would tell it: of a process that has ended and that
/// its parent has not waited for.
[[nodiscard]] Result<int> exitStatusOf(pid_t pid);

struct ProcessStatus {
    char state = 0; ///< 'R', 'S', 'Z', …
    unsigned long long startTime = 0;
};
/// Fields 3 and 22 of /proc/PID/stat at one moment.
[[nodiscard]] Result<ProcessStatus> statusOf(pid_t pid);

} // namespace vitrine::kernel
