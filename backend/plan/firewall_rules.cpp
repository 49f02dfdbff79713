// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/firewall_rules.h"

#include <vector>

namespace vitrine::plan::net {

namespace {

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

} // namespace vitrine::plan::net
