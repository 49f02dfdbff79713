// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/engine.h"

#include "backend/base/files.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/pidfd.h"
#include "backend/plan/describe.h"
#include "backend/plan/journal.h"
#include "backend/plan/kernel_machine.h"
#include "helper/launcher/adoption.h"
#include "helper/launcher/background.h"
#include "helper/launcher/ending.h"
#include "helper/launcher/protocol.h"
#include "helper/shim/protocol.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::launcher {

Engine::Engine(EventLoop& loop, ContainerStore store, std::string shim, EngineEvents events)
    : m_loop(loop)
    , m_store(std::move(store))
    , m_shim(std::move(shim))
    , m_events(std::move(events))
{
}

Result<std::unique_ptr<Engine>> Engine::make(EventLoop& loop, const Places& places,
    const std::string& shim, EngineEvents events, std::vector<Error>& problems)
{
    ContainerStore store = TRY(ContainerStore::load(places, problems));
    std::unique_ptr<Engine> engine(new Engine(loop, std::move(store), shim, std::move(events)));
    const UniqueFd storage = TRY(openDirectory(AT_FDCWD, places.containers()));
    engine->m_facts = kernel::findHostFacts(storage.get());
    if (engine->m_facts.seccomp)
        engine->m_seccomp = TRY(kernel::compileDefaultProfile());
    engine->adoptAll(problems);
    return engine;
}

std::vector<kernel::Feature> Engine::features() const
{
    return kernel::describeFeatures(m_facts);
}

std::vector<Image> Engine::images() const
{
    return listImages(m_store.places().images(), { m_facts.uid });
}

plan::ContainerPlace Engine::placeOf(const Container& container) const
{
    return { container.id, m_store.runtimeDirectoryOf(container.id), m_store.places().mountPoint(),
        m_store.directoryOf(container.id), container.firstId, container.owner };
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
    Container container;
    container.id = "0000000000000000"; // the real one is random
    container.firstId = 1'073'741'824;
    container.owner = owner;
    return plan::planStart(spec, image, placeOf(container), m_facts);
}

Result<Container*> Engine::create(const Json& json, uid_t owner)
{
    // What cannot be planned cannot be started either: refuse it before anything is made.
    TRY(plan(json, owner));
    ContainerSpec spec = TRY(parseContainerSpec(json));
    const Image image = TRY(prepareImage(m_store.places().images(), spec.image, { owner }));
    Container* container = TRY(m_store.create(std::move(spec), owner, image));
    m_events.changed(*container);
    return container;
}

namespace {

/// The record that says: this container was started. Until it is there, recovery undoes the start.
Result<void> commitStart(
    const std::string& runtimeDirectory, const Container& container, pid_t leader)
{
    const auto startTime = TRY(kernel::startTimeOf(leader));
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, runtimeDirectory));
    const Json state { { "leader", leader }, { "startTime", startTime },
        { "cgroup", container.cgroup }, { "started", container.started } };
    return replaceFile(directory.get(), stateFileName, dumpJson(state), Durability::Process);
}

/// For "under the hood" after a restart of the helper; the container runs without it.
void keepSteps(const std::string& runtimeDirectory, const Json& steps)
{
    if (const auto directory = openDirectory(AT_FDCWD, runtimeDirectory))
        (void)replaceFile(
            directory.value().get(), stepsFileName, dumpJson(steps), Durability::Process);
}

Error withLeftovers(Error error, const std::vector<Error>& leftovers)
{
    for (const auto& leftover : leftovers)
        error.text
            += (error.text.empty() ? "" : "; ") + ("could not be undone: " + leftover.message());
    return error;
}

/// Two overlays must not share a writable layer.
Result<void> waitForRelease(const Container& container)
{
    constexpr int patience = 10'000; // ms
    pollfd end { container.releasing, POLLIN, 0 };
    if (container.releasing >= 0 && ::poll(&end, 1, patience) != 1)
        return Error::of(ErrorKind::Busy, "container",
            "'" + container.spec.name
                + "' has ended and its files are still being written to the disk; try again");
    return {};
}

} // namespace

Result<plan::RunOutcome> Engine::runStart(Container& container)
{
    container.plan.clear();
    const Image image
        = TRY(prepareImage(m_store.places().images(), container.spec.image, { container.owner }));
    const auto place = placeOf(container);
    container.plan = TRY(plan::planStart(container.spec, image, place, m_facts));
    const plan::Plan& steps = container.plan;
    plan::KernelMachineOptions options;
    options.shim = m_shim;
    options.runtimeDirectory = place.runtimeDirectory;
    options.seccomp = &m_seccomp;
    const auto machine = TRY(plan::KernelMachine::make(steps, options));
    plan::Journal journal(place.runtimeDirectory);
    container.cgroup = plan::cgroupPathOf(container.id, m_facts);
    container.started = timeNow();
    const plan::RunHooks hooks { [&](const plan::Step& step) { return journal.record(step); },
        [&] { return commitStart(place.runtimeDirectory, container, machine->spawned().pid); } };
    plan::RunOutcome outcome = plan::run(steps, *machine, hooks);
    if (!outcome.failure) {
        kernel::Spawned spawned = machine->takeSpawned();
        container.leader = spawned.pid;
        container.process = std::move(spawned.process);
        container.shim = machine->takeShimSocket();
        container.root = machine->takeRoot();
    }
    container.records = outcome.records;
    return outcome;
}

Result<void> Engine::start(const std::string& id)
{
    Container& container = *TRY(m_store.find(id));
    if (container.isRunning())
        return Error::of(
            ErrorKind::Busy, "container", "'" + container.spec.name + "' runs already");
    if (container.isConcluding()) {
        TRY(waitForRelease(container));
        concludeEnd(id, container.ends);
    }
    auto outcome = runStart(container);
    std::optional<plan::RunFailure> failure;
    if (!outcome)
        failure = plan::RunFailure { outcome.error(), -1 };
    else if (outcome.value().failure)
        failure = plan::RunFailure { withLeftovers(
                                         outcome.value().failure->error, outcome.value().leftovers),
            outcome.value().failure->step };
    if (failure) {
        container.state = State::Failed;
        container.error = toJson(failure->error, failure->step);
        container.cgroup.clear();
        m_events.changed(container);
        m_events.stepsChanged(container);
        (void)m_store.save(container); // the failure itself is what matters
        return failure->error;
    }
    container.state = State::Running;
    container.error = Json::object();
    TRY(watchShim(container));
    m_events.changed(container);
    // Whoever waits for the start need not wait for this, nor need a short-lived payload's end.
    constexpr std::chrono::milliseconds rest { 20 };
    m_loop.after(rest, [this, id] { recordStart(id); });
    return {};
}

/// What is to be known of a run after the launcher's own end; a full disk does not keep a
/// container from ending.
void Engine::recordEnd(const std::string& id)
{
    const auto found = m_store.find(id);
    if (!found)
        return;
    keepLastOutput(m_store.directoryOf(id), std::exchange(found.value()->lastOutput, {}));
    (void)m_store.save(*found.value());
}

/// Its files are let go of: tell those who wait for its end.
void Engine::concludeEnd(const std::string& id, unsigned end)
{
    const auto found = m_store.find(id);
    if (!found || found.value()->concluded >= end)
        return; // a start has not waited for its turn
    found.value()->concluded = end;
    found.value()->releasing = -1;
    const auto waiting = m_whenEnded.extract(id);
    if (!waiting.empty())
        for (const auto& callback : waiting.mapped())
            callback();
}

/// What is good to know of a start later; the container runs without it.
void Engine::recordStart(const std::string& id)
{
    const auto found = m_store.find(id);
    if (!found)
        return;
    if (found.value()->isRunning())
        keepSteps(m_store.runtimeDirectoryOf(id), stepsOf(*found.value()));
    m_events.stepsChanged(*found.value());
}

Result<void> Engine::watchShim(Container& container)
{
    const std::string id = container.id;
    auto watched = m_loop.watch(container.shim.get(), [this, id] { readShim(id); });
    if (watched)
        return watched;
    // Nobody would notice its end: it must not go on. Its shim still writes in the runtime
    // directory until it has gone.
    kill(container);
    constexpr int patience = 5000; // ms
    pollfd end { container.shim.get(), POLLIN, 0 };
    (void)::poll(&end, 1, patience);
    finish(container, SIGKILL);
    return watched;
}

void Engine::readShim(const std::string& id)
{
    const auto found = m_store.find(id);
    if (!found)
        return;
    Container& container = *found.value();
    shim::ExitMessage message;
    const ssize_t count = ::recv(container.shim.get(), &message, sizeof message, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count == ssize_t(sizeof message) && message.kind == 'x')
        return finish(container, message.status);
    // The shim has gone without a word: its child must not go on unwatched.
    kill(container);
    finish(container, SIGKILL);
    container.exitReason = "killed: its shim has gone";
    m_events.changed(container);
}

void Engine::finish(Container& container, int waitStatus)
{
    m_loop.forget(container.shim.get());
    if (const auto timer = m_killTimers.find(container.id); timer != m_killTimers.end()) {
        m_loop.cancel(timer->second);
        m_killTimers.erase(timer);
    }
    setExit(container, waitStatus);
    container.finished = timeNow();
    container.state = State::Stopped;
    container.leader = 0;
    container.process.reset();
    container.shim.reset();
    auto cleared = clearRuntime(m_store.runtimeDirectoryOf(container.id));
    if (cleared)
        container.lastOutput = std::move(cleared).value();
    else
        container.error = toJson(cleared.error());
    container.cgroup.clear();
    m_events.changed(container);
    m_loop.after({}, [this, id = container.id] { recordEnd(id); });
    auto conclude = [this, id = container.id, end = ++container.ends] { concludeEnd(id, end); };
    if (container.root)
        container.releasing = releaseRootInBackground(m_loop, std::move(container.root),
            m_store.directoryOf(container.id), std::move(conclude));
    else
        m_loop.after({}, std::move(conclude));
}

void Engine::kill(const Container& container) const
{
    // Its death takes the whole pid namespace with it. ESRCH: it has ended already.
    if (container.process)
        (void)kernel::signalProcess(container.process.get(), SIGKILL);
}

void Engine::stop(const std::string& id, int timeout, Done done)
{
    const auto found = m_store.find(id);
    if (!found)
        return done(found.error());
    Container& container = *found.value();
    if (!container.isRunning())
        return done({});
    m_whenEnded[id].push_back([done = std::move(done)] { done({}); });
    if (container.state == State::Paused)
        (void)resume(id);
    container.state = State::Stopping;
    m_events.changed(container);
    if (timeout <= 0 || !handlesSignal(container.leader, SIGTERM))
        return kill(container);
    (void)kernel::signalProcess(container.process.get(), SIGTERM);
    m_loop.cancel(std::exchange(m_killTimers[id], 0));
    m_killTimers[id] = m_loop.after(std::chrono::milliseconds(timeout), [this, id] {
        m_killTimers.erase(id);
        if (const auto still = m_store.find(id))
            kill(*still.value());
    });
}

void Engine::cancelStop(const std::string& id)
{
    const auto timer = m_killTimers.find(id);
    const auto found = m_store.find(id);
    if (timer == m_killTimers.end() || !found)
        return; // too late: it was killed already
    m_loop.cancel(timer->second);
    m_killTimers.erase(timer);
    found.value()->state = State::Running;
    m_events.changed(*found.value());
}

Result<void> Engine::pause(const std::string& id)
{
    Container& container = *TRY(m_store.find(id));
    if (container.state != State::Running)
        return Error::of(ErrorKind::Busy, "container", "only a running container can be paused");
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
    if (container.state != State::Paused)
        return Error::of(ErrorKind::Busy, "container", "only a paused container can be resumed");
    TRY(TRY(kernel::Cgroup::open(m_facts.cgroup->path, container.cgroup)).freeze(false));
    container.state = State::Running;
    m_events.changed(container);
    return {};
}

void Engine::remove(const std::string& id, Done done)
{
    const auto found = m_store.find(id);
    if (!found)
        return done(found.error());
    if (!found.value()->isRunning() && !found.value()->isConcluding())
        return removeStorage(id, done);
    m_whenEnded[id].push_back([this, id, done = std::move(done)] { removeStorage(id, done); });
    if (found.value()->isConcluding())
        return;
    found.value()->state = State::Stopping;
    m_events.changed(*found.value());
    kill(*found.value());
}

void Engine::removeStorage(const std::string& id, const Done& done)
{
    auto trash = m_store.discard(id);
    if (!trash)
        return done(trash.error());
    m_events.removed(id);
    removeInBackground(m_loop, trash.value(), done);
}

Result<UniqueFd> Engine::console(const std::string& id) const
{
    const Container& container = *TRY(m_store.find(id));
    auto [ours, clients] = TRY(kernel::socketPair());
    if (container.isRunning()) {
        TRY(kernel::sendToken(container.shim.get(), shim::attach, { ours.get() }));
        return std::move(clients);
    }
    if (container.finished == 0)
        return Error::of(ErrorKind::NotFound, "console", "the container has not run yet: start it");
    const std::string output = container.lastOutput.empty()
        ? keptLastOutput(m_store.directoryOf(id))
        : container.lastOutput;
    TRY(replayOutput(ours.get(), output, container.exitStatus));
    return std::move(clients);
}

Result<Engine::Session> Engine::exec(const std::string& id, const Json& options)
{
    const Container& container = *TRY(m_store.find(id));
    const plan::ExecSpec spec = TRY(plan::parseExecSpec(options));
    if (container.state != State::Running)
        return Error::of(ErrorKind::Busy, "container",
            "'" + container.spec.name + "' does not run: it is " + nameOf(container.state));
    const plan::Plan steps = plan::planExec(spec, container.leader, container.spec, m_facts);
    auto [shimEnd, clients] = TRY(kernel::socketPair());
    UniqueFd group;
    if (m_facts.cgroup)
        group = TRY(openDirectory(AT_FDCWD, m_facts.cgroup->path + container.cgroup));
    plan::KernelMachineOptions machineOptions;
    machineOptions.shim = m_shim;
    machineOptions.seccomp = &m_seccomp;
    machineOptions.leader = container.process.get();
    machineOptions.cgroup = group.get();
    machineOptions.client = shimEnd.get();
    const auto machine = TRY(plan::KernelMachine::make(steps, machineOptions));
    const auto outcome = plan::run(steps, *machine, {});
    if (outcome.failure)
        return outcome.failure->error;
    return Session { machine->sibling(), std::move(clients) };
}

LowerLayers Engine::lowerLayersOf(const Container& container) const
{
    return vitrine::lowerLayersOf(m_store.places().images(), container.spec.image);
}

void Engine::adoptAll(std::vector<Error>& problems)
{
    for (auto& left : adoptRunning(m_store, problems)) {
        const auto found = m_store.find(left.id);
        if (!found)
            continue;
        Container& container = *found.value();
        container.started = left.started;
        container.cgroup = left.cgroup;
        container.adoptedSteps = std::move(left.steps);
        if (!left.running) {
            finish(container, left.waitStatus);
            continue;
        }
        container.state = left.frozen ? State::Paused : State::Running;
        container.leader = left.leader;
        container.process = std::move(left.process);
        container.shim = std::move(left.shim);
        if (auto watched = watchShim(container); !watched)
            problems.push_back(std::move(watched).error());
    }
}

} // namespace vitrine::launcher
