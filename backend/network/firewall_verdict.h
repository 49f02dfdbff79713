// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules in the kernel's table "inet vitrine" do with one packet: the rules themselves are
// read and followed, whoever wrote them. Pure, but for read().
#pragma once

#include "backend/base/result.h"
#include "backend/network/firewall_judge.h"

#include <string>
#include <utility>
#include <vector>

namespace vitrine::network {

/// A chain of somebody else's that drops what no rule of it lets pass.
struct ForeignChain {
    std::string family, table, chain;
};

class FirewallRules {
public:
    /// Ask the kernel, by libnftables, in the network namespace that the process is in. Without a
    /// table, or without nft, there are no rules.
    [[nodiscard]] static Result<FirewallRules> read();
    /// From what nft(8) prints: TABLE "-j list table", CHAINS "-j list chains", TEXT "-a list
    /// table". InvalidSpec when that is no JSON.
    [[nodiscard]] static Result<FirewallRules> parse(
        const std::string& table, const std::string& chains, const std::string& text);

    /// What the chains of KIND ("filter", "nat") at HOOK ("forward") do with PACKET.
    [[nodiscard]] Verdict judge(
        const std::string& kind, const std::string& hook, const RulePacket& packet) const;

    /// Those of HOOK that see packets of VERSION.
    [[nodiscard]] std::vector<ForeignChain> droppingChains(
        const std::string& hook, IpVersion version) const;

private:
    RuleTable m_table;
    std::vector<std::pair<std::string, ForeignChain>> m_foreign; ///< with their hooks
};

} // namespace vitrine::network
