// SPDX-License-Identifier: GPL-3.0-or-later
// What the host's rules do with the packet on its way, and how the way is told.
#include "backend/network/inside.h"
#include "backend/network/packet_walk.h"

namespace vitrine::network {

namespace {

std::string chainCommand(const std::string& chain)
{
    return "nft list chain inet vitrine " + chain;
}

} // namespace

Result<RulePacket> PacketWalk::rulePacket(const std::string& out) const
{
    RulePacket packet { m_from.value_or(IpAddress { m_to.version, {} }), m_to, m_protocol, m_port,
        m_in ? m_in->name : std::string(), out, m_redirected };
    RouteQuestion own;
    own.to = m_to;
    own.entry = true;
    const RouteAnswer entry = TRY(askRoute(own));
    packet.isLocal = entry.kind == RouteKind::Local;
    packet.isLocalThere = packet.isLocal && m_in && entry.out == m_in->index;
    return packet;
}

/// Published ports.
Result<void> PacketWalk::translate(const char* hook)
{
    const Verdict verdict = m_rules.judge("nat", hook, TRY(rulePacket({})));
    if (verdict.outcome != Outcome::Redirect)
        return {};
    add(HopKind::Nat, m_in ? m_in->name : std::string(),
        toText(m_to) + " " + whatFor() + " is published: it goes to " + toText(verdict.address)
            + " port " + std::to_string(verdict.port),
        chainCommand(verdict.chain));
    m_to = verdict.address;
    m_port = verdict.port;
    m_redirected = true;
    return {};
}

/// False: a rule ends it here.
Result<bool> PacketWalk::filter(const char* hook, const std::string& out)
{
    const Verdict verdict = m_rules.judge("filter", hook, TRY(rulePacket(out)));
    if (!verdict.unclear.empty()) {
        addUnclear(out, "May meet a rule that is not understood: " + verdict.unclear,
            chainCommand(verdict.chain));
    }
    if (verdict.outcome == Outcome::Drop) {
        end(Ending::Denied, m_in ? m_in->name : out, "Dropped by the rule: " + verdict.rule,
            chainCommand(verdict.chain));
        return false;
    }
    if (!verdict.rule.empty())
        add(HopKind::Verdict, out, "Passes by the rule: " + verdict.rule,
            chainCommand(verdict.chain));
    return true;
}

/// Masquerading.
Result<void> PacketWalk::disguise(const LinkFacts& out)
{
    const Verdict verdict = m_rules.judge("nat", "postrouting", TRY(rulePacket(out.name)));
    if (verdict.outcome != Outcome::Masquerade)
        return {};
    RouteQuestion there;
    there.to = m_to;
    const RouteAnswer way = TRY(askRoute(there));
    if (!way.source)
        return {};
    add(HopKind::Nat, out.name,
        "Goes on as from " + toText(*way.source) + ", by the rule: " + verdict.rule,
        chainCommand(verdict.chain));
    m_from = way.source;
    return {};
}

void PacketWalk::warnOfOthers(const char* hook)
{
    for (const auto& [family, table, chain] : m_rules.droppingChains(hook, m_to.version)) {
        addUnclear({},
            "May be dropped by the table " + family + " " + table + ", chain " + chain
                + ": it drops what its rules do not let pass",
            "nft list chain " + family + " " + table + " " + chain);
    }
}

Result<void> PacketWalk::in(const Place& place, const std::function<Result<void>()>& work)
{
    return place.isHost() ? work() : runInside(place.netns->get(), work);
}

Result<RouteAnswer> PacketWalk::route(const Place& place, RouteQuestion asked) const
{
    RouteAnswer answer;
    TRY(in(place, [&]() -> Result<void> {
        answer = TRY(askRoute(asked));
        return {};
    }));
    return answer;
}

Result<LinkFacts> PacketWalk::link(const Place& place, int index) const
{
    std::optional<LinkFacts> found;
    TRY(in(place, [&]() -> Result<void> {
        found = TRY(askLink(index));
        return {};
    }));
    if (!found)
        return Error::of(ErrorKind::Busy, "interface " + std::to_string(index),
            "an interface has gone meanwhile: ask again");
    return *found;
}

RouteQuestion PacketWalk::question() const
{
    return { m_to, m_from, m_in ? m_in->index : 0, m_protocol, m_port };
}

void PacketWalk::add(
    HopKind kind, const std::string& interface, std::string text, std::string command)
{
    m_path.hops.push_back({ m_at.container, m_at.isHost() ? "host" : m_at.name, kind, interface,
        std::move(text), std::move(command) });
}

void PacketWalk::addUnclear(const std::string& interface, std::string text, std::string command)
{
    add(HopKind::Verdict, interface, std::move(text), std::move(command));
    m_path.hops.back().certain = m_path.certain = false;
}

void PacketWalk::end(
    Ending ending, const std::string& interface, std::string text, std::string command)
{
    add(HopKind::Ended, interface, std::move(text), std::move(command));
    m_path.hops.back().ending = ending;
    m_done = true;
}

void PacketWalk::finish(const std::string& interface, std::string text, std::string command)
{
    add(HopKind::Delivered, interface, std::move(text), std::move(command));
    m_path.delivered = true;
    m_done = true;
}

/// COMMAND where the packet is.
std::string PacketWalk::inside(const std::string& command) const
{
    return m_at.isHost() ? command : "nsenter -t " + std::to_string(m_at.leader) + " -n " + command;
}

std::string PacketWalk::routeCommand() const
{
    std::string command = "ip route get " + toText(m_to);
    if (m_in && m_from)
        command += " from " + toText(*m_from) + " iif " + m_in->name;
    return inside(command);
}

/// "tcp port 80"
std::string PacketWalk::whatFor() const
{
    return m_protocol ? nameOf(*m_protocol) + std::string(" port ") + std::to_string(m_port)
                      : std::string("ICMP");
}

} // namespace vitrine::network
