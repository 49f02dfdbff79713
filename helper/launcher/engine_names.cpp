// SPDX-License-Identifier: GPL-3.0-or-later
// Names of containers in their networks.
#include "backend/base/files.h"
#include "backend/plan/user_network.h"
#include "helper/launcher/engine.h"

#include <cstdio>
#include <fcntl.h>
#include <set>

namespace vitrine::launcher {

kernel::Feature Engine::namesFeature() const
{
    kernel::Feature feature;
    feature.name = "names";
    feature.title = "Names in networks";
    const bool possible = networkFeature().available;
    feature.available = possible && !findNameServer().empty();
    feature.reason = feature.available ? "Containers find each other by name (dnsmasq)"
        : possible                     ? "dnsmasq is not installed: containers find each other "
                                         "by address only"
                                       : "An ordinary user's containers are in no network";
    if (possible && !feature.available)
        feature.advice = "Install the package dnsmasq-base";
    return feature;
}

/// Of those that have the same name, the network's owner's comes first, then the oldest: nobody
/// takes over a name in somebody else's network.
std::map<std::string, NamedHost> Engine::namedIn(
    const Network& network, const Container* starting) const
{
    std::map<std::string, const Container*> owners;
    const auto comesFirst = [&](const Container& one, const Container& other) {
        const bool own = one.owner == network.owner, others = other.owner == network.owner;
        return own != others ? own : one.created < other.created;
    };
    const auto isIn = [&](const Container& container) {
        return (container.isRunning() || &container == starting)
            && container.spec.name != "localhost";
    };
    std::map<std::string, NamedHost> hosts;
    for (const auto& [id, container] : m_store.all()) {
        for (const auto& assignment : container->assignments)
            if (assignment.network == network.id && isIn(*container)) {
                const Container*& owner = owners[container->spec.name];
                if (!owner || comesFirst(*container, *owner))
                    owner = container.get();
            }
    }
    for (const auto& [name, container] : owners)
        for (const auto& assignment : container->assignments)
            if (assignment.network == network.id)
                hosts[container->id]
                    = { name, assignment.mac, assignment.address, assignment.address6 };
    return hosts;
}

void Engine::tellNames(const Network& network, const Container* starting)
{
    const auto told = m_names.setHosts(network.id, namedIn(network, starting));
    if (!told) // the network works without
        std::fprintf(stderr, "vitrine-launcher: names of '%s': %s\n",
            network.place.spec.name.c_str(), told.error().message().c_str());
}

void Engine::tellNamesOf(const Container& container, const Container* starting)
{
    for (const auto& assignment : container.assignments)
        if (const auto network = m_networks.find(assignment.network))
            tellNames(*network.value(), starting);
}

void Engine::nameServerChanged(const std::string& id, const NameServers::State& state)
{
    const auto network = m_networks.find(id);
    if (!network)
        return; // it is being made
    network.value()->names = state;
    m_events.networkChanged(*network.value());
}

void Engine::adoptNames(std::vector<Error>& problems)
{
    if (auto adopted = m_networks.adoptNames(); !adopted)
        problems.push_back(std::move(adopted).error());
    for (const auto& [id, network] : m_networks.all())
        tellNames(*network);
}

/// An ordinary user's networks reach this computer's name servers through slirp4netns only.
void Engine::answerOutside(plan::ContainerPlace& place)
{
    for (const auto& connection : place.connections)
        if (const auto& user = connection.network.user; user && user->outside)
            place.resolver.nameservers = { toText(plan::net::nameServerOf(*user->outside)) };
}

/// Where containers may ask: read only where somebody wants to know.
plan::HostResolver Engine::hostResolver(const ContainerSpec& spec) const
{
    const auto choice = namespaceOf(spec.isolation, "net").from;
    if (spec.connections.networks.empty() && choice != NamespaceChoice::From::Host)
        return {};
    const auto text = readFile(AT_FDCWD, "/etc/resolv.conf", 1 << 16);
    return text ? plan::parseResolver(text.value()) : plan::HostResolver();
}

} // namespace vitrine::launcher
