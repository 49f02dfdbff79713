// SPDX-License-Identifier: GPL-3.0-or-later
// RTM_NEWLINK and RTM_NEWADDR messages → rows.
#pragma once

#include "backend/observe/route_socket.h"
#include "backend/observe/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::observe {

/// A link as its own namespace reports it.
struct RawLink {
    LinkRow row; ///< without key, netns and workload; peerIndex is IFLA_LINK
    std::optional<std::int32_t> peerNamespaceId; ///< as the namespace that asks numbers it
};

/// Parses RTM_NEWLINK; nothing for other messages.
[[nodiscard]] std::optional<RawLink> parseLink(const RouteMessage& message);

/// Parses RTM_NEWADDR into interface index and "192.0.2.1/24"; nothing for other messages.
[[nodiscard]] std::optional<std::pair<std::int64_t, std::string>> parseAddress(
    const RouteMessage& message);

/// Dumps links with their addresses: of the namespace TARGET (an id in SOCKET's namespace) or,
/// without one, of SOCKET's own. Fails with the kernel's errno.
[[nodiscard]] Result<std::vector<RawLink>> dumpLinks(
    RouteSocket& socket, std::optional<std::int32_t> target);

} // namespace vitrine::observe
