// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/plan/network_machine.h"

namespace vitrine::network {

/// Applies network steps to the kernel, in the network namespace that the process is in.
class KernelNetworks : public plan::NetworkMachine {
public:
    Result<void> apply(const plan::net::NetworkStep& step, int netns) override;
    Result<void> applyInside(const plan::net::NetworkStep& step) override;
    Result<void> undo(const plan::net::NetworkStep& step) override;
};

} // namespace vitrine::network
