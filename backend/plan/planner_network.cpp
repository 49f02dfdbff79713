// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner_network.h"

#include "backend/plan/firewall_neighbours.h"
#include "backend/plan/name_service.h"
#include "backend/plan/user_network.h"

namespace vitrine::plan {

namespace {

using namespace net;

void add(Plan& plan, NetworkStep step)
{
    plan.emplace_back(std::move(step));
}

Result<void> addForwarding(Plan& plan, IpVersion version, bool is, bool mayBe)
{
    if (is)
        return {};
    if (!mayBe)
        return Error::of(ErrorKind::NotSupported, "forwarding",
            std::string("this computer does not pass packets of IPv")
                + (version == IpVersion::V4 ? "4" : "6")
                + " on between its interfaces: allow that to be changed, or choose \"isolated\"");
    add(plan, AllowForwarding { version });
    return {};
}

Result<void> addUserNetwork(Plan& plan, NetworkKind kind, const UserNetwork& user)
{
    if (kind == NetworkKind::Routed)
        return Error::of(ErrorKind::NotSupported, "kind",
            "an ordinary user's packets leave by this computer's address: choose \"nat\" or "
            "\"isolated\"");
    if (kind == NetworkKind::Nat && !user.outside)
        return Error::of(ErrorKind::NotSupported, "kind",
            "nothing leads out of an ordinary user's network without slirp4netns: install the "
            "package slirp4netns, or choose \"isolated\"");
    add(plan, user.make);
    if (kind == NetworkKind::Nat)
        add(plan, *user.outside);
    return {};
}

std::optional<IpAddress> resolverOf(const NetworkPlace& network)
{
    if (!network.user || !network.user->outside)
        return {};
    return nameServerOf(*network.user->outside);
}

/// Whether NETWORK has packets that NEIGHBOUR sees.
bool concerns(const Neighbour& neighbour, const NetworkPlace& network, bool bridged)
{
    if (isPhysical(network.spec.kind))
        return network.spec.kind == NetworkKind::Bridge && bridged
            && neighbour.hook == Hook::Forward;
    if (neighbour.family == "ip6" && !network.spec.subnet6)
        return false;
    if (neighbour.hook == Hook::Input)
        return !network.nameServer.empty();
    return network.spec.kind != NetworkKind::Isolated || bridged;
}

Result<void> addAdmission(
    Plan& plan, const NetworkPlace& network, const Surroundings& host, bool allowed)
{
    const Admission admission = admissionOf(network, host, allowed);
    for (const Neighbour& neighbour : admission.stopping)
        if (neighbour.open && network.spec.kind != NetworkKind::Isolated)
            return Error::of(ErrorKind::NotSupported, "forwarding",
                wordsOf(neighbour)
                    + " would drop its packets: allow that to be changed, or choose \"isolated\"");
    if (admission.step)
        add(plan, *admission.step);
    for (const Neighbour& neighbour : admission.stopping)
        add(plan, LeaveNeighbour { network.bridge, neighbour });
    return {};
}

Result<Plan> planPhysical(const NetworkPlace& network, const Surroundings& host)
{
    if (network.user)
        return Error::of(ErrorKind::NotSupported, "kind",
            "an ordinary user has no right to use this computer's interfaces: choose \"nat\" or "
            "\"isolated\", or have root's helper make it");
    Plan plan;
    add(plan, UseUplink { network.bridge, network.spec.kind });
    for (const Neighbour& neighbour : admissionOf(network, host, false).stopping)
        add(plan, LeaveNeighbour { network.bridge, neighbour });
    return plan;
}

} // namespace

Admission admissionOf(const NetworkPlace& network, const Surroundings& host, bool allowed)
{
    Admission admission;
    AdmitTraffic step { network.bridge, network.spec.kind, !network.nameServer.empty(), {} };
    for (const Neighbour& neighbour : host.neighbours) {
        if (!concerns(neighbour, network, host.bridged))
            continue;
        const bool admitted
            = neighbour.inPlace && neighbour.ours.size() == rulesFor(step, neighbour).size();
        if (admitted)
            continue;
        if (neighbour.open && allowed && !isPhysical(network.spec.kind))
            step.neighbours.push_back(neighbour);
        else
            admission.stopping.push_back(neighbour);
    }
    if (!step.neighbours.empty())
        admission.step = std::move(step);
    return admission;
}

std::vector<std::string> addressesOf(const PlacedConnection& connection)
{
    std::vector<std::string> addresses;
    const NetworkSpec& spec = connection.network.spec;
    if (connection.address)
        addresses.push_back(toText(*connection.address, *spec.subnet));
    if (connection.address6)
        addresses.push_back(toText(*connection.address6, *spec.subnet6));
    return addresses;
}

std::string outsideOf(const NetworkPlace& network)
{
    return network.user ? portForwarder : std::string();
}

WayOut wayOutOf(const std::vector<PlacedConnection>& connections)
{
    if (connections.empty())
        return {};
    const PlacedConnection& first = connections.front();
    WayOut out { first.interface, {} };
    for (const IpVersion version : { IpVersion::V4, IpVersion::V6 })
        if (const auto gateway = gatewayOf(first.network.spec, version))
            out.gateways.push_back(*gateway);
    return out.gateways.empty() ? WayOut() : out;
}

Result<Plan> planNetwork(const NetworkPlace& network, const Surroundings& host, Forwarding allowed)
{
    const NetworkSpec& spec = network.spec;
    if (isPhysical(spec.kind))
        return planPhysical(network, host);
    Plan plan;
    if (network.user)
        TRY(addUserNetwork(plan, spec.kind, *network.user));
    if (spec.kind != NetworkKind::Isolated) {
        TRY(addForwarding(plan, IpVersion::V4, host.v4, allowed.v4));
        if (spec.subnet6)
            TRY(addForwarding(plan, IpVersion::V6, host.v6, allowed.v6));
    }
    add(plan, PrepareFirewall {});
    // Before there is a bridge: nothing ever passes unguarded.
    add(plan,
        GuardNetwork { network.bridge, spec.kind, spec.subnet, spec.subnet6,
            !network.nameServer.empty(), network.reaches });
    TRY(addAdmission(plan, network, host, allowed.v4));
    MakeBridge bridge { network.bridge, network.mac, *spec.mtu, {} };
    for (const auto& subnet : { spec.subnet, spec.subnet6 })
        if (subnet)
            bridge.addresses.push_back(toText(gatewayOf(*subnet), *subnet));
    add(plan, std::move(bridge));
    if (spec.kind != NetworkKind::Isolated && !network.user) // a user's are published outside
        add(plan, AllowLoopback { network.bridge });
    add(plan,
        ServeNames { network.id, network.nameServer, network.bridge, domainOf(spec), spec.kind,
            spec.subnet, spec.subnet6, resolverOf(network) });
    return plan;
}

namespace {

void addPlug(
    Plan& plan, const PlacedConnection& connection, const std::vector<PublishedPort>& ports)
{
    const auto& [network, port, interface, mac, address, address6, link] = connection;
    const std::uint64_t mtu = *network.spec.mtu;
    if (network.spec.kind == NetworkKind::Macvlan)
        return add(plan, PlugMacvlan { network.bridge, interface, mac, mtu });
    const bool hairpin = !ports.empty() && !isPhysical(network.spec.kind);
    add(plan, PlugIn { network.bridge, port, interface, mac, mtu, hairpin, link.up });
}

} // namespace

ConfigureInterface configurationOf(
    const PlacedConnection& connection, const std::vector<IpAddress>& gateways)
{
    const NetworkSpec& spec = connection.network.spec;
    return { connection.interface, addressesOf(connection), gateways,
        isPhysical(spec.kind) && spec.ipv6 };
}

void addPlugs(Plan& plan, const std::vector<PlacedConnection>& connections,
    const std::vector<PublishedPort>& ports)
{
    for (const auto& connection : connections)
        addPlug(plan, connection, ports);
    for (const auto& connection : connections)
        if (connection.link.inbound != 0)
            add(plan, LimitInbound { { connection.port, connection.link.inbound } });
    if (!ports.empty() && !connections.empty())
        add(plan,
            PublishPorts { ports, connections.front().address, connections.front().address6,
                outsideOf(connections.front().network) });
}

void addInterfaces(Plan& plan, const std::vector<PlacedConnection>& connections)
{
    const WayOut out = wayOutOf(connections);
    for (const auto& connection : connections)
        add(plan,
            configurationOf(connection,
                connection.interface == out.interface ? out.gateways : std::vector<IpAddress>()));
    for (const auto& connection : connections)
        if (connection.link.outbound != 0)
            add(plan, LimitOutbound { { connection.interface, connection.link.outbound } });
}

} // namespace vitrine::plan
