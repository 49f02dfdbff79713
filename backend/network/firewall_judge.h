// SPDX-License-Identifier: GPL-3.0-or-later
// Follows one packet through firewall rules, statement by statement. Pure.
#pragma once

#include "backend/base/json.h"
#include "backend/spec/connections.h"
#include "backend/spec/ip_address.h"

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

/// A table's rules, as nft's JSON has them.
struct RuleTable {
    struct Rule {
        Json statements; ///< the array "expr"
        std::string text; ///< as nft writes it for people
    };
    struct Chain {
        std::string kind, hook; ///< "filter", "forward"; empty: not a base chain
        std::int64_t priority = 0;
        bool drops = false; ///< its policy
        std::vector<Rule> rules;
    };
    std::map<std::string, Chain> chains;
    std::map<std::string, Json> sets; ///< elements of sets and maps
};

/// Whether a chain or table of FAMILY ("inet") sees packets of VERSION.
[[nodiscard]] bool sees(const std::string& family, IpVersion version);

/// What the chain NAME of TABLE and those that it jumps to do with PACKET. None: nothing, so that
/// the policy of a base chain counts. UNCLEAR becomes a rule that was not understood, if there is
/// one.
[[nodiscard]] std::optional<Verdict> judgeChain(const RuleTable& table, const std::string& name,
    const RulePacket& packet, std::string& unclear);

} // namespace vitrine::network
