// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/packet_walk.h"

#include "backend/network/host_network.h"
#include "backend/network/inside.h"
#include "backend/network/listeners.h"

#include <cerrno>
#include <cstring>

namespace vitrine::network {

namespace {

constexpr int mostPlaces = 8; ///< a way that goes on after these goes in circles

bool isLoopback(const IpAddress& address)
{
    if (address.version == IpVersion::V4)
        return address.bytes[0] == 127;
    IpAddress one { IpVersion::V6, {} };
    one.bytes[15] = 1;
    return address == one;
}

/// Whether br_netfilter shows the rules what passes over bridges: what they redirect to the bridge
/// that it came from then never leaves that, and is sent back to a port only in hairpin mode.
bool seesBridged(IpVersion version)
{
    const auto on = readSetting(version == IpVersion::V4 ? "bridge/bridge-nf-call-iptables"
                                                         : "bridge/bridge-nf-call-ip6tables");
    return on && on.value() == "1";
}

} // namespace

PacketWalk::PacketWalk(const Packet& packet, const AddressBook& addresses)
    : m_addresses(addresses)
    , m_at(packet.from)
    , m_to(packet.to)
    , m_protocol(packet.protocol)
    , m_port(packet.port)
{
}

Result<void> PacketWalk::run()
{
    m_rules = TRY(FirewallRules::read());
    for (int places = 0; !m_done && places < mostPlaces; ++places)
        TRY(passPlace());
    if (!m_done)
        end(Ending::NoRoute, {}, "The way goes in circles");
    return {};
}

Result<void> PacketWalk::passPlace()
{
    TRY(comeIn());
    if (m_done)
        return {};
    RouteAnswer way = TRY(route(m_at, question()));
    if (!m_in && m_at.isHost() && way.kind != RouteKind::None) {
        if (!m_from)
            m_from = way.source;
        const IpAddress before = m_to;
        TRY(translate("output"));
        if (m_to != before)
            way = TRY(route(m_at, question()));
    }
    if (!m_from)
        m_from = way.source;
    if (way.kind == RouteKind::Local)
        return deliver();
    // Without forwarding the kernel looks for no route for what came in.
    const bool notAsked = way.kind == RouteKind::None && way.number == EHOSTUNREACH;
    if (m_in && (way.kind == RouteKind::Forward || notAsked) && !TRY(mayForward())) {
        notForwarded();
        return {};
    }
    if (way.kind != RouteKind::Forward) {
        noRoute(way);
        return {};
    }
    return forward(way);
}

/// What happens to it before a route is looked for.
Result<void> PacketWalk::comeIn()
{
    if (!m_in || !m_at.isHost())
        return {};
    if (!TRY(filter("prerouting", {})))
        return {};
    return translate("prerouting");
}

void PacketWalk::notForwarded()
{
    const std::string setting
        = m_to.version == IpVersion::V4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
    end(Ending::NotForwarded, m_in->name,
        "Passes nothing on between its interfaces: " + setting + " is off",
        inside("sysctl " + setting));
}

void PacketWalk::noRoute(const RouteAnswer& way)
{
    std::string text = "No route to " + toText(m_to) + ": "
        + (way.number != 0 ? std::strerror(way.number) : "it is for many, not for one");
    if (way.number == EXDEV)
        text = "Dropped: answers to " + toText(*m_from) + " would leave by another interface";
    else if (way.number == EINVAL && m_from)
        text = "Dropped: " + toText(*m_from) + " is no sender that can be here";
    end(Ending::NoRoute, m_in ? m_in->name : std::string(), text, routeCommand());
}

/// It is for an address of where it is.
Result<void> PacketWalk::deliver()
{
    const std::string interface = m_in ? m_in->name : "lo";
    if (m_at.isHost()) {
        if (m_in && !TRY(filter("input", {})))
            return {};
        if (m_in)
            warnOfOthers("input");
    }
    bool answers = true;
    if (m_protocol)
        TRY(in(m_at, [&]() -> Result<void> {
            answers = TRY(isListening(*m_protocol, m_to, m_port)).value_or(true);
            return {};
        }));
    const std::string name = m_at.isHost() ? "this computer" : m_at.name;
    if (answers || !m_at.isHost()) {
        finish(interface,
            "Delivered to " + name
                + (answers ? "" : "; nobody there listens on " + whatFor() + ", so it is refused"),
            routeCommand());
        return {};
    }
    end(Ending::NotPublished, interface,
        "Nothing is published on " + whatFor() + " of " + toText(m_to)
            + ", and no program of this computer listens there",
        "ss -ln sport = " + std::to_string(m_port));
    return {};
}

Result<bool> PacketWalk::mayForward() const
{
    const std::string name = m_to.version == IpVersion::V4
        ? "ipv4/conf/" + m_in->name + "/forwarding"
        : std::string("ipv6/conf/all/forwarding");
    std::string value;
    TRY(in(m_at, [&]() -> Result<void> {
        value = TRY(readSetting(name));
        return {};
    }));
    return value != "0";
}

Result<void> PacketWalk::forward(const RouteAnswer& way)
{
    const LinkFacts out = TRY(link(m_at, way.out));
    add(HopKind::Route, out.name,
        "To " + toText(m_to) + " by " + out.name
            + (way.gateway ? ", through the gateway " + toText(*way.gateway) : ", directly"),
        routeCommand());
    if (m_at.isHost()) {
        const char* const hook = m_in ? "forward" : "output";
        if (!TRY(filter(hook, out.name)))
            return {};
        warnOfOthers(hook);
        TRY(disguise(out));
    }
    if (!out.up) {
        end(Ending::LinkDown, out.name, out.name + " is down", inside("ip link show " + out.name));
        return {};
    }
    if (m_from && isLoopback(*m_from)) {
        end(Ending::NoRoute, out.name, "What comes from " + toText(*m_from) + " stays where it is");
        return {};
    }
    return leave(way);
}

Result<void> PacketWalk::leave(const RouteAnswer& way)
{
    const LinkFacts out = TRY(link(m_at, way.out));
    const IpAddress next = way.gateway.value_or(m_to);
    if (!m_at.isHost())
        return leaveContainer(out, next);
    if (out.kind != "bridge") {
        leaveComputer(out, way);
        return {};
    }
    const auto mac = TRY(askNeighbour(out.index, next));
    const bool back = m_in && m_in->index == out.index && m_redirected && seesBridged(m_to.version);
    return crossBridge(out, back ? m_cameBy : std::nullopt, mac, next);
}

void PacketWalk::leaveComputer(const LinkFacts& out, const RouteAnswer& way)
{
    finish(out.name,
        "Leaves this computer by " + out.name
            + (way.gateway ? " through the gateway " + toText(*way.gateway)
                           : " to its neighbour " + toText(m_to)),
        routeCommand());
}

Result<void> PacketWalk::leaveContainer(const LinkFacts& out, const IpAddress& next)
{
    std::optional<MacAddress> mac;
    TRY(in(m_at, [&]() -> Result<void> {
        mac = TRY(askNeighbour(out.index, next));
        return {};
    }));
    const auto port = out.kind == "veth" ? TRY(askLink(out.peer)) : std::nullopt;
    if (!port || port->kind != "veth" || port->peer != out.index) {
        finish(out.name, "Leaves by " + out.name + ", which is no end of a veth pair of the host");
        return {};
    }
    add(HopKind::Link, out.name, "Through the veth pair " + out.name + " and " + port->name,
        inside("ip -d link show " + out.name));
    m_at = {};
    m_in.reset();
    if (!port->up) {
        end(Ending::LinkDown, port->name, port->name + " is down", "ip link show " + port->name);
        return {};
    }
    const auto bridge = port->master != 0 ? TRY(askLink(port->master)) : std::nullopt;
    if (!bridge) {
        m_in = port;
        return {};
    }
    return crossBridge(*bridge, port, mac, next);
}

Result<void> PacketWalk::crossBridge(const LinkFacts& bridge, const std::optional<LinkFacts>& from,
    const std::optional<MacAddress>& mac, const IpAddress& next)
{
    if (!bridge.up && from) {
        end(Ending::LinkDown, bridge.name, bridge.name + " is down", "ip link show " + bridge.name);
        return {};
    }
    RouteQuestion own;
    own.to = next;
    if (from && TRY(askRoute(own)).kind == RouteKind::Local) {
        add(HopKind::Bridge, bridge.name,
            "The bridge " + bridge.name + " itself has " + toText(next),
            "ip address show " + bridge.name);
        m_in = bridge;
        m_cameBy = from;
        return {};
    }
    return reachPort(bridge, from, mac, next);
}

/// To the container behind a port of BRIDGE.
Result<void> PacketWalk::reachPort(const LinkFacts& bridge, const std::optional<LinkFacts>& from,
    const std::optional<MacAddress>& mac, const IpAddress& next)
{
    const auto owner = m_addresses(next);
    if (!owner)
        return reachStranger(bridge, mac, next);
    RouteQuestion own;
    own.to = next;
    own.entry = true; // its interface, not lo
    const RouteAnswer local = TRY(route(*owner, own));
    const auto inner = local.kind == RouteKind::Local ? TRY(link(*owner, local.out)) : LinkFacts {};
    const auto port = inner.peer != 0 ? TRY(askLink(inner.peer)) : std::nullopt;
    if (!port || port->peer != inner.index || port->master != bridge.index)
        return reachStranger(bridge, mac, next);
    if (!port->up) {
        end(Ending::LinkDown, port->name, port->name + " is down", "ip link show " + port->name);
        return {};
    }
    if (from && from->index == port->index && !port->hairpin) {
        end(Ending::NoHairpin, port->name,
            bridge.name + " does not send back to " + port->name + " what came from there",
            "bridge -d link show dev " + port->name);
        return {};
    }
    const auto known = mac ? TRY(askPort(bridge.index, *mac)) : std::nullopt;
    const std::string how = !mac ? ", once " + toText(next) + " was asked for at all ports"
        : known                  ? ", behind which it has seen " + toText(*mac)
                                 : " and all others: it has not seen " + toText(*mac) + " lately";
    add(HopKind::Bridge, bridge.name,
        "The bridge " + bridge.name + " sends it to " + port->name + how,
        "bridge fdb show br " + bridge.name);
    add(HopKind::Link, port->name, "Through the veth pair " + port->name + " and " + inner.name,
        "ip -d link show " + port->name);
    m_at = *owner;
    m_in = inner;
    return {};
}

/// To NEXT, which no container has.
Result<void> PacketWalk::reachStranger(
    const LinkFacts& bridge, const std::optional<MacAddress>& mac, const IpAddress& next)
{
    const auto known = mac ? TRY(askPort(bridge.index, *mac)) : std::nullopt;
    const auto port = known ? TRY(askLink(*known)) : std::nullopt;
    if (port)
        finish(port->name,
            "Leaves the bridge " + bridge.name + " by " + port->name + " to " + toText(*mac),
            "bridge fdb show br " + bridge.name);
    else
        end(Ending::Nobody, bridge.name,
            "Nobody on the bridge " + bridge.name + " has " + toText(next),
            "ip neighbour show " + toText(next));
    return {};
}

} // namespace vitrine::network
