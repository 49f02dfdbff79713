// SPDX-License-Identifier: GPL-3.0-or-later
// What nft(8) is told. Networks and published ports are elements of sets and maps, so that neither
// the number of rules nor the time that a packet takes grows with them. Text only; nothing is run.
//
// A packet from a network's bridge to
//   the same bridge             passes
//   another one                 is dropped, unless that was allowed
//   elsewhere                   passes, with the host's address when the network is "nat"; from
//                               an isolated network it is dropped
// A packet from elsewhere to a bridge passes when it answers or goes to a published port, or when
// the network is "routed".
#pragma once

#include "backend/plan/network_steps.h"

#include <string>
#include <vector>

namespace vitrine::plan::net {

inline constexpr auto firewallTable = "inet vitrine";

/// Makes the table and all that is in it; changes nothing where they are there.
[[nodiscard]] std::string tableRules();

/// One command an element: "add element inet vitrine bridges { "vt-lan" }".
[[nodiscard]] std::vector<std::string> commandsFor(const GuardNetwork& step);
[[nodiscard]] std::vector<std::string> commandsFor(const PublishPorts& step);
[[nodiscard]] std::vector<std::string> commandsFor(const AllowBetween& step);
/// The same, taking away.
[[nodiscard]] std::vector<std::string> commandsAgainst(const AllowBetween& step);
[[nodiscard]] std::vector<std::string> commandsAgainst(const GuardNetwork& step);
[[nodiscard]] std::vector<std::string> commandsAgainst(const PublishPorts& step);

} // namespace vitrine::plan::net
