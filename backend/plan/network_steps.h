// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that make networks and put containers into them; see steps.h. Rules live in one table of
// Vitrine's own, "inet vitrine": firewall_rules.h.
#pragma once

#include "backend/kernel/id_map.h"
#include "backend/spec/connections.h"
#include "backend/spec/network_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vitrine::plan::net {

// --- of an ordinary user -----------------------------------------------------------------------

/// A network namespace of the user's own, in a user namespace, where both are missing: all their
/// networks are in it. It passes packets on between its interfaces.
struct MakeUserNetwork {
    kernel::IdMap users, groups; ///< nobody is mapped to somebody else
    bool byPrograms = false; ///< newuidmap and newgidmap
};

/// What leaves the user's network namespace is sent by a process of theirs, slirp4netns(1).
struct LeadOutside {
    std::string program; ///< absolute path
    std::string socket; ///< of its API: path
    Subnet subnet; ///< between it and the namespace; its 3rd address answers for names
    std::uint64_t mtu = 0; ///< bytes
};

// --- of a network ----------------------------------------------------------------------------

/// Let the host pass packets on between interfaces; undone when no network needs it any more.
struct AllowForwarding {
    IpVersion version = IpVersion::V4;
};

/// The table of rules that all networks share, where it is missing.
struct PrepareFirewall { };

/// Which packets a chain sees.
enum class Hook { Forward, Input };

/// A base chain of somebody else's that drops by default what a network sends or gets.
struct Neighbour {
    std::string family, table, chain; ///< "ip", "filter", "FORWARD"
    Hook hook = Hook::Forward;
    std::string owner; ///< "ufw", "Docker"; empty: nobody that we know
    bool open = false; ///< others may put rules into it
    /// Handles of rules: ours belong behind or before it; without either, at the end.
    std::optional<std::uint64_t> after, before;
    std::vector<std::uint64_t> ours; ///< handles of ours that are in it
    bool inPlace = true; ///< they are where they belong
};

/// Have the chains of others let the network's packets pass. Our rules in them bear a comment, by
/// which they are found again; nobody else's are touched.
struct AdmitTraffic {
    std::string bridge;
    NetworkKind kind = NetworkKind::Nat;
    bool named = false; ///< questions for names and addresses reach the host
    std::vector<Neighbour> neighbours; ///< that are open
};

/// Nothing is done: what stops the network's packets is not ours to change.
struct LeaveNeighbour {
    std::string bridge;
    Neighbour neighbour;
};

/// Containers come into the network that an interface of the host is in; it stays as it is.
struct UseUplink {
    std::string interface;
    NetworkKind kind = NetworkKind::Macvlan; ///< a physical one
};

struct MakeBridge {
    std::string name;
    MacAddress mac {}; ///< fixed: else it would change with the interfaces that are plugged in
    std::uint64_t mtu = 0; ///< bytes
    std::vector<std::string> addresses; ///< of the host in it: "10.9.0.1/24"
};

/// Let the host's loopback addresses lead into the network, for ports published there. The rules
/// keep the network from reaching them.
struct AllowLoopback {
    std::string bridge;
};

/// Who may pass between the network and the rest.
struct GuardNetwork {
    std::string bridge;
    NetworkKind kind = NetworkKind::Nat;
    std::optional<Subnet> subnet, subnet6;
    bool named = false; ///< its names are served, on the host's address in it
    std::vector<std::string> reaches; ///< bridges that connections may lead to from it
};

/// Let connections from one network lead to another; answers come back by themselves.
struct AllowBetween {
    std::string from, to; ///< bridges
};

/// dnsmasq(8) serves the network: names of its containers, and addresses for those who ask.
struct ServeNames {
    std::string network; ///< id
    std::string program; ///< absolute path; empty: there is none, and so there are no names
    std::string bridge, domain;
    NetworkKind kind = NetworkKind::Nat;
    std::optional<Subnet> subnet, subnet6;
    std::optional<IpAddress> resolver {}; ///< who knows other names; none: this computer's do
};

// --- of a container --------------------------------------------------------------------------

/// A veth pair: one end a port of the bridge, the other born in the container.
struct PlugIn {
    std::string bridge, port; ///< names on the host
    std::string interface; ///< "eth0", in the container
    MacAddress mac {}; ///< there
    std::uint64_t mtu = 0;
    bool hairpin = false; ///< the bridge may send it back what came from it: its published ports
    bool up = true; ///< false: nothing passes
};

/// An interface of its own on one of the host, born in the container. It goes with either.
struct PlugMacvlan {
    std::string parent; ///< name on the host
    std::string interface; ///< "eth0", in the container
    MacAddress mac {};
    std::uint64_t mtu = 0;
};

/// How fast INTERFACE lets out what leaves by it.
struct RateLimit {
    std::string interface;
    std::uint64_t rate = 0, before = 0; ///< bits a second; 0: no limit
};

/// Of what the container is sent: what leaves by its port on the host.
struct LimitInbound {
    RateLimit limit;
};

/// Of what the container sends, in it.
struct LimitOutbound {
    RateLimit limit;
};

/// Ports of the host lead to the container.
struct PublishPorts {
    std::vector<PublishedPort> ports;
    std::optional<IpAddress> address, address6; ///< of the container
    /// The program that has the ports of the host; empty: they are in this namespace.
    std::string outside {};
};

/// In the container: addresses, and routes through GATEWAYS.
struct ConfigureInterface {
    std::string interface;
    std::vector<std::string> addresses; ///< "10.9.0.5/24"
    std::vector<IpAddress> gateways; ///< of the default routes
    bool announced = false; ///< it takes what routers there announce (IPv6)
};

// --- of a container that runs; all of the host, some enter its network namespace --------------

/// As ConfigureInterface.
struct ConfigureFromHost {
    ConfigureInterface interface;
};

/// As LimitOutbound.
struct LimitOutboundFromHost {
    RateLimit limit;
};

/// Let a port of a bridge pass all or nothing, as if its cable were plugged in or pulled out.
struct SwitchLink {
    std::string port, interface; ///< on the host, in the container
    bool up = true;
};

/// Connect a port with its bridge once more, which was lost and made again.
struct PlugAgain {
    std::string bridge, port, interface;
};

/// Where its default routes lead.
struct WayOut {
    std::string interface;
    std::vector<IpAddress> gateways; ///< at most one a version
};

/// Another way out than before.
struct LeadOut {
    WayOut before, after;
};

/// The bridge may send back to PORT what came from there.
struct AllowHairpin {
    std::string port;
};

struct WithdrawPorts {
    PublishPorts published;
};

/// Take a veth pair away. Nothing takes this back.
struct Unplug {
    std::string bridge, port, interface;
};

/// The same for what PlugMacvlan made.
struct UnplugMacvlan {
    std::string parent, interface;
};

using NetworkStep = std::variant<MakeUserNetwork, LeadOutside, AllowForwarding, PrepareFirewall,
    AdmitTraffic, LeaveNeighbour, UseUplink, MakeBridge, AllowLoopback, GuardNetwork, AllowBetween,
    ServeNames, PlugIn, PlugMacvlan, LimitInbound, LimitOutbound, PublishPorts, ConfigureInterface,
    ConfigureFromHost, LimitOutboundFromHost, SwitchLink, PlugAgain, LeadOut, AllowHairpin,
    WithdrawPorts, Unplug, UnplugMacvlan>;

} // namespace vitrine::plan::net
