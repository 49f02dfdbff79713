// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"

#include <functional>

namespace vitrine::network {

/// Do WORK with the calling thread in the network namespace NETNS, setns(2), and come back. The
/// caller needs CAP_SYS_ADMIN over both namespaces. Sockets that WORK opens stay there.
[[nodiscard]] Result<void> runInside(int netns, const std::function<Result<void>()>& work);

} // namespace vitrine::network
