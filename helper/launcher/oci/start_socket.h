// SPDX-License-Identifier: GPL-3.0-or-later
// How `start` finds the process that waits for it: a socket in the container's directory.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>

namespace vitrine::oci {

/// A socket that listens in DIRECTORY.
[[nodiscard]] Result<UniqueFd> listenForStart(const std::string& directory);

/// Whether somebody listens there: the container was created and not started.
[[nodiscard]] Result<bool> isWaiting(const std::string& directory);

/// Let it go on and wait until it runs its program; its error when it could not.
[[nodiscard]] Result<void> letStart(const std::string& directory);

/// A connection to the socket at PATH, of somebody who was named on the command line.
[[nodiscard]] Result<UniqueFd> connectTo(const std::string& path, int type);

} // namespace vitrine::oci
