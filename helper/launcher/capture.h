// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/launcher/engine.h"

namespace vitrine::launcher {

/// A link whose packets can be read.
struct CaptureSource {
    UniqueFd socket; ///< network::openPacketSocket()
    std::string name; ///< of the link
    int process = -1; ///< pidfd of the container that it is in, -1: it is the host's
};

/// The link that LINK of protocol.h names: of a container that runs, the bridge of a network, or an
/// interface of the host.
[[nodiscard]] Result<CaptureSource> openCapture(const Engine& engine, const Json& link);

} // namespace vitrine::launcher
