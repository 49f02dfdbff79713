// SPDX-License-Identifier: GPL-3.0-or-later
// Standard input, output and error of a process in a container; pty(7), devpts.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstdint>
#include <vector>

namespace vitrine::kernel {

struct TerminalSize {
    std::uint16_t rows = 24;
    std::uint16_t columns = 80;
};

/// Make a terminal in the devpts at /dev/pts of the namespace that the caller is in, make it the
/// controlling terminal of a new session and standard input, output and error.
/// Returns the other end (the master).
[[nodiscard]] Result<UniqueFd> takeNewTerminal(TerminalSize size);

/// Send MASTER over SOCKET as the OCI runtimes do: with the name of the slave as the message.
[[nodiscard]] Result<void> sendTerminal(int socket, int master);

/// Make pipes standard input, output and error in a new session. Returns the other ends: where to
/// write input, where to read output, where to read errors.
[[nodiscard]] Result<std::vector<UniqueFd>> takeNewPipes();

} // namespace vitrine::kernel
