// SPDX-License-Identifier: GPL-3.0-or-later
// What a container that has ended printed last, out of its log.
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <string>

namespace vitrine::launcher {

/// The last bytes that were printed since SINCE (CLOCK_REALTIME, µs), as many as a console shows at
/// first; STORAGE is the container's directory. Empty when no log was kept.
[[nodiscard]] std::string lastOutput(const std::string& storage, std::int64_t since);

/// Send OUTPUT to the client's SOCKET as a console would, then the end of the process.
[[nodiscard]] Result<void> replayOutput(int socket, const std::string& output, int exitStatus);

} // namespace vitrine::launcher
