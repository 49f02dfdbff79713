// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/firewall_verdict.h"

#include "backend/network/firewall.h"
#include "backend/network/nft_json.h"
#include "backend/plan/firewall_rules.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <sstream>

namespace vitrine::network {

namespace {

/// The rules in LISTING by their handle, as nft writes them for people.
std::map<std::string, std::string> textsByHandle(const std::string& listing)
{
    const std::string mark = " # handle ";
    std::map<std::string, std::string> texts;
    std::istringstream lines(listing);
    for (std::string line; std::getline(lines, line);) {
        const auto end = line.rfind(mark);
        const auto begin = line.find_first_not_of(" \t");
        if (end != std::string::npos && begin < end)
            texts[line.substr(end + mark.size())] = line.substr(begin, end - begin);
    }
    return texts;
}

std::string textOf(const Json& rule, const std::map<std::string, std::string>& texts)
{
    const auto found = texts.find(std::to_string(rule.value("handle", 0)));
    return found == texts.end() ? std::string() : found->second;
}

RuleTable::Chain chainOf(const Json& chain)
{
    return { textAt(chain, "type"), textAt(chain, "hook"), chain.value("prio", std::int64_t(0)),
        textAt(chain, "policy") == "drop", {} };
}

bool isOurs(const Json& object)
{
    return textAt(object, "family") + " " + textAt(object, "table") == plan::net::firewallTable;
}

} // namespace

Result<FirewallRules> FirewallRules::parse(
    const std::string& table, const std::string& chains, const std::string& text)
{
    FirewallRules rules;
    const auto texts = textsByHandle(text);
    for (const Json& entry : TRY(elementsOf(table))) {
        const auto [kind, content] = namedIn(entry);
        if (kind == "set" || kind == "map")
            rules.m_table.sets[textAt(content, "name")] = content.value("elem", Json::array());
        else if (kind == "chain")
            rules.m_table.chains[textAt(content, "name")] = chainOf(content);
        else if (kind == "rule")
            rules.m_table.chains[textAt(content, "chain")].rules.push_back(
                { content.value("expr", Json::array()), textOf(content, texts) });
    }
    for (const Json& entry : TRY(elementsOf(chains))) {
        const auto [kind, content] = namedIn(entry);
        if (kind == "chain" && !isOurs(content) && textAt(content, "policy") == "drop")
            rules.m_foreign.push_back({ textAt(content, "hook"),
                { textAt(content, "family"), textAt(content, "table"), textAt(content, "name") } });
    }
    return rules;
}

Result<FirewallRules> FirewallRules::read()
{
    const std::string ours = std::string("list table ") + plan::net::firewallTable;
    const auto chains = listFirewall("list chains", Listing::Json);
    if (!chains)
        return chains.error();
    const auto table = listFirewall(ours, Listing::Json);
    if (!table && table.error().number == ENOENT)
        return parse({}, chains.value(), {});
    const std::string text = TRY(listFirewall(ours, Listing::Text));
    return parse(TRY(table), chains.value(), text);
}

Verdict FirewallRules::judge(
    const std::string& kind, const std::string& hook, const RulePacket& packet) const
{
    std::vector<std::pair<std::int64_t, std::string>> names;
    for (const auto& [name, chain] : m_table.chains)
        if (chain.kind == kind && chain.hook == hook)
            names.emplace_back(chain.priority, name);
    std::ranges::sort(names);
    Verdict verdict;
    std::string unclear;
    for (const auto& [priority, name] : names) {
        Verdict mine;
        if (auto decided = judgeChain(m_table, name, packet, unclear))
            mine = std::move(*decided);
        else if (m_table.chains.at(name).drops)
            mine = { Outcome::Drop, {}, 0, name, "policy drop", {} };
        if (mine.outcome != Outcome::Pass || !mine.rule.empty())
            verdict = mine;
        if (mine.outcome != Outcome::Pass)
            break;
    }
    verdict.unclear = unclear;
    return verdict;
}

std::vector<ForeignChain> FirewallRules::droppingChains(
    const std::string& hook, IpVersion version) const
{
    std::vector<ForeignChain> found;
    for (const auto& [theirs, chain] : m_foreign)
        if (theirs == hook && sees(chain.family, version))
            found.push_back(chain);
    return found;
}

} // namespace vitrine::network
