// SPDX-License-Identifier: GPL-3.0-or-later
// Packets of one link, as they pass it.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>

namespace vitrine::network {

/// A packet(7) socket that gets every packet of INTERFACE from now on, received and sent, with its
/// time in ns and its VLAN tag beside it. In the network namespace of the calling thread; takes
/// CAP_NET_RAW there. NotFound: there is no such interface; NotSupported: its frames are of no kind
/// that pcapng readers are told of here (Ethernet, or IP alone).
[[nodiscard]] Result<UniqueFd> openPacketSocket(const std::string& interface);

} // namespace vitrine::network
