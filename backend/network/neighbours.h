// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the firewall rules of others that would drop what a network sends or gets.
#pragma once

#include "backend/base/json.h"
#include "backend/base/result.h"
#include "backend/plan/network_steps.h"

#include <string>
#include <vector>

namespace vitrine::network {

/// A base chain of the firewall's, as "nft -j list chains" has it.
struct BaseChain {
    plan::net::Neighbour place; ///< nothing is known yet but where it is
    bool drops = false; ///< its policy
};

/// The base chains of others in LISTED that see what is forwarded or comes in. LISTED: the elements
/// of "nftables" of nft's JSON.
[[nodiscard]] std::vector<BaseChain> baseChainsIn(const Json& listed);

/// What CHAIN means for BRIDGE. RULES: those of the chain itself, or of its whole table. None: it
/// drops nothing by default and holds no rule of ours.
[[nodiscard]] std::optional<plan::net::Neighbour> judged(
    const BaseChain& chain, const Json& rules, const std::string& bridge);

/// Those that drop the packets of BRIDGE by default, and those that hold rules of ours for it.
[[nodiscard]] Result<std::vector<plan::net::Neighbour>> readNeighbours(const std::string& bridge);

/// Take away all rules of ours for BRIDGE that are in chains of others.
[[nodiscard]] Result<void> withdrawFromNeighbours(const std::string& bridge);

} // namespace vitrine::network
