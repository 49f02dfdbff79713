// SPDX-License-Identifier: GPL-3.0-or-later
// A container in front: its terminal and signals pass through the command line.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <sys/types.h>
#include <utility>

namespace vitrine::oci {

/// Two ends of a socket over which a terminal's other end comes.
[[nodiscard]] Result<std::pair<UniqueFd, UniqueFd>> terminalSockets();
/// Wait for it.
[[nodiscard]] Result<UniqueFd> receiveTerminal(int socket);

/// Pass signals on to PROCESS (a pidfd of the child PID) and, with a terminal MASTER (-1: none),
/// what is typed and printed, until it ends. Returns the status a shell would: 128 + signal, or its
/// own.
[[nodiscard]] Result<int> attend(pid_t pid, int process, int master);

/// Keep signals for attend(): from here on they wait.
void holdSignals();

} // namespace vitrine::oci
