// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules in the kernel's table "inet vitrine" do with one packet: the rules themselves are
// read and followed, whoever wrote them. Pure, but for read().
#pragma once

#include "backend/base/json.h"
#include "backend/base/result.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::network {

/// The first packet of a connection, as rules see it.
struct RulePacket {
    IpAddress source, destination;
    std::optional<Protocol> protocol; ///< none: ICMP
    std::uint16_t port = 0; ///< it is for
    std::string in, out; ///< interfaces; empty: none
    bool redirected = false; ///< an address of its was translated: ct status dnat
    bool isLocal = false; ///< its destination is an address of the host
    bool isLocalThere = false; ///< of the interface that it came in by
};

enum class Outcome { Pass, Drop, Redirect, Masquerade };

struct Verdict {
    Outcome outcome = Outcome::Pass;
    IpAddress address; ///< Redirect: where it goes now
    std::uint16_t port = 0;
    std::string chain, rule; ///< that decided, as nft writes it; empty: none did
    std::string unclear; ///< a rule that was left out because it is not one of ours
};

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
    struct Rule {
        Json statements;
        std::string text;
    };
    struct Chain {
        std::string kind, hook;
        std::int64_t priority = 0;
        bool drops = false; ///< its policy
        std::vector<Rule> rules;
    };
    class Judge;

    std::map<std::string, Chain> m_chains;
    std::map<std::string, Json> m_sets; ///< elements of sets and maps
    std::vector<std::pair<std::string, ForeignChain>> m_foreign; ///< with their hooks
};

} // namespace vitrine::network
