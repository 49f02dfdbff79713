// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/launcher/container.h"

namespace vitrine::launcher {

/// The network namespace of CONTAINER, which runs: of its first process, not of a later one with
/// that number. NotSupported when that is this computer's own.
[[nodiscard]] Result<UniqueFd> openNetworkOf(const Container& container);

} // namespace vitrine::launcher
