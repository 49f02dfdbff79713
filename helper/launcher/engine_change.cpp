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
    if (!fieldsToRestart(container.spec, spec).empty()) {
        const Image image
            = TRY(findImage(m_store.places().images(), spec.image, { container.owner }));
        if (spec.command.empty())
            spec.command = image.command;
        ContainerSpec whole = spec;
        whole.limits = TRY(kernel::withDeviceNumbers(std::move(whole.limits)));
        plan::ContainerPlace place = placeOf(container);
        TRY(adoptIds(whole, place));
        std::vector<Assignment> assignments = container.assignments;
        place.connections = TRY(placeIn(whole, container.owner, id, assignments));
        TRY(plan::planStart(whole, image, place, m_facts)); // else it could not start
    }
    if (spec.limits != container.spec.limits) {
        auto change = setLimits(id, toJson(spec)["limits"], plan::Room::MustBeThere);
        if (change.failure)
            return std::move(change.failure->error);
    }
    if (container.isRunning() && !container.startedSpec)
        TRY(keepStartedSpec(container));
    std::swap(container.spec, spec);
    if (auto saved = m_store.save(container, Durability::PowerCut); !saved) {
        std::swap(container.spec, spec);
        (void)m_store.save(container); // the new one may have got as far as its place
        return saved;
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
    TRY(replaceFile(directory.get(), startedSpecFileName, dumpJson(toJson(container.spec)),
        Durability::Process));
    container.startedSpec = container.spec;
    return {};
}

} // namespace vitrine::launcher
