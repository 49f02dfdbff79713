// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/firewall_neighbours.h"

namespace vitrine::plan::net {

namespace {

std::string placeOf(const Neighbour& neighbour)
{
    return neighbour.family + " " + neighbour.table + " " + neighbour.chain;
}

std::string quoted(const std::string& text)
{
    return "\"" + text + "\"";
}

/// "add rule ip filter FORWARD handle 7": where the next rule goes.
std::string beginOf(const Neighbour& neighbour)
{
    const std::string place = " rule " + placeOf(neighbour) + " ";
    if (neighbour.after)
        return "add" + place + "handle " + std::to_string(*neighbour.after) + " ";
    if (neighbour.before)
        return "insert" + place + "handle " + std::to_string(*neighbour.before) + " ";
    return "add" + place;
}

} // namespace

std::string markOf(const std::string& bridge)
{
    return markBegin + bridge;
}

std::vector<std::string> rulesFor(const AdmitTraffic& step, const Neighbour& neighbour)
{
    const std::string from = "iifname " + quoted(step.bridge) + " ";
    const std::string to = "oifname " + quoted(step.bridge) + " ";
    if (neighbour.hook == Hook::Forward && step.kind == NetworkKind::Isolated)
        return { from + to + "accept" };
    if (neighbour.hook == Hook::Forward)
        return { from + "accept", to + "accept" };
    if (!step.named)
        return {};
    const std::string leases = neighbour.family == "ip6" ? "547" : "67";
    return { from + "udp dport 53 accept", from + "tcp dport 53 accept",
        from + "udp dport " + leases + " accept" };
}

std::vector<std::string> commandsFor(const AdmitTraffic& step)
{
    std::vector<std::string> commands;
    for (const Neighbour& neighbour : step.neighbours) {
        for (const auto& rule : rulesFor(step, neighbour))
            commands.push_back(
                beginOf(neighbour) + rule + " comment " + quoted(markOf(step.bridge)));
        for (auto& command : commandsAgainst(neighbour))
            commands.push_back(std::move(command));
    }
    return commands;
}

std::vector<std::string> commandsAgainst(const Neighbour& neighbour)
{
    std::vector<std::string> commands;
    for (const auto handle : neighbour.ours)
        commands.push_back(
            "delete rule " + placeOf(neighbour) + " handle " + std::to_string(handle));
    return commands;
}

std::string wordsOf(const Neighbour& neighbour)
{
    return "the firewall rules of "
        + (neighbour.owner.empty() ? std::string("this computer") : neighbour.owner) + " ("
        + placeOf(neighbour) + ")";
}

std::string adviceOn(const Neighbour& neighbour, const std::string& bridge)
{
    if (neighbour.open)
        return wordsOf(neighbour)
            + " drop its packets: make it anew and allow forwarding to be changed";
    if (neighbour.owner == "firewalld")
        return "firewalld rejects its packets: as root, firewall-cmd --zone=trusted "
               "--add-interface="
            + bridge;
    return "the chain " + placeOf(neighbour)
        + " drops its packets: let it accept what comes from and goes to " + bridge;
}

} // namespace vitrine::plan::net
