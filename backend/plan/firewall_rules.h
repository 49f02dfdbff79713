// SPDX-License-Identifier: GPL-3.0-or-later
// Our table, in nft(8)'s words. Networks and published ports are elements of its sets and maps
// (firewall_elements.h), so that neither the number of rules nor the time that a packet takes grows
// with them. Text only; nothing is run.
//
// A packet from a network's bridge to
//   the same bridge             passes
//   another one                 is dropped, unless that was allowed
//   elsewhere                   passes, with the host's address when the network is "nat"; from
//                               an isolated network it is dropped
// A packet from elsewhere to a bridge passes when it answers or goes to a published port, or when
// the network is "routed".
#pragma once

#include <string>

namespace vitrine::plan::net {

inline constexpr auto firewallTable = "inet vitrine";
inline constexpr auto firewallTableName = "vitrine"; ///< its name without its family

/// Makes the table and all that is in it; changes nothing where they are there.
[[nodiscard]] std::string tableRules();

} // namespace vitrine::plan::net
