// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/plan/network_steps.h"

namespace vitrine::plan {

/// What applies the steps of network_steps.h: backend/network. It stands behind an interface so
/// that a program that makes no networks needs none of the libraries.
class NetworkMachine {
public:
    virtual ~NetworkMachine() = default;

    /// Apply a Host step; NETNS is a descriptor of the container's network namespace, for
    /// PlugIn and PlugMacvlan.
    [[nodiscard]] virtual Result<void> apply(const net::NetworkStep& step, int netns) = 0;
    /// Apply a Child step in the network namespace that the caller is in.
    [[nodiscard]] virtual Result<void> applyInside(const net::NetworkStep& step) = 0;
    /// Take back what has a name. It is no error when it is not there.
    [[nodiscard]] virtual Result<void> undo(const net::NetworkStep& step) = 0;
};

} // namespace vitrine::plan
