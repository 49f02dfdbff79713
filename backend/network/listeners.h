// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"

#include <cstdint>
#include <optional>

namespace vitrine::network {

/// Whether a socket waits for what comes to PORT of ADDRESS, in the network namespace that the
/// caller is in: sock_diag(7). None: this kernel does not tell.
[[nodiscard]] Result<std::optional<bool>> isListening(
    Protocol protocol, const IpAddress& address, std::uint16_t port);

} // namespace vitrine::network
