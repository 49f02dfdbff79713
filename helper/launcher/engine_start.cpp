// SPDX-License-Identifier: GPL-3.0-or-later
// How the engine starts a container.
#include "backend/base/files.h"
#include "backend/kernel/block_devices.h"
#include "backend/kernel/pidfd.h"
#include "backend/plan/journal.h"
#include "backend/plan/kernel_machine.h"
#include "helper/launcher/adoption.h"
#include "helper/launcher/ending.h"
#include "helper/launcher/engine.h"
#include "helper/launcher/protocol.h"

#include <fcntl.h>

namespace vitrine::launcher {

namespace {

/// The record that says: this container was started. Until it is there, recovery undoes the start.
Result<void> commitStart(
    const std::string& runtimeDirectory, const Container& container, pid_t leader)
{
    LeftContainer state;
    state.leader = leader;
    state.cgroup = container.cgroup;
    state.started = container.started;
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, runtimeDirectory));
    return keepState(directory.get(), state);
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

} // namespace

Result<plan::RunOutcome> Engine::runStart(Container& container)
{
    container.plan.clear();
    container.changes.clear();
    container.counts = {};
    const Image image
        = TRY(prepareImage(m_store.places().images(), container.spec.image, { container.owner }));
    auto place = placeOf(container);
    ContainerSpec spec = container.spec;
    TRY(adoptIds(spec, place));
    const auto joined = TRY(openJoined(spec, container.owner));
    // What could not be cleared when it last ended.
    TRY(clearRuntime(place.runtimeDirectory, groupOf(container.id, m_facts), m_networks.machine()));
    TRY(connect(container, place));
    spec.limits = TRY(kernel::withDeviceNumbers(std::move(spec.limits)));
    container.plan = TRY(plan::planStart(spec, image, place, m_facts));
    const plan::Plan& steps = container.plan;
    plan::KernelMachineOptions options;
    options.shim = m_shim;
    options.runtimeDirectory = place.runtimeDirectory;
    options.seccomp = &m_seccomp;
    options.network = &m_networks.machine();
    options.userNetwork = m_networks.userNamespace();
    for (const auto& descriptor : joined)
        options.joined.push_back(descriptor.get());
    if (spec.isolation.init)
        options.init = TRY(initProgram());
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
        container.shimProcess = std::move(spawned.shim);
        container.mounts = machine->takeMounts();
    }
    container.records = outcome.records;
    return outcome;
}

Result<void> Engine::start(const std::string& id)
{
    Container& container = *TRY(m_store.find(id));
    if (container.isRunning())
        return Error::of(ErrorKind::Busy, {}, "'" + container.spec.name + "' runs already");
    if (!container.damage.empty())
        return errorFromJson(container.damage);
    if (container.isConcluding()) // two overlays must not share a writable layer
        return Error::of(ErrorKind::Busy, {},
            "the files of '" + container.spec.name + "' are still being written to the disk");
    TRY(checkNotCloned(container));
    (void)cancelRestart(container);
    container.history.restarts = container.history.quickEnds = 0;
    TRY(setWanted(container, true));
    return launch(container, Launch::OnRequest);
}

/// As start(), when nothing speaks against it.
Result<void> Engine::launch(Container& container, Launch launch)
{
    const std::string id = container.id;
    container.history.nextTry = 0;
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
        tellNamesOf(container);
        container.error = toJson(failure->error, failure->step);
        container.cgroup.clear();
        if (launch == Launch::ByPolicy) // nobody is told
            considerRestart(container, true);
        else
            container.history.wanted = false;
        m_events.changed(container);
        m_events.stepsChanged(container);
        (void)m_store.save(container); // the failure itself is what matters
        return failure->error;
    }
    container.state = State::Running;
    container.error = Json::object();
    TRY(watchShim(container));
    m_events.changed(container);
    if (!container.spec.health.command.empty())
        m_health.begin(id, container.spec.health, container.started);
    // Whoever waits for the start need not wait for this, nor need a short-lived payload's end.
    constexpr std::chrono::milliseconds rest { 20 };
    m_recordTimers[id]
        = m_loop.after(rest, [this, id] { m_loop.whenIdle([this, id] { recordStart(id); }); });
    return {};
}

/// What is good to know of a start later; the container runs without it.
void Engine::recordStart(const std::string& id)
{
    const auto timer = m_recordTimers.extract(id);
    const auto found = m_store.find(id);
    if (timer.empty() || !found)
        return;
    m_loop.cancel(timer.mapped());
    if (found.value()->isRunning()) {
        watchLimits(*found.value());
        keepSteps(m_store.runtimeDirectoryOf(id), stepsOf(*found.value()));
    }
    m_events.stepsChanged(*found.value());
}

} // namespace vitrine::launcher
