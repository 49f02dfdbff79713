// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the planner for networks, and for containers in them.
#pragma once

#include "backend/plan/steps.h"
#include "backend/spec/network_spec.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine::plan {

/// Where the networks of an ordinary user are.
struct UserNetwork {
    net::MakeUserNetwork make;
    std::optional<net::LeadOutside> outside; ///< none: no program that could is installed
};

/// A network as it is made: nothing in its specification is left to be chosen.
struct NetworkPlace {
    NetworkSpec spec;
    std::string bridge; ///< of a physical one: its parent, which is not ours
    MacAddress mac {}; ///< of the bridge
    std::string id {};
    std::string nameServer {}; ///< dnsmasq, an absolute path; empty: there is none
    std::vector<std::string> reaches {}; ///< bridges that its connections may lead to
    std::optional<UserNetwork> user {}; ///< none: it is this computer's
};

/// Whether the host passes packets on between its interfaces.
struct Forwarding {
    bool v4 = false, v6 = false;
};

/// What a network comes into.
struct Surroundings {
    bool v4 = false, v6 = false; ///< the host passes packets on between its interfaces
    bool bridged = false; ///< what stays on a bridge goes through the rules of forwarding, too
    std::vector<net::Neighbour> neighbours {};
};

/// Brings NETWORK up. ALLOWED: what the host does not do yet may be changed, else NotSupported.
[[nodiscard]] Result<Plan> planNetwork(
    const NetworkPlace& network, const Surroundings& host, Forwarding allowed);

/// What is to be done about the neighbours of HOST so that they let NETWORK's packets pass.
struct Admission {
    std::optional<net::AdmitTraffic> step; ///< none: nothing is missing
    std::vector<net::Neighbour> stopping; ///< those that may not be changed, or not without consent
};
[[nodiscard]] Admission admissionOf(
    const NetworkPlace& network, const Surroundings& host, bool allowed);

/// A container's interface in a network; nothing is left to be chosen.
struct PlacedConnection {
    NetworkPlace network;
    std::string port; ///< its end on the host
    std::string interface; ///< and in the container
    MacAddress mac {};
    std::optional<IpAddress> address, address6;
    LinkSettings link {};
};

/// The addresses of CONNECTION as ip(8) writes them: "10.9.0.5/24".
[[nodiscard]] std::vector<std::string> addressesOf(const PlacedConnection& connection);
/// The first network leads out, unless nothing leads out of it.
[[nodiscard]] net::WayOut wayOutOf(const std::vector<PlacedConnection>& connections);

/// What CONNECTION is given in the container.
[[nodiscard]] net::ConfigureInterface configurationOf(
    const PlacedConnection& connection, const std::vector<IpAddress>& gateways);

/// PublishPorts::outside of a container in NETWORK.
[[nodiscard]] std::string outsideOf(const NetworkPlace& network);

/// On the host, after the container's network namespace was made.
void addPlugs(Plan& plan, const std::vector<PlacedConnection>& connections,
    const std::vector<PublishedPort>& ports);
/// In it.
void addInterfaces(Plan& plan, const std::vector<PlacedConnection>& connections);

} // namespace vitrine::plan
