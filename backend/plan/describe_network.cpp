// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/describe.h"
#include "backend/plan/describe_text.h"
#include "backend/plan/firewall_elements.h"
#include "backend/plan/firewall_neighbours.h"
#include "backend/plan/firewall_rules.h"
#include "backend/plan/name_service.h"
#include "backend/plan/rate_limit.h"
#include "backend/plan/user_network.h"

#include <algorithm>

namespace vitrine::plan {

using namespace net;

namespace {

std::string nftCommands(const std::vector<std::string>& commands)
{
    return "nft " + shellQuoted(join(commands, "; "));
}

Description describeStep(const MakeUserNetwork& step)
{
    std::string maps;
    for (const auto& range : step.users)
        maps += " --map-users=" + std::to_string(range.outside) + "," + std::to_string(range.inside)
            + "," + std::to_string(range.count);
    return { "make-user-network",
        "Make a network namespace of your own for all your networks, where it is missing",
        "unshare --user" + maps
            + " … --net sleep infinity & nsenter -t PID -U -n sysctl -w net.ipv4.ip_forward=1 "
              "net.ipv6.conf.all.forwarding=1",
        "vitrine-holder", {} };
}

Description describeStep(const LeadOutside& step)
{
    return { "lead-outside", "Have slirp4netns send what leaves it, as you",
        join(commandOf(step, "PID"), " "), "slirp4netns", {} };
}

Description describeStep(const AllowForwarding& step)
{
    const bool v4 = step.version == IpVersion::V4;
    const std::string name = v4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
    return { "allow-forwarding",
        std::string("Let this computer pass packets of IPv") + (v4 ? "4" : "6")
            + " on between its interfaces",
        "sysctl -w " + name + "=1", name,
        v4 ? "" : "its interfaces go on taking router advertisements (accept_ra = 2)" };
}

Description describeStep(const PrepareFirewall&)
{
    return { "prepare-firewall", "Make Vitrine's own table of firewall rules where it is missing",
        std::string("nft add table ") + firewallTable + "; …", firewallTable, {} };
}

Description describeStep(const AdmitTraffic& step)
{
    std::vector<std::string> chains, owners;
    for (const auto& neighbour : step.neighbours) {
        chains.push_back(neighbour.family + " " + neighbour.table + " " + neighbour.chain);
        if (std::find(owners.begin(), owners.end(), neighbour.owner) == owners.end())
            owners.push_back(neighbour.owner);
    }
    return { "admit-traffic", "Have the firewall rules of " + join(owners, ", ") + " let it pass",
        nftCommands(commandsFor(step)), join(chains, ", "), {} };
}

Description describeStep(const LeaveNeighbour& step)
{
    const Neighbour& neighbour = step.neighbour;
    return { "leave-neighbour", "Leave other firewall rules as they are", {},
        neighbour.family + " " + neighbour.table + " " + neighbour.chain,
        adviceOn(neighbour, step.bridge) };
}

Description describeStep(const UseUplink& step)
{
    const bool macvlan = step.kind == NetworkKind::Macvlan;
    return { "use-uplink",
        std::string("Use the ") + (macvlan ? "interface " : "bridge ")
            + step.interface + " of this computer; it stays as it is",
        "ip -d link show dev " + step.interface, step.interface,
        macvlan ? "this computer and its containers do not reach each other: the kernel passes "
                  "nothing between an interface and its macvlan interfaces"
                : "its containers are in the network outside: no rules of Vitrine guard them" };
}

Description describeStep(const MakeBridge& step)
{
    std::string command = "ip link add " + step.name + " address " + toText(step.mac) + " mtu "
        + std::to_string(step.mtu) + " up type bridge";
    for (const auto& address : step.addresses)
        command += "; ip addr add " + address + " dev " + step.name;
    return { "make-bridge",
        "Make a bridge with the address" + std::string(step.addresses.size() > 1 ? "es " : " ")
            + join(step.addresses, ", "),
        command, step.name, {} };
}

Description describeStep(const AllowLoopback& step)
{
    const std::string name = "net.ipv4.conf." + step.bridge + ".route_localnet";
    return { "allow-loopback", "Let ports of 127.0.0.1 lead into the network",
        "sysctl -w " + name + "=1", name, {} };
}

Description describeStep(const GuardNetwork& step)
{
    std::string text = "Keep other networks out and this one in";
    if (step.kind == NetworkKind::Nat)
        text = "Keep others out; what leaves it gets this computer's address";
    else if (step.kind == NetworkKind::Routed)
        text = "Keep other networks of Vitrine apart from it; what leaves it keeps its address";
    return { "guard-network", text, nftCommands(commandsAdding(elementsOf(step))), step.bridge,
        {} };
}

Description describeStep(const AllowBetween& step)
{
    return { "allow-between", "Let connections from it lead to the network of " + step.to,
        nftCommands(commandsAdding(elementsOf(step))), step.from, {} };
}

Description describeStep(const ServeNames& step)
{
    if (step.program.empty())
        return { "serve-names", "Serve no names in it", {}, step.domain, noNameServer };
    return { "serve-names",
        "Serve the names of its containers, NAME." + step.domain
            + ", and addresses for those who ask",
        step.program + " " + join(argumentsOf(step), " "), step.domain, {} };
}

Description describeStep(const PlugIn& step)
{
    return { "plug-in",
        "Connect its " + step.interface + " with the bridge " + step.bridge + " by a veth pair",
        "ip link add " + step.port + " master " + step.bridge + " mtu " + std::to_string(step.mtu)
            + (step.up ? " up" : " down") + " type veth peer name " + step.interface + " address "
            + toText(step.mac) + " netns PID"
            + (step.hairpin ? "; bridge link set dev " + step.port + " hairpin on" : ""),
        step.port, {} };
}

Description describeStep(const PlugMacvlan& step)
{
    return { "plug-macvlan", "Put its " + step.interface + " on " + step.parent + " by macvlan",
        "ip link add link " + step.parent + " name " + step.interface + " address "
            + toText(step.mac) + " mtu " + std::to_string(step.mtu)
            + " netns PID type macvlan mode bridge",
        step.interface, {} };
}

/// "10 Mbit/s"
std::string rateText(std::uint64_t rate)
{
    for (const auto& [unit, bits] : { std::pair("G", 1'000'000'000ULL),
             std::pair("M", 1'000'000ULL), std::pair("k", 1'000ULL) })
        if (rate >= bits && rate % bits == 0)
            return std::to_string(rate / bits) + " " + unit + "bit/s";
    return std::to_string(rate) + " bit/s";
}

std::string limitCommand(const RateLimit& limit)
{
    if (limit.rate == 0)
        return "tc qdisc del dev " + limit.interface + " root";
    return "tc qdisc replace dev " + limit.interface + " root tbf rate "
        + std::to_string(limit.rate) + "bit burst " + std::to_string(burstOf(limit.rate))
        + " latency " + std::to_string(longestQueue.count()) + "ms";
}

Description describeStep(const LimitInbound& step)
{
    return { "limit-inbound",
        step.limit.rate == 0 ? "Let it be sent as much as there is"
                             : "Let it be sent at most " + rateText(step.limit.rate),
        limitCommand(step.limit), step.limit.interface, {} };
}

Description describeStep(const LimitOutbound& step)
{
    const auto& [interface, rate, before] = step.limit;
    return { "limit-outbound",
        rate == 0 ? "Let its " + interface + " send as much as there is"
                  : "Let its " + interface + " send at most " + rateText(rate),
        limitCommand(step.limit), interface, {} };
}

Description describeStep(const PublishPorts& step)
{
    std::vector<std::string> ports;
    for (const auto& port : step.ports)
        ports.push_back(hostSideOf(port));
    std::vector<std::string> commands;
    if (!step.outside.empty())
        commands = forwardingCommands(step);
    if (const auto rules = commandsAdding(elementsOf(step)); !rules.empty())
        commands.push_back(nftCommands(rules));
    return { "publish-ports", "Lead ports of this computer to it: " + join(ports, ", "),
        join(commands, " & "), join(ports, ", "), {} };
}

Description describeStep(const ConfigureInterface& step)
{
    std::string command;
    for (const auto& address : step.addresses)
        command += "ip addr add " + address + " dev " + step.interface + "; ";
    command += "ip link set " + step.interface + " up";
    for (const auto& gateway : step.gateways)
        command += "; ip route add default via " + toText(gateway);
    return { "configure-interface",
        "Give " + step.interface + " its address" + (step.addresses.size() > 1 ? "es " : " ")
            + join(step.addresses, ", "),
        command, step.interface,
        step.announced ? "it takes addresses and a way out of IPv6 that routers there announce"
                       : "" };
}

constexpr auto enter = "nsenter -t PID -n ";

Description describeStep(const ConfigureFromHost& step)
{
    Description description = describeStep(step.interface);
    description.command = enter + ("sh -c " + shellQuoted(description.command));
    return description;
}

Description describeStep(const LimitOutboundFromHost& step)
{
    Description description = describeStep(LimitOutbound { step.limit });
    description.command = enter + description.command;
    return description;
}

Description describeStep(const SwitchLink& step)
{
    return { "switch-link",
        step.up ? "Let its " + step.interface + " pass packets again"
                : "Let nothing pass its " + step.interface,
        "ip link set " + step.port + (step.up ? " up" : " down"), step.port, {} };
}

Description describeStep(const PlugAgain& step)
{
    return { "plug-again",
        "Connect its " + step.interface + " with the bridge " + step.bridge + " again",
        "ip link set " + step.port + " master " + step.bridge, step.port, {} };
}

Description describeStep(const LeadOut& step)
{
    if (step.after.gateways.empty())
        return { "lead-out", "Let nothing lead out of it any more",
            enter + std::string("ip route del default"), step.before.interface, {} };
    std::vector<std::string> commands;
    for (const auto& gateway : step.after.gateways)
        commands.push_back(enter + ("ip route replace default via " + toText(gateway)));
    return { "lead-out", "Let its way out lead through " + step.after.interface,
        join(commands, "; "), step.after.interface, {} };
}

Description describeStep(const AllowHairpin& step)
{
    return { "allow-hairpin", "Let it reach its own published ports",
        "bridge link set dev " + step.port + " hairpin on", step.port, {} };
}

Description describeStep(const WithdrawPorts& step)
{
    std::vector<std::string> ports;
    for (const auto& port : step.published.ports)
        ports.push_back(hostSideOf(port));
    return { "withdraw-ports", "Lead ports of this computer to it no more: " + join(ports, ", "),
        nftCommands(commandsRemoving(elementsOf(step.published))), join(ports, ", "), {} };
}

Description describeStep(const Unplug& step)
{
    return { "unplug", "Take its " + step.interface + " off the bridge " + step.bridge,
        "ip link del " + step.port, step.port, {} };
}

Description describeStep(const UnplugMacvlan& step)
{
    return { "unplug-macvlan", "Take its " + step.interface + " off " + step.parent,
        enter + ("ip link del " + step.interface), step.interface, {} };
}

} // namespace

Description describe(const NetworkStep& step)
{
    return std::visit([](const auto& concrete) { return describeStep(concrete); }, step);
}

Where whereRuns(const NetworkStep& step)
{
    return std::holds_alternative<ConfigureInterface>(step)
            || std::holds_alternative<LimitOutbound>(step)
        ? Where::Child
        : Where::Host;
}

} // namespace vitrine::plan
