// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/engine.h"

#include "backend/base/files.h"
#include "backend/kernel/block_devices.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/file_rights.h"
#include "helper/launcher/adoption.h"
#include "helper/launcher/background.h"
#include "helper/launcher/ending.h"
#include "helper/launcher/last_output.h"
#include "helper/launcher/protocol.h"
#include "helper/launcher/volume_sources.h"
#include "helper/shim/protocol.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>

namespace vitrine::launcher {

namespace {

/// The program NAME in the directory of the program PATH.
std::string besides(const std::string& path, const char* name)
{
    return path.substr(0, path.rfind('/') + 1) + name;
}

} // namespace

Engine::Engine(
    EventLoop& loop, ContainerStore store, Networks networks, std::string shim, EngineEvents events)
    : m_loop(loop)
    , m_store(std::move(store))
    , m_networks(std::move(networks))
    , m_shim(std::move(shim))
    , m_events(std::move(events))
    , m_names(loop, m_store.places(), besides(m_shim, "vitrine-names"), m_seccomp,
          [this](const std::string& id, const NameServers::State& state) {
              nameServerChanged(id, state);
          })
    , m_releaser(loop)
    , m_limitWatch(loop,
          [this](const std::string& id, const kernel::GroupCounts& counts) {
              if (const auto found = m_store.find(id))
                  countLimits(*found.value(), counts);
          })
    , m_bridgeWatch(loop, [this](const std::string& name) { interfaceChanged(name); })
    , m_sessions(loop, [this](const std::string& id) { m_events.sessionsChanged(id); })
    , m_health(loop, healthHooks())
{
    m_networks.serveBy(m_names);
}

Result<std::unique_ptr<Engine>> Engine::make(EventLoop& loop, const Places& places,
    const std::string& shim, EngineEvents events, std::vector<Error>& problems)
{
    ContainerStore store = TRY(ContainerStore::load(places, problems));
    const UniqueFd storage = TRY(openDirectory(AT_FDCWD, places.containers()));
    kernel::HostFacts facts = kernel::findHostFacts(storage.get());
    std::unique_ptr<UserNetwork> user;
    if (!facts.privileged)
        user = std::make_unique<UserNetwork>(places,
            UserNetwork::Programs {
                besides(shim, "vitrine-holder"), besides(shim, "vitrine-ports") },
            facts);
    Networks networks = TRY(Networks::load(places, std::move(user), problems));
    std::unique_ptr<Engine> engine(
        new Engine(loop, std::move(store), std::move(networks), shim, std::move(events)));
    engine->m_facts = std::move(facts);
    engine->m_releaser.begin(); // this process is in its control group now
    if (engine->m_facts.seccomp)
        engine->m_seccomp = TRY(kernel::compileDefaultProfile());
    engine->adoptAll(problems);
    engine->adoptNames(problems);
    engine->watchBridges();
    engine->watchUserNetwork();
    engine->resumeRestarts(problems);
    TRY(engine->emptyTrash());
    return engine;
}

std::vector<kernel::Feature> Engine::features() const
{
    auto features = kernel::describeFeatures(m_facts);
    features.push_back(networkFeature());
    features.push_back(namesFeature());
    return features;
}

std::vector<Image> Engine::images() const
{
    return listImages(m_store.places().images(), { m_facts.uid });
}

plan::ContainerPlace Engine::placeOf(const Container& container) const
{
    plan::ContainerPlace place { container.id, m_store.runtimeDirectoryOf(container.id),
        m_store.places().mountPoint(), m_store.directoryOf(container.id), container.firstId,
        container.owner };
    if (!container.spec.volumes.binds.empty())
        place.ownerGroups = kernel::groupsOf(container.owner);
    return place;
}

Result<plan::Plan> Engine::plan(const Json& json, uid_t owner) const
{
    ContainerSpec spec = TRY(parseContainerSpec(json));
    const Image image = TRY(findImage(m_store.places().images(), spec.image, { owner }));
    if (spec.name.empty())
        spec.name = m_store.freeName(spec.image, owner);
    if (spec.hostname.empty())
        spec.hostname = spec.name;
    if (spec.command.empty())
        spec.command = image.command;
    spec.limits = TRY(kernel::withDeviceNumbers(std::move(spec.limits)));
    Container container;
    container.id = "0000000000000000"; // the real one is random
    container.firstId = 1'073'741'824;
    container.owner = owner;
    container.spec = spec;
    plan::ContainerPlace place = placeOf(container);
    TRY(adoptIds(spec, place));
    place.connections = TRY(placeIn(spec, owner, container.id, container.assignments));
    place.resolver = hostResolver(spec);
    answerOutside(place);
    return plan::planStart(spec, image, place, m_facts);
}

Result<Container*> Engine::create(
    const Json& given, uid_t owner, const std::vector<UniqueFd>& descriptors, StepLog& log)
{
    const Json json = TRY(nameSources(given, descriptors, owner));
    if (owner != m_facts.uid)
        TRY(requireDescriptors(json));
    // What cannot be planned cannot be started either: refuse it before anything is made.
    TRY(plan(json, owner));
    ContainerSpec spec = TRY(parseContainerSpec(json));
    const std::string images = m_store.places().images();
    const Image before = TRY(findImage(images, spec.image, { owner }));
    Image image;
    TRY(log.run(
        { "prepareImage", "Make the image " + spec.image + " ready", {} }, [&]() -> Result<void> {
            image = TRY(prepareImage(images, spec.image, { owner }));
            return {};
        }));
    if (image.layers != before.layers)
        m_events.imagesChanged();
    Container* container = TRY(m_store.create(std::move(spec), owner, image, log));
    m_events.changed(*container);
    return container;
}

Result<void> Engine::pause(const std::string& id)
{
    Container& container = *TRY(m_store.find(id));
    if (container.state != State::Running)
        return Error::of(ErrorKind::Busy, {},
            "'" + container.spec.name + "' is " + nameOf(container.state)
                + ": only a running container can be paused");
    if (container.cgroup.empty())
        return Error::of(ErrorKind::NotSupported, "container",
            "pausing needs a control group, and this container has none: "
                + m_facts.noCgroupReason);
    TRY(TRY(kernel::Cgroup::open(m_facts.cgroup->path, container.cgroup)).freeze(true));
    container.state = State::Paused;
    m_events.changed(container);
    return {};
}

Result<void> Engine::resume(const std::string& id)
{
    Container& container = *TRY(m_store.find(id));
    TRY(checkNotCloned(container));
    if (container.state != State::Paused)
        return Error::of(ErrorKind::Busy, {},
            "'" + container.spec.name + "' is " + nameOf(container.state)
                + ": only a paused container can be resumed");
    TRY(TRY(kernel::Cgroup::open(m_facts.cgroup->path, container.cgroup)).freeze(false));
    container.state = State::Running;
    m_events.changed(container);
    return {};
}

Result<UniqueFd> Engine::console(const std::string& id)
{
    const Container& container = *TRY(m_store.find(id));
    auto [ours, clients] = TRY(kernel::socketPair());
    if (container.isRunning()) {
        const auto attached = kernel::sendToken(container.shim.get(), shim::attach, { ours.get() });
        if (attached)
            return std::move(clients);
        if (attached.error().number != EPIPE && attached.error().number != ECONNRESET)
            return attached.error();
        constexpr int patience = 1000; // ms
        pollfd last { container.shim.get(), POLLIN, 0 };
        (void)::poll(&last, 1, patience); // it is ending: its last message is under way
        readShim(id);
    }
    if (container.state == State::Damaged && container.finished == 0)
        return errorFromJson(container.damage);
    if (container.finished == 0)
        return Error::of(ErrorKind::NotFound, "console", "the container has not run yet: start it");
    TRY(replayOutput(
        ours.get(), lastOutput(m_store.directoryOf(id), container.started), container.exitStatus));
    return std::move(clients);
}

/// What an earlier launcher had not removed yet when it ended.
Result<void> Engine::emptyTrash()
{
    const std::string trash = m_store.places().trash();
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, trash));
    for (const auto& name : TRY(namesIn(directory.get())))
        removeTrash(trash + "/" + name);
    return {};
}

/// What cannot be removed is tried again by the next launcher.
void Engine::removeTrash(const std::string& path)
{
    removeInBackground(m_loop, path, ids(), [](const Result<void>& removed) {
        if (!removed)
            std::fprintf(stderr, "vitrine-launcher: %s\n", removed.error().message().c_str());
    });
}

LowerLayers Engine::lowerLayersOf(const Container& container) const
{
    return vitrine::lowerLayersOf(m_store.places().images(), container.spec.image);
}

void Engine::adoptAll(std::vector<Error>& problems)
{
    for (auto& left : adoptRunning(m_store, m_facts, m_networks.machine(), problems)) {
        const auto found = m_store.find(left.id);
        if (!found)
            continue;
        Container& container = *found.value();
        container.started = left.started;
        container.cgroup = left.cgroup;
        container.adoptedSteps = std::move(left.steps);
        container.startedSpec = std::move(left.startedSpec);
        if (!left.running) {
            finish(container, left.waitStatus);
            continue;
        }
        container.state = left.frozen ? State::Paused : State::Running;
        container.history.nextTry = 0;
        if (container.spec.lifecycle.restart.when == RestartWhen::No) // then nobody wrote it down
            container.history.wanted = true;
        container.leader = left.leader;
        container.process = std::move(left.process);
        container.shim = std::move(left.shim);
        container.shimProcess = std::move(left.shimProcess);
        if (container.firstId == 0) // its record is damaged
            container.firstId = firstIdOf(container.leader);
        watchLimits(container);
        if (auto watched = watchShim(container); !watched)
            problems.push_back(std::move(watched).error());
        else
            m_sessions.adopt(container.id, m_store.runtimeDirectoryOf(container.id));
        if (!container.spec.health.command.empty())
            m_health.begin(container.id, container.spec.health, container.started);
    }
}

} // namespace vitrine::launcher
