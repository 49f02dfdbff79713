// SPDX-License-Identifier: GPL-3.0-or-later
// Ports of this computer that lead into an ordinary user's networks: opened here, brought in by
// vitrine-ports. Its own socket says whether it runs; which ports it has it is asked.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/plan/network_steps.h"

#include <string>
#include <vector>

namespace vitrine::launcher {

/// What becomes of connections when ports go.
enum class Connections { Keep, Reset };

/// A pidfd of the one that listens at SOCKET. NotFound when there is none.
[[nodiscard]] Result<UniqueFd> findPortForwarder(const std::string& socket);

/// Have PUBLISHED lead into the network; what does already goes on. Exists when another program has
/// a port, NotSupported when an ordinary user may not have it.
[[nodiscard]] Result<void> forwardPorts(
    const std::string& socket, const plan::net::PublishPorts& published);
/// What is not there is no error. Reset: all connections with the container's addresses.
[[nodiscard]] Result<void> withdrawPorts(
    const std::string& socket, const plan::net::PublishPorts& published, Connections connections);

} // namespace vitrine::launcher
