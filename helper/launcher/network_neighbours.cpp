// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/network_neighbours.h"

#include "backend/network/host_network.h"
#include "backend/network/neighbours.h"
#include "backend/plan/firewall_neighbours.h"

#include <algorithm>
#include <cerrno>

namespace vitrine::launcher {

namespace {

Result<void> admitOnce(Network& network, plan::NetworkMachine& machine)
{
    // Routes and forwarding are of no interest here, and would cost.
    const plan::Surroundings host { true, true, network::filtersBridges(),
        TRY(network::readNeighbours(network.place.bridge)) };
    noteHindrances(network, host);
    const auto admission = plan::admissionOf(network.place, host, network.mayForward);
    return admission.step ? machine.apply(*admission.step, -1) : Result<void>();
}

} // namespace

Result<plan::Surroundings> surroundingsOf(const Network& network)
{
    const auto host = TRY(network::readHostNetwork());
    return plan::Surroundings { host.forwards4, host.forwards6, network::filtersBridges(),
        TRY(network::readNeighbours(network.place.bridge)) };
}

void noteHindrances(Network& network, const plan::Surroundings& host)
{
    network.hindrances.clear();
    for (const auto& neighbour :
        plan::admissionOf(network.place, host, network.mayForward).stopping) {
        std::string text = plan::net::adviceOn(neighbour, network.place.bridge);
        const auto same = std::find(network.hindrances.begin(), network.hindrances.end(), text);
        if (same == network.hindrances.end()) // firewalld's is the same for both hooks
            network.hindrances.push_back(std::move(text));
    }
}

Result<void> admit(Network& network, plan::NetworkMachine& machine)
{
    constexpr int attempts = 3;
    auto admitted = admitOnce(network, machine);
    // Somebody changed the chains meanwhile.
    for (int i = 1; i < attempts && !admitted && admitted.error().number == ENOENT; ++i)
        admitted = admitOnce(network, machine);
    return admitted;
}

} // namespace vitrine::launcher
