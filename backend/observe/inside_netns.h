// SPDX-License-Identifier: GPL-3.0-or-later
// rtnetlink sockets of other network namespaces, opened by a short-lived child: the calling process
// never leaves its own namespaces.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <array>

namespace vitrine::observe {

/// A NETLINK_ROUTE socket of the network namespace NET, entered by way of the user namespace USER
/// (-1: the caller's). Fails with the errno of setns.
[[nodiscard]] Result<UniqueFd> openRouteSocketIn(int net, int user);

/// Two NETLINK_ROUTE sockets of a new network namespace, which lives as long as one of them. Fails
/// with the errno of unshare: EPERM without CAP_SYS_ADMIN.
[[nodiscard]] Result<std::array<UniqueFd, 2>> openRouteSocketsInNew();

} // namespace vitrine::observe
