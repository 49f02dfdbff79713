// SPDX-License-Identifier: GPL-3.0-or-later
// How slirp4netns(1) is asked to lead out of an ordinary user's network. Text only; nothing is run.
#pragma once

#include "backend/plan/network_steps.h"

#include <string>
#include <vector>

namespace vitrine::plan::net {

/// The interface that slirp4netns makes in the namespace.
inline constexpr auto outsideInterface = "tap0";

/// It with its arguments, for the namespaces of process HOLDER.
[[nodiscard]] std::vector<std::string> commandOf(
    const LeadOutside& step, const std::string& holder);
/// Who answers for names there.
[[nodiscard]] IpAddress nameServerOf(const LeadOutside& step);

/// What brings ports of the host into the namespace.
inline constexpr auto portForwarder = "vitrine-ports";

/// What does the same by hand, one command a port.
[[nodiscard]] std::vector<std::string> forwardingCommands(const PublishPorts& step);

} // namespace vitrine::plan::net
