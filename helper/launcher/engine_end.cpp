// SPDX-License-Identifier: GPL-3.0-or-later
// How a container ends, by itself or on request, and how the engine removes it.
#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"
#include "helper/launcher/background.h"
#include "helper/launcher/ending.h"
#include "helper/launcher/engine.h"
#include "helper/launcher/protocol.h"
#include "helper/shim/protocol.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace vitrine::launcher {

Result<void> Engine::watchShim(Container& container)
{
    const std::string id = container.id;
    auto watched = m_loop.watch(container.shim.get(), [this, id] { readShim(id); });
    if (watched)
        watched = m_loop.watch(container.process.get(), [this, id] { leaderEnded(id); });
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
    ssize_t count = ::recv(container.shim.get(), &message, sizeof message, MSG_DONTWAIT);
    if (count < 0 && errno == ECONNRESET) // it went without reading our last; its last still waits
        count = ::recv(container.shim.get(), &message, sizeof message, MSG_DONTWAIT);
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

/// The first process has ended. Its shim says how, at once, unless somebody has stopped it.
void Engine::leaderEnded(const std::string& id)
{
    constexpr std::chrono::seconds patience { 3 };
    const auto found = m_store.find(id);
    if (!found || !found.value()->isRunning())
        return;
    const Container& container = *found.value();
    m_loop.forget(container.process.get());
    (void)kernel::signalProcess(container.shimProcess.get(), SIGCONT); // ESRCH: it said so already
    m_shimTimers[id] = m_loop.after(patience, [this, id] { finishWithoutShim(id); });
}

void Engine::finishWithoutShim(const std::string& id)
{
    m_shimTimers.erase(id);
    const auto found = m_store.find(id);
    if (!found || !found.value()->isRunning())
        return;
    Container& container = *found.value();
    (void)kernel::signalProcess(container.shimProcess.get(), SIGKILL);
    const auto status = kernel::exitStatusOf(container.leader);
    finish(container, status ? status.value() : SIGKILL);
    container.exitReason += "; its shim did not answer and was killed";
    m_events.changed(container);
}

void Engine::finish(Container& container, int waitStatus)
{
    m_loop.forget(container.shim.get());
    m_loop.forget(container.process.get());
    for (auto* timers : { &m_killTimers, &m_shimTimers })
        if (const auto timer = timers->extract(container.id))
            m_loop.cancel(timer.mapped());
    m_sessions.forget(container.id);
    m_health.end(container.id);
    container.health = {};
    lastCounts(container);
    setExit(container, waitStatus);
    container.finished = timeNow();
    container.state = container.damage.empty() ? State::Stopped : State::Damaged;
    container.leader = 0;
    container.startedSpec.reset();
    container.process.reset();
    container.shim.reset();
    container.shimProcess.reset();
    container.cgroup.clear();
    tellNamesOf(container);
    considerRestart(container, container.exitStatus != 0);
    m_events.changed(container);
    if (undoAfter(container))
        m_loop.whenIdle(
            [this, id = container.id, end = container.ends + 1] { recordEnd(id, end); });
    auto conclude = [this, id = container.id, end = ++container.ends] { concludeEnd(id, end); };
    if (container.mounts)
        m_releaser.release(
            std::move(container.mounts), m_store.directoryOf(container.id), std::move(conclude));
    else
        m_loop.after({}, std::move(conclude));
    if (m_removers.contains(container.id)) // later: our caller still has the container in hand
        m_loop.after({}, [this, id = container.id] { removeEnded(id); });
}

/// What has a name outside is free again when the next request is heard. False when it is not: the
/// runtime directory then says what is left.
bool Engine::undoAfter(Container& container)
{
    auto undone = undoRuntime(m_store.runtimeDirectoryOf(container.id),
        groupOf(container.id, m_facts), m_networks.machine());
    if (undone)
        return true;
    container.error = toJson(undone.error());
    m_events.changed(container);
    return false;
}

/// What is to be known of a run after the launcher's own end; a full disk does not keep a
/// container from ending. Until then a next launcher finds it in the runtime directory.
void Engine::recordEnd(const std::string& id, unsigned end)
{
    const auto found = m_store.find(id);
    if (found)
        (void)m_store.save(*found.value());
    if (!found || (!found.value()->isRunning() && found.value()->ends == end))
        (void)removeTree(AT_FDCWD, m_store.runtimeDirectoryOf(id));
}

/// Its files are let go of: tell those who wait for its end. It may have been removed meanwhile.
void Engine::concludeEnd(const std::string& id, unsigned end)
{
    if (const auto found = m_store.find(id)) {
        if (found.value()->concluded >= end)
            return;
        found.value()->concluded = end;
    }
    const auto waiting = m_whenEnded.extract(id);
    if (!waiting.empty())
        for (const auto& callback : waiting.mapped())
            callback();
}

void Engine::whenConcluded(const std::string& id, std::function<void()> next)
{
    const auto found = m_store.find(id);
    if (found && found.value()->isConcluding())
        m_whenEnded[id].push_back(std::move(next));
    else
        next();
}

void Engine::kill(const Container& container) const
{
    if (!container.cgroup.empty() && m_facts.cgroup) {
        const auto group = kernel::Cgroup::open(m_facts.cgroup->path, container.cgroup);
        if (group && group.value().kill())
            return;
    }
    // Its death takes the whole pid namespace with it. ESRCH: it has ended already.
    if (container.process)
        (void)kernel::signalProcess(container.process.get(), SIGKILL);
}

void Engine::stop(const std::string& id, std::optional<int> timeout, Done done)
{
    const auto found = m_store.find(id);
    if (!found)
        return done(found.error());
    Container& container = *found.value();
    if (auto free = checkNotCloned(container); !free)
        return done(std::move(free));
    if (auto noted = setWanted(container, false); !noted)
        return done(std::move(noted)); // it would come back
    if (cancelRestart(container)) {
        m_events.changed(container);
        (void)m_store.save(container);
    }
    if (!container.isRunning())
        return done({});
    m_whenEnded[id].push_back([done = std::move(done)] { done({}); });
    signalToStop(container, timeout);
}

void Engine::signalToStop(Container& container, std::optional<int> timeout)
{
    const std::string id = container.id;
    if (container.state == State::Paused)
        (void)resume(id);
    container.state = State::Stopping;
    m_events.changed(container);
    const Lifecycle& lifecycle = container.spec.lifecycle;
    const int signal = signalNumber(lifecycle.stopSignal, "stopSignal").value(); // it was validated
    const int patience = timeout.value_or(int(lifecycle.stopTimeout));
    const bool isFirst
        = namespaceOf(container.runningSpec().isolation, "pid").from == NamespaceChoice::From::New;
    if (patience <= 0 || (isFirst && !handlesSignal(container.leader, signal)))
        return kill(container);
    (void)kernel::signalProcess(container.process.get(), signal);
    m_loop.cancel(std::exchange(m_killTimers[id], 0));
    m_killTimers[id] = m_loop.after(std::chrono::milliseconds(patience), [this, id] {
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
    (void)setWanted(*found.value(), true); // on a full disk it just does not come back
    m_events.changed(*found.value());
}

void Engine::remove(const std::string& id, Done done)
{
    const auto found = m_store.find(id);
    if (!found)
        return done(found.error());
    if (auto free = checkNotCloned(*found.value()); !free)
        return done(std::move(free));
    found.value()->history.wanted = false;
    (void)cancelRestart(*found.value());
    if (!found.value()->isRunning() && m_whenEnded.contains(id)) { // a start may wait before us
        m_whenEnded[id].push_back([this, id, done = std::move(done)] { remove(id, done); });
        return;
    }
    if (!found.value()->isRunning())
        return removeStorage(id, done);
    m_removers[id].push_back(std::move(done));
    found.value()->state = State::Stopping;
    m_events.changed(*found.value());
    kill(*found.value());
}

/// For those who waited for the end of container ID to have it removed. A start that waits came
/// after them.
void Engine::removeEnded(const std::string& id)
{
    const auto removers = m_removers.extract(id);
    if (removers.empty())
        return;
    for (const Done& done : removers.mapped())
        if (const auto found = m_store.find(id))
            removeStorage(id, done);
        else
            done(found.error());
}

/// Nobody waits for its files to go, nor for the kernel to let go of its root.
void Engine::removeStorage(const std::string& id, const Done& done)
{
    const bool isMounted = m_store.find(id).value()->isConcluding();
    const auto trash = m_store.discard(id);
    if (!trash)
        return done(trash.error());
    m_events.removed(id);
    done({});
    auto empty = [this, path = trash.value()] { removeTrash(path); };
    if (isMounted)
        m_whenEnded[id].push_back(std::move(empty));
    else
        m_loop.whenIdle(std::move(empty));
}

} // namespace vitrine::launcher
