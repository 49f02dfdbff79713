// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets of processes of this user, of which any may be stopped: nothing here waits for ever.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <chrono>
#include <string>

namespace vitrine::launcher {

/// Listens not yet: TYPE is SOCK_SEQPACKET. One that lay at NAME in DIRECTORY is removed.
[[nodiscard]] Result<UniqueFd> bindIn(int directory, const std::string& name);

/// Connect to what listens at PATH, of TYPE; the socket does not block. EAGAIN when who listens has
/// not taken in others for a second.
[[nodiscard]] Result<UniqueFd> connectTo(const std::string& path, int type);

/// Whether connectTo() has failed with ERROR because nobody listens there.
[[nodiscard]] bool nobodyListens(const Error& error);

/// Whether FD has something to read before DEADLINE.
[[nodiscard]] bool becomesReadable(int fd, std::chrono::steady_clock::time_point deadline);

} // namespace vitrine::launcher
