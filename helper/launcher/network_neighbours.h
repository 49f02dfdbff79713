// SPDX-License-Identifier: GPL-3.0-or-later
// A network and the firewall rules of others on this computer.
#pragma once

#include "backend/plan/network_machine.h"
#include "helper/launcher/network.h"

namespace vitrine::launcher {

/// What NETWORK comes into, or is in.
[[nodiscard]] Result<plan::Surroundings> surroundingsOf(const Network& network);

/// What of HOST stops the packets of NETWORK becomes its hindrances.
void noteHindrances(Network& network, const plan::Surroundings& host);

/// Have the firewall rules of others let the packets of NETWORK, which is up, pass as far as its
/// owner agreed to that, and note what stops them all the same. Cheap where nothing has changed.
[[nodiscard]] Result<void> admit(Network& network, plan::NetworkMachine& machine);

} // namespace vitrine::launcher
