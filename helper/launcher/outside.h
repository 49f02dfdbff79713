// SPDX-License-Identifier: GPL-3.0-or-later
// slirp4netns(1): what leads out of an ordinary user's network. Its own socket says whether it
// runs; no file of ours does.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/plan/network_steps.h"

#include <string>

namespace vitrine::launcher {

/// slirp4netns in the directories of PATH; empty where it is not installed.
[[nodiscard]] std::string findOutsideProgram();

/// A pidfd of the one that listens at SOCKET. NotFound when there is none.
[[nodiscard]] Result<UniqueFd> findOutside(const std::string& socket);
/// The subnet that it uses.
[[nodiscard]] Result<Subnet> subnetOfOutside(const std::string& socket);

/// Start it for the namespaces of process HOLDER and wait until it is ready. It ends when LIFELINE,
/// a connection, does. LOG: path of a file that gets what it says.
[[nodiscard]] Result<void> startOutside(
    const plan::net::LeadOutside& step, pid_t holder, int lifeline, const std::string& log);

} // namespace vitrine::launcher
