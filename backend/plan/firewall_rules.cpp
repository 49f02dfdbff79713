// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/firewall_rules.h"

namespace vitrine::plan::net {

namespace {

/// An element: what it is in, what finds it, and what that leads to (nothing in a set).
struct Element {
    std::string set, key, value;
};

std::string quoted(const std::string& name)
{
    return "\"" + name + "\"";
}

Element passage(const std::string& from, const std::string& to)
{
    return { "between", quoted(from) + " . " + quoted(to), "accept" };
}

std::vector<Element> elementsOf(const GuardNetwork& step)
{
    const std::string bridge = quoted(step.bridge);
    std::vector<Element> elements { { "bridges", bridge, {} }, passage(step.bridge, step.bridge) };
    for (const auto& other : step.reaches)
        elements.push_back(passage(step.bridge, other));
    if (step.named)
        elements.push_back({ "named", bridge, {} });
    if (step.kind == NetworkKind::Isolated)
        elements.push_back({ "isolated", bridge, {} });
    if (step.kind == NetworkKind::Nat)
        elements.push_back({ "closed", bridge, {} });
    for (const auto& [subnet, suffix] :
        { std::pair(step.subnet, "4"), std::pair(step.subnet6, "6") }) {
        if (!subnet || step.kind == NetworkKind::Isolated)
            continue;
        const std::string text = toText(*subnet);
        elements.push_back({ std::string("hairpin") + suffix, text + " . " + text, {} });
        if (step.kind == NetworkKind::Nat)
            elements.push_back({ std::string("sources") + suffix, text, {} });
    }
    return elements;
}

void addPublished(std::vector<Element>& elements, const PublishedPort& port,
    const std::optional<IpAddress>& target, IpVersion version, bool outside)
{
    if (outside && port.address) // it is the host's, and nobody's there
        return;
    if (!target || (port.address && port.address->version != version))
        return;
    const std::string suffix = version == IpVersion::V4 ? "4" : "6";
    for (int i = 0; i < port.count; ++i) {
        std::string key
            = std::string(nameOf(port.protocol)) + " . " + std::to_string(port.host + i);
        if (port.address)
            key = toText(*port.address) + " . " + key;
        elements.push_back({ (port.address ? "portsat" : "ports") + suffix, key,
            toText(*target) + " . " + std::to_string(port.container + i) });
    }
}

std::vector<Element> elementsOf(const PublishPorts& step)
{
    std::vector<Element> elements;
    for (const auto& port : step.ports) {
        addPublished(elements, port, step.address, IpVersion::V4, !step.outside.empty());
        addPublished(elements, port, step.address6, IpVersion::V6, !step.outside.empty());
    }
    return elements;
}

std::vector<std::string> adding(const std::vector<Element>& elements)
{
    std::vector<std::string> commands;
    for (const auto& [set, key, value] : elements)
        commands.push_back(std::string("add element ") + firewallTable + " " + set + " { " + key
            + (value.empty() ? "" : " : " + value) + " }");
    return commands;
}

std::vector<std::string> removing(const std::vector<Element>& elements)
{
    std::vector<std::string> commands;
    for (const auto& [set, key, value] : elements)
        commands.push_back(
            std::string("delete element ") + firewallTable + " " + set + " { " + key + " }");
    return commands;
}

/// Everything that is there for both versions.
std::string versionRules(const std::string& number)
{
    const std::string ip = number == "4" ? "ip" : "ip6";
    const std::string address = number == "4" ? "ipv4_addr" : "ipv6_addr";
    const std::string target = " : " + address + " . inet_service; }\n";
    const std::string base = std::string("add set ") + firewallTable + " ";
    const std::string map = std::string("add map ") + firewallTable + " ";
    return base + "sources" + number + " { type " + address + "; flags interval; }\n" + base
        + "hairpin" + number + " { type " + address + " . " + address + "; flags interval; }\n"
        + map + "ports" + number + " { type inet_proto . inet_service" + target + map + "portsat"
        + number + " { type " + address + " . inet_proto . inet_service" + target;
}

} // namespace

std::string tableRules()
{
    const std::string table = firewallTable;
    std::string text = "add table " + table + "\n";
    for (const char* set : { "bridges", "closed", "isolated", "named" })
        text += "add set " + table + " " + set + " { type ifname; }\n";
    text += "add map " + table + " between { type ifname . ifname : verdict; }\n";
    text += versionRules("4") + versionRules("6");
    // Chains are made whole: emptied first, so that nothing is there twice.
    const auto chain = [&](const std::string& name, const std::string& hook,
                           const std::vector<std::string>& rules) {
        text
            += "add chain " + table + " " + name + (hook.empty() ? "" : " { " + hook + " }") + "\n";
        text += "flush chain " + table + " " + name + "\n";
        for (const auto& rule : rules)
            text += "add rule " + table + " " + name + " " + rule + "\n";
    };
    const std::string local = "fib daddr type local meta l4proto { tcp, udp } dnat ";
    chain("guard", "type filter hook prerouting priority raw; policy accept;",
        { "iifname @bridges ip daddr 127.0.0.0/8 drop",
            "iifname @bridges ip saddr 127.0.0.0/8 drop" });
    chain("forward", "type filter hook forward priority filter; policy accept;",
        { "ct state established,related accept", "iifname . oifname vmap @between",
            "iifname @isolated drop", "oifname @isolated drop", "ct status dnat accept",
            "iifname @bridges oifname @bridges drop", "oifname @closed drop" });
    chain("publish", {},
        { local + "ip to ip daddr . meta l4proto . th dport map @portsat4",
            local + "ip to meta l4proto . th dport map @ports4",
            local + "ip6 to ip6 daddr . meta l4proto . th dport map @portsat6",
            local + "ip6 to meta l4proto . th dport map @ports6" });
    chain("prerouting", "type nat hook prerouting priority dstnat; policy accept;",
        { "iifname @named fib daddr . iif type local meta l4proto { tcp, udp } th dport { 53, 67, "
          "547 } "
          "accept", // a published port 53 does not take a network's own name server away
            "jump publish" });
    chain("output", "type nat hook output priority -100; policy accept;", { "jump publish" });
    chain("postrouting", "type nat hook postrouting priority srcnat; policy accept;",
        { "ct status dnat ip saddr 127.0.0.0/8 oifname @bridges masquerade",
            "ct status dnat ip saddr . ip daddr @hairpin4 masquerade",
            "ct status dnat ip6 saddr . ip6 daddr @hairpin6 masquerade",
            "ip saddr @sources4 oifname != @bridges masquerade",
            "ip6 saddr @sources6 oifname != @bridges masquerade" });
    return text;
}

std::vector<std::string> commandsFor(const GuardNetwork& step)
{
    return adding(elementsOf(step));
}

std::vector<std::string> commandsFor(const PublishPorts& step)
{
    return adding(elementsOf(step));
}

std::vector<std::string> commandsFor(const AllowBetween& step)
{
    return adding({ passage(step.from, step.to) });
}

std::vector<std::string> commandsAgainst(const AllowBetween& step)
{
    return removing({ passage(step.from, step.to) });
}

std::vector<std::string> commandsAgainst(const GuardNetwork& step)
{
    return removing(elementsOf(step));
}

std::vector<std::string> commandsAgainst(const PublishPorts& step)
{
    return removing(elementsOf(step));
}

} // namespace vitrine::plan::net
