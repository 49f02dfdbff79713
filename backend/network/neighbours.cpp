// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/neighbours.h"

#include "backend/network/firewall.h"
#include "backend/network/nft_json.h"
#include "backend/plan/firewall_neighbours.h"
#include "backend/plan/firewall_rules.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

namespace vitrine::network {

using plan::net::Hook;
using plan::net::Neighbour;

namespace {

bool startsWith(const std::string& text, const char* begin)
{
    return text.rfind(begin, 0) == 0;
}

const Json& expressionsOf(const Json& rule)
{
    static const Json none = Json::array();
    const auto found = rule.find("expr");
    return found != rule.end() && found->is_array() ? *found : none;
}

/// Whether it drops or rejects whatever comes to it.
bool dropsAll(const Json& rule)
{
    static const std::set<std::string> neutral { "counter", "log" };
    bool drops = false;
    for (const auto& expression : expressionsOf(rule)) {
        if (!expression.is_object() || expression.empty())
            return false;
        const std::string name = expression.begin().key();
        const bool target = name == "xt" && expression["xt"].is_object();
        const std::string verdict = target ? textAt(expression["xt"], "name") : name;
        if (verdict == "drop" || verdict == "reject" || verdict == "REJECT")
            drops = true;
        else if (!neutral.contains(verdict))
            return false;
    }
    return drops;
}

/// Where RULE jumps to; empty: nowhere.
std::string targetOf(const Json& rule)
{
    for (const auto& expression : expressionsOf(rule))
        for (const char* kind : { "jump", "goto" })
            if (const auto jump = expression.find(kind);
                jump != expression.end() && jump->is_object())
                return textAt(*jump, "target");
    return {};
}

/// Whose chains have names like TARGET.
std::string ownerOf(const std::string& target)
{
    static constexpr std::array<std::pair<const char*, const char*>, 3> known { { { "ufw", "ufw" },
        { "DOCKER", "Docker" }, { "LIBVIRT", "libvirt" } } };
    for (const auto& [begin, owner] : known)
        if (startsWith(target, begin))
            return owner;
    return {};
}

/// The rules of CHAIN among LISTED, which may hold other chains' as well.
std::vector<const Json*> rulesOf(const Neighbour& chain, const Json& listed)
{
    std::vector<const Json*> rules;
    for (const auto& entry : listed) {
        const auto rule = entry.find("rule");
        if (rule != entry.end() && textAt(*rule, "family") == chain.family
            && textAt(*rule, "table") == chain.table && textAt(*rule, "chain") == chain.chain)
            rules.push_back(&*rule);
    }
    return rules;
}

std::uint64_t handleOf(const Json& rule)
{
    const auto found = rule.find("handle");
    return found != rule.end() && found->is_number() ? found->get<std::uint64_t>() : 0;
}

/// Whether BRIDGE, or all of ours by "vt-*", is somewhere in JSON.
bool isNamedIn(const Json& json, const std::string& bridge)
{
    if (json.is_string())
        return json == bridge || json == "vt-*";
    return json.is_structured() && std::any_of(json.begin(), json.end(), [&](const Json& each) {
        return isNamedIn(each, bridge);
    });
}

/// Whether a rule or a set of CHAIN's table names BRIDGE: somebody has thought of it.
bool isThoughtOf(const Neighbour& chain, const Json& listed, const std::string& bridge)
{
    return std::any_of(listed.begin(), listed.end(), [&](const Json& entry) {
        if (!entry.is_object() || entry.empty())
            return false;
        const Json& object = entry.begin().value();
        return object.is_object() && textAt(object, "family") == chain.family
            && textAt(object, "table") == chain.table && isNamedIn(object, bridge);
    });
}

bool isOpen(const Neighbour& chain)
{
    return (chain.family == "ip" || chain.family == "ip6") && chain.table == "filter"
        && chain.chain == (chain.hook == Hook::Forward ? "FORWARD" : "INPUT");
}

/// The rules of others in an open chain, and those of ours for the same bridge, each with how many
/// of others stand before it.
struct Standing {
    std::vector<const Json*> others;
    std::vector<std::size_t> ours;
    std::set<std::string> owners;
    std::size_t behindUfw = 0; ///< how many of others end with ufw's decision; 0: there is no ufw
};

Standing standingIn(
    Neighbour& chain, const std::vector<const Json*>& rules, const std::string& bridge)
{
    Standing standing;
    bool ufw = false;
    for (const Json* rule : rules) {
        const std::string comment = textAt(*rule, "comment");
        if (comment == plan::net::markOf(bridge)) {
            standing.ours.push_back(standing.others.size());
            chain.ours.push_back(handleOf(*rule));
        }
        if (startsWith(comment, plan::net::markBegin))
            continue; // of another network, too
        standing.others.push_back(rule);
        const std::string target = targetOf(*rule);
        const std::string owner = ownerOf(target);
        if (owner.empty())
            continue;
        standing.owners.insert(owner);
        // ufw-before-forward holds what its user denies; those after it log and reject the rest.
        const bool before = target.find("-before-") != std::string::npos;
        if (owner != "ufw" || before)
            standing.behindUfw = standing.others.size();
        ufw = ufw || (owner == "ufw" && before);
    }
    if (!ufw)
        standing.behindUfw = 0;
    return standing;
}

/// Fills in what the rules of an open chain say. Whether they drop by default.
bool judgeOpen(Neighbour& chain, const std::vector<const Json*>& rules, const std::string& bridge)
{
    const Standing standing = standingIn(chain, rules, bridge);
    const auto& others = standing.others;
    const bool drops = !others.empty() && dropsAll(*others.back());
    std::size_t place = others.size();
    if (standing.behindUfw > 0) {
        place = standing.behindUfw;
        chain.after = handleOf(*others[place - 1]);
    } else if (drops) {
        place = others.size() - 1;
        chain.before = handleOf(*others.back());
    }
    chain.inPlace = std::all_of(standing.ours.begin(), standing.ours.end(),
        [&](std::size_t before) { return before == place; });
    for (const auto& owner : standing.owners)
        chain.owner += (chain.owner.empty() ? "" : ", ") + owner;
    if (chain.owner.empty())
        chain.owner = "iptables";
    return drops;
}

/// The elements of "nftables" of what COMMAND lists.
Result<Json> listed(const std::string& command)
{
    return elementsOf(TRY(listFirewall(command, Listing::Json)));
}

/// Whether nft's language can name it; other programs are not bound to that.
bool canBeNamed(const Neighbour& chain)
{
    const auto isIdentifier = [](const std::string& name) {
        const auto isLetter
            = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
        return !name.empty() && isLetter(name.front())
            && std::all_of(name.begin(), name.end(), [&](char c) {
                   return isLetter(c) || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '.'
                       || c == '-';
               });
    };
    return isIdentifier(chain.table) && isIdentifier(chain.chain);
}

Result<std::vector<Neighbour>> readOnce(const std::string& bridge)
{
    std::vector<Neighbour> neighbours;
    for (const auto& chain : baseChainsIn(TRY(listed("list chains")))) {
        const std::string table = chain.place.family + " " + chain.place.table;
        // One at a time: of several in one go nft finds the first only.
        const Json rules = canBeNamed(chain.place)
            ? TRY(listed("list chain " + table + " " + chain.place.chain))
            : Json::array();
        auto neighbour = judged(chain, rules, bridge);
        // What its base chain jumps to may let the network pass.
        if (neighbour && !neighbour->open && canBeNamed(chain.place))
            neighbour = judged(chain, TRY(listed("list table " + table)), bridge);
        if (neighbour)
            neighbours.push_back(std::move(*neighbour));
    }
    return neighbours;
}

} // namespace

std::vector<BaseChain> baseChainsIn(const Json& listed)
{
    std::vector<BaseChain> chains;
    for (const auto& entry : listed) {
        const auto json = entry.find("chain");
        if (json == entry.end() || textAt(*json, "type") != "filter")
            continue;
        BaseChain chain;
        chain.place.family = textAt(*json, "family");
        chain.place.table = textAt(*json, "table");
        chain.place.chain = textAt(*json, "name");
        const std::string hook = textAt(*json, "hook");
        const std::set<std::string> families { "ip", "ip6", "inet" };
        if (!families.contains(chain.place.family) || (hook != "forward" && hook != "input")
            || chain.place.family + " " + chain.place.table == plan::net::firewallTable)
            continue;
        chain.place.hook = hook == "forward" ? Hook::Forward : Hook::Input;
        chain.place.open = isOpen(chain.place);
        if (chain.place.family == "inet" && chain.place.table == "firewalld")
            chain.place.owner = "firewalld";
        chain.drops = textAt(*json, "policy") == "drop";
        chains.push_back(std::move(chain));
    }
    return chains;
}

std::optional<Neighbour> judged(
    const BaseChain& chain, const Json& rules, const std::string& bridge)
{
    Neighbour neighbour = chain.place;
    const auto own = rulesOf(neighbour, rules);
    if (neighbour.open) {
        const bool drops = judgeOpen(neighbour, own, bridge) || chain.drops;
        return drops || !neighbour.ours.empty() ? std::optional(neighbour) : std::nullopt;
    }
    if (!chain.drops && (own.empty() || !dropsAll(*own.back())))
        return {};
    return isThoughtOf(neighbour, rules, bridge) ? std::nullopt : std::optional(neighbour);
}

Result<std::vector<Neighbour>> readNeighbours(const std::string& bridge)
{
    constexpr int attempts = 5;
    auto neighbours = readOnce(bridge);
    // Somebody took a chain away meanwhile.
    for (int i = 1; i < attempts && !neighbours && neighbours.error().number == ENOENT; ++i)
        neighbours = readOnce(bridge);
    return neighbours;
}

Result<void> withdrawFromNeighbours(const std::string& bridge)
{
    std::vector<std::string> commands;
    for (const auto& neighbour : TRY(readNeighbours(bridge)))
        for (auto& command : plan::net::commandsAgainst(neighbour))
            commands.push_back(std::move(command));
    return removeFromFirewall(commands);
}

} // namespace vitrine::network
