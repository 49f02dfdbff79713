// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/firewall_elements.h"

#include "backend/plan/firewall_rules.h"

namespace vitrine::plan::net {

namespace {

FirewallElement passage(const std::string& from, const std::string& to)
{
    return { "between", { from, to }, { Accept {} } };
}

void addPublished(std::vector<FirewallElement>& elements, const PublishedPort& port,
    const std::optional<IpAddress>& target, IpVersion version, bool outside)
{
    if (outside && port.address) // it is the host's, and nobody's there
        return;
    if (!target || (port.address && port.address->version != version))
        return;
    const std::string suffix = version == IpVersion::V4 ? "4" : "6";
    for (int i = 0; i < port.count; ++i) {
        std::vector<ElementPart> key { port.protocol, std::uint16_t(port.host + i) };
        if (port.address)
            key.insert(key.begin(), *port.address);
        elements.push_back({ (port.address ? "portsat" : "ports") + suffix, std::move(key),
            { *target, std::uint16_t(port.container + i) } });
    }
}

struct TextOf {
    std::string operator()(const std::string& interface) const { return "\"" + interface + "\""; }
    std::string operator()(const IpAddress& address) const { return toText(address); }
    std::string operator()(const Subnet& subnet) const { return toText(subnet); }
    std::string operator()(Protocol protocol) const { return nameOf(protocol); }
    std::string operator()(std::uint16_t port) const { return std::to_string(port); }
    std::string operator()(Accept) const { return "accept"; }
};

std::string textOf(const std::vector<ElementPart>& parts)
{
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : " . ") + std::visit(TextOf(), part);
    return text;
}

std::string command(const char* verb, const FirewallElement& element, const std::string& value)
{
    return std::string(verb) + " element " + firewallTable + " " + element.set + " { "
        + textOf(element.key) + value + " }";
}

} // namespace

std::vector<FirewallElement> elementsOf(const GuardNetwork& step)
{
    std::vector<FirewallElement> elements { { "bridges", { step.bridge }, {} },
        passage(step.bridge, step.bridge) };
    for (const auto& other : step.reaches)
        elements.push_back(passage(step.bridge, other));
    if (step.named)
        elements.push_back({ "named", { step.bridge }, {} });
    if (step.kind == NetworkKind::Isolated)
        elements.push_back({ "isolated", { step.bridge }, {} });
    if (step.kind == NetworkKind::Nat)
        elements.push_back({ "closed", { step.bridge }, {} });
    for (const auto& [subnet, suffix] :
        { std::pair(step.subnet, "4"), std::pair(step.subnet6, "6") }) {
        if (!subnet || step.kind == NetworkKind::Isolated)
            continue;
        elements.push_back({ std::string("hairpin") + suffix, { *subnet, *subnet }, {} });
        if (step.kind == NetworkKind::Nat)
            elements.push_back({ std::string("sources") + suffix, { *subnet }, {} });
    }
    return elements;
}

std::vector<FirewallElement> elementsOf(const AllowBetween& step)
{
    return { passage(step.from, step.to) };
}

std::vector<FirewallElement> elementsOf(const PublishPorts& step)
{
    std::vector<FirewallElement> elements;
    for (const auto& port : step.ports) {
        addPublished(elements, port, step.address, IpVersion::V4, !step.outside.empty());
        addPublished(elements, port, step.address6, IpVersion::V6, !step.outside.empty());
    }
    return elements;
}

std::string textOf(const FirewallElement& element)
{
    return element.set + " { " + textOf(element.key) + " }";
}

std::vector<std::string> commandsAdding(const std::vector<FirewallElement>& elements)
{
    std::vector<std::string> commands;
    for (const auto& element : elements)
        commands.push_back(
            command("add", element, element.value.empty() ? "" : " : " + textOf(element.value)));
    return commands;
}

std::vector<std::string> commandsRemoving(const std::vector<FirewallElement>& elements)
{
    std::vector<std::string> commands;
    for (const auto& element : elements)
        commands.push_back(command("delete", element, {}));
    return commands;
}

} // namespace vitrine::plan::net
