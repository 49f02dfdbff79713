// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner_rewire.h"

#include <algorithm>

namespace vitrine::plan {

namespace {

using namespace net;

const PlacedConnection* sameIn(const Wiring& wiring, const PlacedConnection& connection)
{
    const auto found = std::find_if(wiring.connections.begin(), wiring.connections.end(),
        [&](const PlacedConnection& other) { return other.port == connection.port; });
    return found == wiring.connections.end() ? nullptr : &*found;
}

bool has(const Wiring& wiring, const PlacedConnection& connection)
{
    return sameIn(wiring, connection) != nullptr;
}

std::vector<PublishedPort> without(
    std::vector<PublishedPort> ports, const std::vector<PublishedPort>& others)
{
    std::erase_if(ports, [&](const PublishedPort& port) {
        return std::find(others.begin(), others.end(), port) != others.end();
    });
    return ports;
}

void add(Plan& plan, NetworkStep step)
{
    plan.emplace_back(std::move(step));
}

/// What CONNECTION lets through, which is there already and was as BEFORE says.
void addLink(Plan& plan, const LinkSettings& before, const PlacedConnection& connection)
{
    const LinkSettings& link = connection.link;
    if (link.inbound != before.inbound)
        add(plan, LimitInbound { { connection.port, link.inbound, before.inbound } });
    if (link.outbound != before.outbound)
        add(plan,
            LimitOutboundFromHost { { connection.interface, link.outbound, before.outbound } });
    if (link.up != before.up)
        add(plan, SwitchLink { connection.port, connection.interface, link.up });
}

void addUnplug(Plan& plan, const PlacedConnection& connection)
{
    const auto& [network, port, interface, mac, address, address6, link] = connection;
    if (network.spec.kind == NetworkKind::Macvlan)
        add(plan, UnplugMacvlan { network.bridge, interface });
    else
        add(plan, Unplug { network.bridge, port, interface });
}

void addPorts(Plan& plan, const Wiring& before, const Wiring& after)
{
    PublishPorts old = publishedBy(before), next = publishedBy(after);
    const std::vector<PublishedPort> had = old.ports;
    if (old.address == next.address && old.address6 == next.address6) {
        old.ports = without(old.ports, next.ports);
        next.ports = without(next.ports, had);
    }
    if (!old.ports.empty())
        add(plan, WithdrawPorts { std::move(old) });
    if (had.empty() && !next.ports.empty())
        for (const auto& connection : after.connections)
            if (has(before, connection) && !isPhysical(connection.network.spec.kind))
                add(plan, AllowHairpin { connection.port });
    if (!next.ports.empty())
        add(plan, std::move(next));
}

} // namespace

PublishPorts publishedBy(const Wiring& wiring)
{
    if (wiring.connections.empty())
        return {};
    const PlacedConnection& first = wiring.connections.front();
    return { wiring.ports, first.address, first.address6, outsideOf(first.network) };
}

Plan planRewire(const Wiring& before, const Wiring& after)
{
    Plan plan;
    for (const auto& connection : after.connections)
        if (!has(before, connection)) {
            addPlugs(plan, { connection }, {});
            if (!after.ports.empty() && !isPhysical(connection.network.spec.kind))
                add(plan, AllowHairpin { connection.port });
            add(plan, ConfigureFromHost { configurationOf(connection, {}) });
            const LinkSettings plugged { connection.link.inbound, 0, connection.link.up };
            addLink(plan, plugged, connection);
        }
    const WayOut was = wayOutOf(before.connections), next = wayOutOf(after.connections);
    if (was.interface != next.interface || was.gateways != next.gateways)
        add(plan, LeadOut { was, next });
    addPorts(plan, before, after);
    for (const auto& connection : after.connections)
        if (const auto* same = sameIn(before, connection))
            addLink(plan, same->link, connection);
    for (const auto& connection : before.connections)
        if (!has(after, connection))
            addUnplug(plan, connection);
    return plan;
}

} // namespace vitrine::plan
