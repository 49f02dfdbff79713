// SPDX-License-Identifier: GPL-3.0-or-later
// How the engine starts containers by itself: after their end, and after a boot.
#include "backend/base/files.h"
#include "helper/launcher/engine.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>

namespace vitrine::launcher {

namespace {

constexpr auto bootFileName = "boot";

Result<std::string> bootId()
{
    return readFile(AT_FDCWD, "/proc/sys/kernel/random/boot_id");
}

} // namespace

/// A record that says otherwise would have the next launcher do otherwise.
Result<void> Engine::setWanted(Container& container, bool wanted)
{
    const bool changes = container.history.wanted != wanted;
    container.history.wanted = wanted;
    if (changes && container.spec.lifecycle.restart.when != RestartWhen::No)
        return m_store.save(container);
    return {};
}

/// It has ended, or could not be started: is it to be started again?
void Engine::considerRestart(Container& container, bool failed)
{
    RunHistory& history = container.history;
    const bool lasted
        = container.finished - container.started >= std::chrono::microseconds(lastingRun).count();
    history.quickEnds = lasted ? 0 : history.quickEnds;
    history.nextTry = 0;
    const bool asked = std::exchange(container.startAgain, false);
    if (!asked && !wantsRestart(container.spec.lifecycle.restart, history, failed))
        return;
    ++history.quickEnds;
    history.nextTry = timeNow() + std::chrono::microseconds(delayAfter(history.quickEnds)).count();
    scheduleRestart(container);
}

void Engine::scheduleRestart(Container& container)
{
    const auto wait = std::chrono::microseconds(
        std::max<std::int64_t>(0, container.history.nextTry - timeNow()));
    container.state = State::Restarting;
    // A clock that was set back must not make it wait for hours.
    const auto bounded = std::min(std::chrono::ceil<std::chrono::milliseconds>(wait), longestDelay);
    m_loop.cancel(std::exchange(m_restartTimers[container.id], 0));
    m_restartTimers[container.id] = m_loop.after(
        bounded, [this, id = container.id] { whenConcluded(id, [this, id] { restart(id); }); });
}

void Engine::restart(const std::string& id)
{
    const auto found = m_store.find(id);
    if (!found || found.value()->state != State::Restarting)
        return; // deleted, stopped or started meanwhile
    Container& container = *found.value();
    m_restartTimers.erase(id);
    if (!std::exchange(container.firstOfBoot, false))
        ++container.history.restarts;
    container.history.nextTry = 0;
    (void)m_store.save(container); // a full disk does not keep it from being started
    if (auto started = launch(container, Launch::ByPolicy); !started)
        std::fprintf(stderr, "vitrine-launcher: restart of %s: %s\n", container.spec.name.c_str(),
            started.error().message().c_str());
}

/// It will not be started again. True when it was about to be.
bool Engine::cancelRestart(Container& container)
{
    const auto timer = m_restartTimers.extract(container.id);
    if (!timer.empty())
        m_loop.cancel(timer.mapped());
    container.history.nextTry = 0;
    if (container.state != State::Restarting)
        return false;
    container.state = State::Stopped;
    return true;
}

/// What an earlier launcher, or the machine's end, left to do.
void Engine::resumeRestarts(std::vector<Error>& problems)
{
    const bool booted = noteBoot(problems);
    for (const auto& [id, entry] : m_store.all()) {
        Container& container = *entry;
        if (container.isRunning() || container.state == State::Restarting)
            continue;
        const auto& policy = container.spec.lifecycle.restart;
        RunHistory& history = container.history;
        if (booted && wantsStartAfterBoot(container.spec.lifecycle, history)) {
            container.firstOfBoot = true;
            history = { true, 0, 0, 0 };
        } else if (booted || !wantsRestart(policy, history, container.exitStatus > 0)) {
            continue;
        }
        history.nextTry = history.nextTry == 0 ? timeNow() : history.nextTry;
        scheduleRestart(container);
    }
}

/// True when no launcher has looked at this storage since the machine was booted.
bool Engine::noteBoot(std::vector<Error>& problems) const
{
    const auto note = [this]() -> Result<bool> {
        const UniqueFd data = TRY(openDirectory(AT_FDCWD, m_store.places().data));
        const std::string present = TRY(bootId());
        const auto known = readFile(data.get(), bootFileName);
        if (known && known.value() == present)
            return false;
        TRY(replaceFile(data.get(), bootFileName, present, Durability::Process));
        return true;
    };
    auto noted = note();
    if (noted)
        return noted.value();
    problems.push_back(std::move(noted).error());
    return false;
}

} // namespace vitrine::launcher
