// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/firewall_judge.h"

#include "backend/network/nft_json.h"

#include <algorithm>

namespace vitrine::network {

namespace {

std::string protocolOf(const RulePacket& packet)
{
    if (packet.protocol)
        return nameOf(*packet.protocol);
    return packet.source.version == IpVersion::V4 ? "icmp" : "ipv6-icmp";
}

bool isIn(const Json& prefix, const Json& value)
{
    const auto address = parseAddress({}, value.is_string() ? value.get<std::string>() : "");
    const auto first = parseAddress({}, textAt(prefix, "addr"));
    const auto length = prefix.find("len");
    if (!address || !first || length == prefix.end() || !length->is_number_unsigned())
        return false;
    return contains({ first.value(), length->get<unsigned>() }, address.value());
}

bool isBetween(const Json& range, const Json& value)
{
    if (!range.is_array() || range.size() != 2)
        return false;
    if (value.is_number() && range[0].is_number() && range[1].is_number())
        return range[0] <= value && value <= range[1];
    const auto text
        = [](const Json& json) { return json.is_string() ? json.get<std::string>() : ""; };
    const auto first = parseAddress({}, text(range[0])), last = parseAddress({}, text(range[1])),
               address = parseAddress({}, text(value));
    return first && last && address && first.value() <= address.value()
        && address.value() <= last.value();
}

/// Whether VALUE is what PATTERN, an element or the right side of a match, says.
bool fits(const Json& pattern, const Json& value)
{
    const auto [kind, content] = namedIn(pattern);
    if (kind == "elem")
        return fits(content.value("val", Json()), value);
    if (kind == "prefix")
        return isIn(content, value);
    if (kind == "range")
        return isBetween(content, value);
    if (kind == "set")
        return std::ranges::any_of(content, [&](const Json& each) { return fits(each, value); });
    if (kind == "concat")
        return value.is_array() && content.size() == value.size()
            && std::equal(content.begin(), content.end(), value.begin(),
                [](const Json& part, const Json& given) { return fits(part, given); });
    if (pattern.is_array()) // of flags: one of them
        return std::ranges::any_of(pattern, [&](const Json& each) { return fits(each, value); });
    if (value.is_array())
        return std::ranges::find(value, pattern) != value.end();
    return pattern == value;
}

/// One packet on its way through chains.
class Judge {
public:
    Judge(const RuleTable& table, const RulePacket& packet)
        : m_table(table)
        , m_packet(packet)
    {
    }

    /// True: VERDICT is the last word of the base chain that it began in.
    bool walk(const std::string& name, Verdict& verdict, int depth = 0)
    {
        constexpr int deepest = 16; // as the kernel has it
        const auto chain = m_table.chains.find(name);
        if (chain == m_table.chains.end() || depth > deepest)
            return false;
        for (const RuleTable::Rule& rule : chain->second.rules) {
            m_returns = false;
            if (follow(rule, name, verdict, depth))
                return true;
            if (m_returns)
                break;
        }
        m_returns = false;
        return false;
    }

private:
    bool follow(const RuleTable::Rule& rule, const std::string& chain, Verdict& verdict, int depth)
    {
        for (const Json& statement : rule.statements) {
            const auto [kind, content] = namedIn(statement);
            if (kind == "match") {
                const auto matched = matches(content);
                if (!matched)
                    verdict.unclear = rule.text;
                if (!matched.value_or(false))
                    return false;
                continue;
            }
            if (kind == "counter" || kind == "log" || kind == "comment")
                continue;
            if (decide(kind, content, verdict, depth)) {
                if (verdict.rule.empty()) { // the innermost one
                    verdict.rule = rule.text;
                    verdict.chain = chain;
                }
                return true;
            }
            if (m_unknown)
                verdict.unclear = rule.text;
            return false;
        }
        return false;
    }

    /// What comes of a statement that ends its rule: true when that is the last word.
    bool decide(const std::string& kind, const Json& content, Verdict& verdict, int depth)
    {
        m_unknown = false;
        if (kind == "accept")
            return true;
        if (kind == "drop" || kind == "reject") {
            verdict.outcome = Outcome::Drop;
            return true;
        }
        if (kind == "masquerade") {
            verdict.outcome = Outcome::Masquerade;
            return true;
        }
        if (kind == "jump" || kind == "goto") {
            const bool decided = walk(textAt(content, "target"), verdict, depth + 1);
            m_returns = !decided && kind == "goto";
            return decided;
        }
        if (kind == "vmap") {
            const auto found = mapped(content);
            const auto [word, more] = found ? namedIn(*found) : std::pair<std::string, Json>();
            return found && decide(word, more, verdict, depth);
        }
        if (kind == "dnat")
            return redirect(content, verdict);
        m_returns = kind == "return";
        m_unknown = kind != "return";
        return false;
    }

    bool redirect(const Json& content, Verdict& verdict) const
    {
        const std::string family = textAt(content, "family");
        if (!family.empty() && !sees(family, m_packet.destination.version))
            return false;
        Json target = content.value("addr", Json());
        Json port = content.value("port", Json());
        if (const auto [kind, map] = namedIn(target); kind == "map") {
            const auto found = mapped(map);
            if (!found)
                return false;
            target = *found;
        }
        if (const auto [kind, parts] = namedIn(target); kind == "concat" && parts.size() == 2) {
            port = Json(parts[1]);
            target = Json(parts[0]);
        }
        const auto address
            = parseAddress({}, target.is_string() ? target.get<std::string>() : std::string());
        if (!address)
            return false;
        verdict.outcome = Outcome::Redirect;
        verdict.address = address.value();
        verdict.port = port.is_number_unsigned() ? port.get<std::uint16_t>() : m_packet.port;
        return true;
    }

    [[nodiscard]] const Json* elements(const std::string& reference) const
    {
        const auto found = m_table.sets.find(reference.substr(1));
        return found == m_table.sets.end() ? nullptr : &found->second;
    }

    /// What the map of CONTENT, {"key", "data"}, has for the packet.
    [[nodiscard]] std::optional<Json> mapped(const Json& content) const
    {
        const auto key = valueOf(content.value("key", Json()));
        const Json data = content.value("data", Json());
        const Json* entries = data.is_string() ? elements(data.get<std::string>()) : nullptr;
        if (!key || !key->applies || !entries)
            return {};
        for (const Json& entry : *entries)
            if (entry.is_array() && entry.size() == 2 && fits(entry[0], key->value))
                return entry[1];
        return {};
    }

    /// None: it is not understood.
    [[nodiscard]] std::optional<bool> matches(const Json& match) const
    {
        const auto left = valueOf(match.value("left", Json()));
        const std::string relation = textAt(match, "op");
        if (!left || (relation != "==" && relation != "!=" && relation != "in"))
            return {};
        if (!left->applies)
            return false;
        const Json right = match.value("right", Json());
        const bool isSet = right.is_string() && right.get<std::string>().starts_with('@');
        const Json* const set = isSet ? elements(right.get<std::string>()) : nullptr;
        const bool fitting = isSet
            ? set && std::ranges::any_of(*set, [&](const Json& e) { return fits(e, left->value); })
            : fits(right, left->value);
        return fitting != (relation == "!=");
    }

    struct Value {
        Json value;
        bool applies = true; ///< false: a packet of this kind has no such thing
    };

    [[nodiscard]] std::optional<Value> valueOf(const Json& expression) const
    {
        const auto [kind, content] = namedIn(expression);
        if (kind == "meta")
            return ofMeta(textAt(content, "key"));
        if (kind == "payload")
            return ofPayload(textAt(content, "protocol"), textAt(content, "field"));
        if (kind == "ct" && textAt(content, "key") == "state")
            return Value { "new" };
        if (kind == "ct" && textAt(content, "key") == "status")
            return Value { m_packet.redirected ? Json::array({ "dnat" }) : Json::array() };
        if (kind == "fib")
            return ofRoutes(content);
        if (kind != "concat")
            return {};
        Value whole { Json::array() };
        for (const Json& part : content) {
            const auto value = valueOf(part);
            if (!value)
                return {};
            whole.applies = whole.applies && value->applies;
            whole.value.push_back(value->value);
        }
        return whole;
    }

    [[nodiscard]] std::optional<Value> ofMeta(const std::string& key) const
    {
        if (key == "iifname")
            return Value { m_packet.in };
        if (key == "oifname")
            return Value { m_packet.out };
        if (key == "l4proto")
            return Value { protocolOf(m_packet) };
        if (key == "nfproto")
            return Value { m_packet.source.version == IpVersion::V4 ? "ipv4" : "ipv6" };
        return {};
    }

    [[nodiscard]] std::optional<Value> ofPayload(
        const std::string& protocol, const std::string& field) const
    {
        if (field == "dport" && (protocol == "th" || protocol == "tcp" || protocol == "udp"))
            return Value { m_packet.port,
                m_packet.protocol && (protocol == "th" || protocol == nameOf(*m_packet.protocol)) };
        if ((protocol != "ip" && protocol != "ip6") || (field != "saddr" && field != "daddr"))
            return {};
        return Value { toText(field == "saddr" ? m_packet.source : m_packet.destination),
            sees(protocol, m_packet.source.version) };
    }

    [[nodiscard]] std::optional<Value> ofRoutes(const Json& content) const
    {
        const Json flags = content.value("flags", Json());
        const auto has = [&](const char* flag) {
            return flags == Json(flag)
                || (flags.is_array() && std::ranges::find(flags, Json(flag)) != flags.end());
        };
        if (textAt(content, "result") != "type" || !has("daddr"))
            return {};
        const bool local = has("iif") ? m_packet.isLocalThere : m_packet.isLocal;
        return Value { local ? "local" : "unicast" };
    }

    const RuleTable& m_table;
    const RulePacket& m_packet;
    bool m_unknown = false, m_returns = false;
};

} // namespace

bool sees(const std::string& family, IpVersion version)
{
    return family == "inet" || family == (version == IpVersion::V4 ? "ip" : "ip6");
}

std::optional<Verdict> judgeChain(
    const RuleTable& table, const std::string& name, const RulePacket& packet, std::string& unclear)
{
    Verdict verdict;
    const bool decided = Judge(table, packet).walk(name, verdict);
    if (!verdict.unclear.empty())
        unclear = verdict.unclear;
    return decided ? std::optional(verdict) : std::nullopt;
}

} // namespace vitrine::network
