// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"

#include <functional>

namespace vitrine::network {

/// Do WORK with the calling thread in the network namespace NETNS, setns(2), and come back. The
/// caller needs CAP_SYS_ADMIN over both namespaces. Sockets that WORK opens stay there.
[[nodiscard]] Result<void> runInside(int netns, const std::function<Result<void>()>& work);

/// The same as a process that is in the user namespace USER, too, which the caller owns or is in:
/// WORK has all capabilities there. It runs in a process that shares memory and descriptors with
/// this one, which waits: what WORK opens and changes stays.
[[nodiscard]] Result<void> runInside(
    int user, int netns, const std::function<Result<void>()>& work);

} // namespace vitrine::network
