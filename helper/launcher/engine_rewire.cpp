// SPDX-License-Identifier: GPL-3.0-or-later
// Networks and published ports of a container that runs.
#include "backend/base/files.h"
#include "backend/plan/describe.h"
#include "backend/plan/host_machine.h"
#include "backend/plan/journal.h"
#include "backend/plan/planner_rewire.h"
#include "backend/plan/undo.h"
#include "helper/launcher/container_network.h"
#include "helper/launcher/engine.h"

#include <fcntl.h>

namespace vitrine::launcher {

namespace {

bool hasOwnNetwork(const ContainerSpec& spec)
{
    return namespaceOf(spec.isolation, "net").from == NamespaceChoice::From::New;
}

plan::net::LimitOutboundFromHost inverse(const plan::net::LimitOutboundFromHost& step)
{
    return { { step.limit.interface, step.limit.before, step.limit.rate } };
}

plan::HostMachine machineIn(plan::NetworkMachine& network, int netns)
{
    return { [&network, netns](const plan::Step& step) {
                return network.apply(std::get<plan::net::NetworkStep>(step), netns);
            },
        [&network, netns](const plan::Step& step) {
            const auto& special = std::get<plan::net::NetworkStep>(step);
            if (const auto* led = std::get_if<plan::net::LeadOut>(&special))
                return network.apply(plan::net::LeadOut { led->after, led->before }, netns);
            if (const auto* limited = std::get_if<plan::net::LimitOutboundFromHost>(&special))
                return network.apply(inverse(*limited), netns);
            return plan::undo(step, &network);
        } };
}

} // namespace

/// Whether CONTAINER, which runs, can take up the networks and ports of SPEC.
bool Engine::canRewire(const Container& container, const ContainerSpec& spec) const
{
    const ContainerSpec& running = container.runningSpec();
    return container.isRunning() && m_networks.canPlugIn(container.leader) && hasOwnNetwork(running)
        && hasOwnNetwork(spec) && running.connections != spec.connections;
}

/// CONTAINER was connected as WIRED and PUBLISHED say, and is to be as it says itself.
Result<void> Engine::rewire(Container& container, const std::vector<Assignment>& wired,
    const std::vector<PublishedPort>& published)
{
    TRY(bringUpNetworks(container.assignments, container.spec.connections.ports));
    const UniqueFd netns = TRY(openNetworkOf(container));
    const UniqueFd directory
        = TRY(openDirectory(AT_FDCWD, m_store.runtimeDirectoryOf(container.id)));
    const plan::Wiring before { m_networks.placed(wired), published };
    const plan::Wiring after { m_networks.placed(container.assignments),
        container.spec.connections.ports };
    const auto old = plan::publishedBy(before), next = plan::publishedBy(after);
    TRY(plan::Journal::replacePorts(directory.get(), { old, next }));
    const plan::Plan steps = plan::planRewire(before, after);
    auto machine = machineIn(m_networks.machine(), netns.get());
    plan::RunOutcome outcome = plan::run(steps, machine, {});
    keepChange(container, plan::toJson(steps, outcome.records));
    // Connections go on after their ports: the end must know where they lead.
    plan::net::PublishPorts gone { {}, old.address, old.address6, old.outside };
    (void)plan::Journal::replacePorts(directory.get(),
        outcome.failure ? std::vector { old } : std::vector { std::move(gone), next });
    if (!outcome.failure) {
        for (const auto& assignments : { wired, container.assignments })
            for (const auto& assignment : assignments)
                if (const auto network = m_networks.find(assignment.network))
                    tellNames(*network.value());
        return {};
    }
    Error error = std::move(outcome.failure->error);
    for (const auto& leftover : outcome.leftovers)
        error.text += "; could not be set back: " + leftover.message();
    return error;
}

} // namespace vitrine::launcher
