// SPDX-License-Identifier: GPL-3.0-or-later
// The walk behind followPacket(): from one network namespace to the next.
#pragma once

#include "backend/network/firewall_verdict.h"
#include "backend/network/packet_lookups.h"
#include "backend/network/packet_path.h"

namespace vitrine::network {

class PacketWalk {
public:
    PacketWalk(const Packet& packet, const AddressBook& addresses);

    /// Fails when the kernel could not be asked.
    [[nodiscard]] Result<void> run();
    [[nodiscard]] Path takePath() { return std::move(m_path); }

private:
    /// One network namespace that it passes through. Each of these may end the walk.
    [[nodiscard]] Result<void> passPlace();
    [[nodiscard]] Result<void> comeIn();
    [[nodiscard]] Result<void> deliver();
    [[nodiscard]] Result<void> forward(const RouteAnswer& route);
    [[nodiscard]] Result<void> leave(const RouteAnswer& route);
    [[nodiscard]] Result<bool> mayForward() const;
    void notForwarded();
    void noRoute(const RouteAnswer& route);

    /// From an interface to where the frame goes: m_at and m_in.
    [[nodiscard]] Result<void> leaveContainer(const LinkFacts& out, const IpAddress& next);
    [[nodiscard]] Result<void> crossBridge(const LinkFacts& bridge,
        const std::optional<LinkFacts>& from, const std::optional<MacAddress>& mac,
        const IpAddress& next);
    [[nodiscard]] Result<void> reachPort(const LinkFacts& bridge,
        const std::optional<LinkFacts>& from, const std::optional<MacAddress>& mac,
        const IpAddress& next);
    [[nodiscard]] Result<void> reachStranger(
        const LinkFacts& bridge, const std::optional<MacAddress>& mac, const IpAddress& next);
    void leaveComputer(const LinkFacts& out, const RouteAnswer& route);

    /// Rules of the host.
    [[nodiscard]] Result<void> translate(const char* hook);
    [[nodiscard]] Result<bool> filter(const char* hook, const std::string& out);
    [[nodiscard]] Result<void> disguise(const LinkFacts& out);
    void warnOfOthers(const char* hook);
    [[nodiscard]] Result<RulePacket> rulePacket(const std::string& out) const;

    /// Do WORK in the network namespace of PLACE.
    [[nodiscard]] static Result<void> in(
        const Place& place, const std::function<Result<void>()>& work);
    [[nodiscard]] Result<RouteAnswer> route(const Place& place, RouteQuestion question) const;
    [[nodiscard]] Result<LinkFacts> link(const Place& place, int index) const;
    [[nodiscard]] RouteQuestion question() const;

    void add(HopKind kind, const std::string& interface, std::string text, std::string command);
    /// A rule that may drop it.
    void addUnclear(const std::string& interface, std::string text, std::string command);
    void end(
        Ending ending, const std::string& interface, std::string text, std::string command = {});
    void finish(const std::string& interface, std::string text, std::string command = {});
    [[nodiscard]] std::string inside(const std::string& command) const;
    [[nodiscard]] std::string routeCommand() const;
    [[nodiscard]] std::string whatFor() const;

    const AddressBook& m_addresses;
    FirewallRules m_rules;
    Path m_path;
    bool m_done = false;

    // The packet as it is now, and where.
    Place m_at;
    std::optional<LinkFacts> m_in; ///< that it came in by; none: it is sent from here
    std::optional<LinkFacts> m_cameBy; ///< m_in is a bridge: its port that it came in by
    IpAddress m_to;
    std::optional<IpAddress> m_from;
    std::optional<Protocol> m_protocol;
    std::uint16_t m_port = 0;
    bool m_redirected = false;
};

} // namespace vitrine::network
