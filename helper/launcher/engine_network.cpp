// SPDX-License-Identifier: GPL-3.0-or-later
// Networks, and how containers come into them.
#include "backend/network/host_network.h"
#include "backend/plan/planner_rewire.h"
#include "helper/launcher/engine.h"
#include "helper/launcher/outside.h"

#include <algorithm>
#include <cstdio>

namespace vitrine::launcher {

kernel::Feature Engine::networkFeature() const
{
    kernel::Feature feature;
    feature.name = "networks";
    feature.title = "Networks of containers";
    feature.available = m_facts.privileged || m_facts.userNamespaces;
    if (!feature.available)
        feature.reason = "An ordinary user's networks need user namespaces";
    else if (m_facts.privileged)
        feature.reason = "Bridges, NAT and published ports can be made";
    else if (!findOutsideProgram().empty())
        feature.reason = "Bridges of your own; slirp4netns leads out of them";
    else {
        feature.reason = "Bridges of your own; nothing leads out of them";
        feature.advice = "Install the package slirp4netns";
    }
    return feature;
}

Result<void> Engine::requireNetworks() const
{
    const kernel::Feature feature = networkFeature();
    if (feature.available)
        return {};
    return Error::of(ErrorKind::NotSupported, "networks", feature.reason);
}

Result<std::vector<plan::PlacedConnection>> Engine::placeIn(const ContainerSpec& spec, uid_t owner,
    const std::string& id, std::vector<Assignment>& assignments) const
{
    if (spec.connections.networks.empty()) {
        assignments.clear();
        return std::vector<plan::PlacedConnection>();
    }
    TRY(requireNetworks());
    std::map<std::string, std::set<IpAddress>> taken;
    for (const auto& [other, container] : m_store.all())
        for (const auto& assignment : container->assignments)
            for (const auto& address : { assignment.address, assignment.address6 })
                if (address && other != id)
                    taken[assignment.network].insert(*address);
    auto placed = TRY(m_networks.place(spec.connections.networks, owner, assignments, taken));
    const plan::NetworkPlace& first = placed.front().network;
    if (isPhysical(first.spec.kind) && !spec.connections.ports.empty())
        return Error::invalid("ports",
            "others reach it at its own address in '" + first.spec.name
                + "', its first network: none of this computer's ports leads there");
    if (first.user && first.spec.kind == NetworkKind::Isolated && !spec.connections.ports.empty())
        return Error::of(ErrorKind::NotSupported, "ports",
            "nothing comes into an isolated network of an ordinary user: let its first network be "
            "of the kind \"nat\"");
    return placed;
}

/// Of the host's ports; what other programs listen on is theirs to say.
Result<void> Engine::checkPortsFree(
    const std::string& id, const std::vector<PublishedPort>& ports) const
{
    for (const auto& [theirId, other] : m_store.all()) {
        if (theirId == id || !other->isRunning())
            continue;
        for (const auto& theirs : other->runningSpec().connections.ports)
            for (std::size_t i = 0; i < ports.size(); ++i)
                if (clash(ports[i], theirs))
                    return Error::of(ErrorKind::Exists, "ports[" + std::to_string(i) + "].host",
                        hostSideOf(ports[i]) + " leads to the container '" + other->spec.name
                            + "' already");
    }
    return {};
}

Result<void> Engine::connect(Container& container, plan::ContainerPlace& place)
{
    const auto before = container.assignments;
    place.connections
        = TRY(placeIn(container.spec, container.owner, container.id, container.assignments));
    TRY(checkPortsFree(container.id, container.spec.connections.ports));
    TRY(bringUpNetworks(container.assignments, container.spec.connections.ports));
    place.connections = m_networks.placed(container.assignments); // as they are now
    place.resolver = hostResolver(container.spec);
    answerOutside(place);
    tellNamesOf(container, &container); // while it starts: the name is there when it runs
    if (container.assignments != before)
        TRY(m_store.save(container)); // others must not get its addresses after our end
    return {};
}

/// For a container with ASSIGNMENTS and PORTS.
Result<void> Engine::bringUpNetworks(
    const std::vector<Assignment>& assignments, const std::vector<PublishedPort>& ports)
{
    for (const auto& assignment : assignments) {
        Network& network = *TRY(m_networks.find(assignment.network));
        const bool wasUp = network.up;
        const auto before = network.hindrances;
        auto up = m_networks.bringUp(network);
        if (!up || network.up != wasUp || network.hindrances != before)
            m_events.networkChanged(network);
        if (TRY(std::move(up))) {
            publishAgain();
            plugAgain(network);
        }
    }
    return assignments.empty() ? Result<void>() : bringUpPorts(ports);
}

/// What brings PORTS into an ordinary user's networks.
Result<void> Engine::bringUpPorts(const std::vector<PublishedPort>& ports)
{
    if (!ports.empty() && TRY(m_networks.bringPorts()))
        publishAgain();
    return {};
}

/// Its bridge may be another one than that which running containers were connected with.
void Engine::plugAgain(const Network& network)
{
    const NetworkKind kind = network.place.spec.kind;
    if (kind == NetworkKind::Macvlan)
        return; // such interfaces went with their parent
    for (const auto& [id, container] : m_store.all())
        for (const auto& assignment : container->assignments) {
            if (!container->isRunning() || assignment.network != network.id)
                continue;
            auto plugged = m_networks.machine().apply(plan::net::PlugAgain { network.place.bridge,
                                                          assignment.port, assignment.interface },
                -1);
            if (plugged && !isPhysical(kind) && !container->runningSpec().connections.ports.empty())
                plugged
                    = m_networks.machine().apply(plan::net::AllowHairpin { assignment.port }, -1);
            if (!plugged)
                std::fprintf(stderr, "vitrine-launcher: %s of '%s': %s\n",
                    assignment.interface.c_str(), container->spec.name.c_str(),
                    plugged.error().message().c_str());
        }
}

/// From now on, if there are any. Without it the next start in a network finds out.
void Engine::watchBridges()
{
    if (!m_facts.privileged || m_networks.all().empty())
        return;
    const bool physical = std::ranges::any_of(m_networks.all(),
        [](const auto& entry) { return isPhysical(entry.second->place.spec.kind); });
    if (const auto begun = m_bridgeWatch.begin(
            physical ? BridgeWatch::Scope::Changes : BridgeWatch::Scope::Deletions);
        !begun)
        std::fprintf(stderr, "vitrine-launcher: %s\n", begun.error().message().c_str());
}

void Engine::interfaceChanged(const std::string& name)
{
    for (const auto& [id, network] : m_networks.all()) {
        if (network->place.bridge != name)
            continue;
        if (isPhysical(network->place.spec.kind)) {
            lookAtUplink(*network);
        } else if (network->up && !network::hasInterface(name)) {
            network->up = false;
            m_events.networkChanged(*network);
        }
    }
}

void Engine::lookAtUplink(Network& network)
{
    const bool wasUp = network.up;
    const auto before = network.hindrances;
    (void)m_networks.lookAtUplink(network); // what is wrong is in it
    if (network.up != wasUp || network.hindrances != before)
        m_events.networkChanged(network);
    if (network.up && !wasUp)
        plugAgain(network);
}

/// The rules were made anew: ports that lead to running containers are missing in them.
void Engine::publishAgain()
{
    for (const auto& [id, container] : m_store.all()) {
        const auto& ports = container->runningSpec().connections.ports;
        if (!container->isRunning() || ports.empty() || container->assignments.empty())
            continue;
        auto published = m_networks.bringPorts();
        const auto step = plan::publishedBy({ m_networks.placed(container->assignments), ports });
        if (const auto done = published ? m_networks.machine().apply(step, -1) : Result<void>();
            !done)
            published = done.error();
        if (!published)
            std::fprintf(stderr, "vitrine-launcher: ports of '%s': %s\n",
                container->spec.name.c_str(), published.error().message().c_str());
    }
}

Result<plan::Plan> Engine::planNetwork(const Json& spec, uid_t owner) const
{
    TRY(requireNetworks());
    return m_networks.plan(spec, owner);
}

Networks::Made Engine::createNetwork(const Json& spec, uid_t owner, bool mayForward)
{
    if (auto may = requireNetworks(); !may) {
        Networks::Made made;
        made.failure = plan::RunFailure { may.error(), -1 };
        return made;
    }
    auto made = m_networks.create(spec, owner, mayForward);
    if (made.network)
        made.network->names = m_names.stateOf(made.network->id);
    if (made.network)
        m_events.networkChanged(*made.network);
    watchBridges();
    return made;
}

Result<void> Engine::removeNetwork(const std::string& id)
{
    const Network& network = *TRY(m_networks.find(id));
    std::string members;
    for (const auto& [other, container] : m_store.all())
        for (const auto& connection : container->spec.connections.networks) {
            const auto meant = m_networks.named({}, connection.network, container->owner);
            if (meant && meant.value() == &network)
                members += (members.empty() ? "'" : ", '") + container->spec.name + "'";
        }
    if (!members.empty())
        return Error::of(ErrorKind::Busy, network.place.spec.name,
            members + " would lose it: take them out of it, or delete them, first");
    std::vector<const Network*> others;
    for (const auto& [other, network] : m_networks.all())
        if (network->reaches.contains(id))
            others.push_back(network.get());
    TRY(m_networks.remove(id));
    m_events.networkRemoved(id);
    watchBridges();
    for (const Network* other : others)
        m_events.networkChanged(*other);
    return {};
}

Result<void> Engine::setReach(const std::string& id, const std::string& other, bool allowed)
{
    Network& from = *TRY(m_networks.find(id));
    TRY(m_networks.setReach(from, *TRY(m_networks.find(other)), allowed));
    m_events.networkChanged(from);
    return {};
}

} // namespace vitrine::launcher
