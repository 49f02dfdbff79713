// SPDX-License-Identifier: GPL-3.0-or-later
// Firewall rules of others on this computer, and ours among them. That our own table accepts a
// packet does not help it where another base chain of the same hook drops it. Text only.
//
// Only chains that iptables-nft made (FORWARD and INPUT of "ip filter" and "ip6 filter") are open:
// ufw, Docker and libvirt share them and expect others there. Ours are put where they overrule
// what is dropped by default and nothing else: behind all rules, before a last one that drops the
// rest, or behind the jump to ufw's own, whose log of what is blocked comes after it. So what
// somebody denies on purpose stays denied: Docker's and libvirt's networks stay closed to ours.
// They match by interface alone, because iptables(8) must still be able to read the table; which
// packets of a network may pass is decided in our own table.
#pragma once

#include "backend/plan/network_steps.h"

#include <string>
#include <vector>

namespace vitrine::plan::net {

/// The comment of our rules for BRIDGE: "vitrine: vt-lan".
[[nodiscard]] std::string markOf(const std::string& bridge);
/// What the comment of each rule of ours begins with.
inline constexpr auto markBegin = "vitrine: ";

/// The rules that STEP wants in NEIGHBOUR, as nft(8) has them, without the comment.
[[nodiscard]] std::vector<std::string> rulesFor(
    const AdmitTraffic& step, const Neighbour& neighbour);

/// Puts our rules in their place, all of them anew where one is missing.
[[nodiscard]] std::vector<std::string> commandsFor(const AdmitTraffic& step);
/// Takes away those of ours that NEIGHBOUR lists.
[[nodiscard]] std::vector<std::string> commandsAgainst(const Neighbour& neighbour);

/// "the firewall rules of ufw (ip filter FORWARD)".
[[nodiscard]] std::string wordsOf(const Neighbour& neighbour);
/// What NEIGHBOUR does to the packets of BRIDGE, and what its administrator can do.
[[nodiscard]] std::string adviceOn(const Neighbour& neighbour, const std::string& bridge);

} // namespace vitrine::plan::net
