// SPDX-License-Identifier: GPL-3.0-or-later
// How fast an interface lets packets out.
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <string>

namespace vitrine::network {

/// tc qdisc replace dev INTERFACE root tbf rate RATE, bits a second; 0: tc qdisc del dev INTERFACE
/// root. In the network namespace that the process is in. No limit where there is none is no error.
[[nodiscard]] Result<void> limitRate(const std::string& interface, std::uint64_t rate);

} // namespace vitrine::network
