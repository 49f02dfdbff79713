// SPDX-License-Identifier: GPL-3.0-or-later
// How the engine changes a container after it was made.
#include "backend/base/files.h"
#include "backend/kernel/block_devices.h"
#include "backend/spec/spec_change.h"
#include "helper/launcher/adoption.h"
#include "helper/launcher/engine.h"
#include "helper/launcher/protocol.h"
#include "helper/launcher/volume_sources.h"

#include <fcntl.h>

namespace vitrine::launcher {

Result<void> Engine::update(const std::string& id, const Json& given,
    const std::vector<std::string>& reset, const std::vector<UniqueFd>& descriptors)
{
    Container& container = *TRY(m_store.find(id));
    if (!container.damage.empty())
        return errorFromJson(container.damage);
    const Json changes = TRY(nameSources(given, descriptors, container.owner));
    if (container.owner != m_facts.uid)
        TRY(requireDescriptors(changes));
    ContainerSpec spec = TRY(changedSpec(container.spec, changes, reset));
    if (spec.name != container.spec.name)
        TRY(m_store.checkName(spec.name, container.owner));
    if (spec.hostname.empty())
        spec.hostname = spec.name;
    std::vector<Assignment> assignments = container.assignments;
    if (!fieldsToRestart(container.spec, spec).empty()) {
        const Image image
            = TRY(findImage(m_store.places().images(), spec.image, { container.owner }));
        if (spec.command.empty())
            spec.command = image.command;
        ContainerSpec whole = spec;
        whole.limits = TRY(kernel::withDeviceNumbers(std::move(whole.limits)));
        plan::ContainerPlace place = placeOf(container);
        TRY(adoptIds(whole, place));
        place.connections = TRY(placeIn(whole, container.owner, id, assignments));
        TRY(plan::planStart(whole, image, place, m_facts)); // else it could not start
    }
    const bool live = canRewire(container, spec);
    if (live) {
        TRY(checkPortsFree(id, spec.connections.ports));
        assignments = keepWired(std::move(assignments), container.assignments);
    }
    if (spec.limits != container.spec.limits) {
        auto change = setLimits(id, toJson(spec)["limits"], plan::Room::MustBeThere);
        if (change.failure)
            return std::move(change.failure->error);
    }
    if (container.isRunning() && !container.startedSpec)
        container.startedSpec = container.spec;
    if (container.isRunning())
        TRY(keepStartedSpec(container));
    if (live)
        std::swap(container.assignments, assignments);
    std::swap(container.spec, spec);
    auto done = m_store.save(container, Durability::PowerCut);
    if (done && live)
        done = rewire(container, assignments, container.startedSpec->connections.ports);
    if (!done) {
        std::swap(container.spec, spec);
        if (live)
            std::swap(container.assignments, assignments);
        (void)m_store.save(container); // the new one may have got as far as its place
        m_events.changed(container);
        return done;
    }
    if (live) {
        container.startedSpec->connections = container.spec.connections;
        (void)keepStartedSpec(container); // the next launcher would tell them as pending
    }
    if (container.spec.lifecycle.restart.when == RestartWhen::No)
        (void)cancelRestart(container);
    if (container.isRunning() && container.spec.health != spec.health)
        m_health.begin(id, container.spec.health, container.started);
    if (container.isRunning() && container.spec.name != spec.name)
        tellNamesOf(container);
    m_events.changed(container);
    return {};
}

Result<void> Engine::rename(const std::string& id, const std::string& name)
{
    return update(id, { { "name", name } }, {}, {});
}

/// Before the record is changed: what runs is then no longer what the record says.
Result<void> Engine::keepStartedSpec(Container& container) const
{
    const UniqueFd directory
        = TRY(openDirectory(AT_FDCWD, m_store.runtimeDirectoryOf(container.id)));
    return replaceFile(directory.get(), startedSpecFileName,
        dumpJson(toJson(*container.startedSpec)), Durability::Process);
}

} // namespace vitrine::launcher
