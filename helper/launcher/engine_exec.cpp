// SPDX-License-Identifier: GPL-3.0-or-later
// More processes in a running container.
#include "backend/base/files.h"
#include "backend/kernel/descriptors.h"
#include "backend/plan/kernel_machine.h"
#include "backend/spec/text_rules.h"
#include "helper/api/console_protocol.h"
#include "helper/launcher/engine.h"
#include "helper/launcher/protocol.h"

#include <fcntl.h>
#include <memory>
#include <sys/socket.h>

namespace vitrine::launcher {

namespace {

/// Send a message of helper/api/console_protocol.h.
Result<void> tell(int socket, api::console::Kind kind, const std::string& body)
{
    const std::string message = char(kind) + body;
    if (::send(socket, message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        return Error::fromErrno("send", "session");
    return {};
}

} // namespace

/// A process on its way to its program.
struct Engine::Entering {
    Sessions::Place place;
    SessionInfo info {};
    plan::Plan steps {};
    std::unique_ptr<plan::KernelMachine> machine {};
    plan::RunOutcome outcome {};
    UniqueFd client {};
};

Result<std::shared_ptr<Engine::Entering>> Engine::enter(const std::string& id, const Json& options)
{
    const Container& container = *TRY(m_store.find(id));
    const plan::ExecSpec spec = TRY(plan::parseExecSpec(options));
    if (container.state == State::Damaged)
        return errorFromJson(container.damage);
    if (container.state != State::Running)
        return Error::of(ErrorKind::Busy, {},
            "'" + container.spec.name + "' is " + nameOf(container.state)
                + (container.state == State::Paused ? ": resume it first" : ": start it first"));
    const std::string directory = m_store.runtimeDirectoryOf(id);
    const auto entering = std::make_shared<Entering>(
        Entering { TRY(m_sessions.reserve(id, container.spec.name, directory)) });
    ContainerSpec containerSpec = container.runningSpec();
    plan::ContainerPlace place = placeOf(container);
    TRY(adoptIds(containerSpec, place));
    entering->steps = TRY(plan::planExec(spec, container.leader, containerSpec, m_facts));
    const std::string& user = spec.user.empty() ? containerSpec.isolation.user : spec.user;
    entering->info = { spec.command, user.empty() ? "root" : user, spec.terminal, 0, timeNow() };
    auto [shimEnd, clients] = TRY(kernel::socketPair());
    TRY(tell(shimEnd.get(), api::console::Kind::Session, entering->place.id()));
    if (!spec.input)
        TRY(tell(clients.get(), api::console::Kind::EndOfInput, {}));
    UniqueFd group;
    if (m_facts.cgroup)
        group = TRY(openDirectory(AT_FDCWD, m_facts.cgroup->path + container.cgroup));
    plan::KernelMachineOptions machineOptions;
    machineOptions.shim = m_shim;
    machineOptions.runtimeDirectory = directory;
    machineOptions.session = entering->place.id();
    machineOptions.seccomp = &m_seccomp;
    machineOptions.leader = container.process.get();
    machineOptions.cgroup = group.get();
    machineOptions.client = shimEnd.get();
    machineOptions.patience = 0; // the loop waits
    entering->machine = TRY(plan::KernelMachine::make(entering->steps, machineOptions));
    entering->client = std::move(clients);
    entering->outcome = plan::begin(entering->steps, *entering->machine, {});
    if (entering->outcome.failure)
        return entering->outcome.failure->error;
    return entering;
}

void Engine::exec(
    const std::string& id, const Json& options, std::function<void(Result<Session>)> done)
{
    const auto entered = enter(id, options);
    if (!entered)
        return done(entered.error());
    const auto entering = entered.value();
    const int channel = entering->machine->channel();
    const auto timer = std::make_shared<EventLoop::TimerId>();
    const auto conclude = [this, entering, channel, timer, done = std::move(done)] {
        m_loop.forget(channel);
        m_loop.cancel(*timer);
        plan::conclude(entering->steps, *entering->machine, entering->outcome);
        if (entering->outcome.failure)
            return done(entering->outcome.failure->error);
        plan::KernelMachine& machine = *entering->machine;
        entering->info.pid = machine.sibling();
        Session session { entering->place.id(), machine.sibling(), std::move(entering->client) };
        const pid_t shim = machine.spawned().shimPid;
        m_sessions.fill(
            std::move(entering->place), std::move(entering->info), machine.takeShimSocket(), shim);
        done(std::move(session));
    };
    // From here on it is among the container's processes, which may hold it up.
    constexpr std::chrono::seconds patience { 20 };
    *timer = m_loop.after(patience, conclude);
    if (!m_loop.watch(channel, conclude))
        conclude();
}

Result<void> Engine::signalSession(
    const std::string& id, const std::string& session, const std::string& signal)
{
    TRY(m_store.find(id));
    return m_sessions.signal(id, session, TRY(parseSignal("signal", signal)));
}

Result<UniqueFd> Engine::attachSession(const std::string& id, const std::string& session)
{
    TRY(m_store.find(id));
    auto [ours, clients] = TRY(kernel::socketPair());
    TRY(m_sessions.attach(id, session, ours.get()));
    return std::move(clients);
}

} // namespace vitrine::launcher
