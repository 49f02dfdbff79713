// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine does about the health of its containers.
#include "helper/launcher/engine.h"

#include <csignal>

namespace vitrine::launcher {

HealthChecks::Hooks Engine::healthHooks()
{
    HealthChecks::Hooks hooks;
    hooks.start = [this](const std::string& id, const std::vector<std::string>& command,
                      std::function<void(Result<HealthChecks::Probe>)> done) {
        exec(id, { { "command", command }, { "terminal", false }, { "input", false } },
            [done = std::move(done)](Result<Session> session) {
                if (!session)
                    return done(std::move(session).error());
                done(HealthChecks::Probe { session.value().id, std::move(session.value().socket) });
            });
    };
    hooks.kill = [this](const std::string& id, const std::string& session) {
        (void)m_sessions.signal(id, session, SIGKILL); // NotFound: it has ended just now
    };
    hooks.changed = [this](const std::string& id, const Health& health) {
        if (const auto found = m_store.find(id))
            noteHealth(*found.value(), health);
    };
    return hooks;
}

void Engine::noteHealth(Container& container, const Health& health)
{
    const bool fell = health.status == HealthStatus::Unhealthy
        && container.health.status != HealthStatus::Unhealthy;
    container.health = health;
    m_events.changed(container);
    if (!fell)
        return;
    switch (container.spec.health.then) {
    case WhenUnhealthy::Nothing:
        return;
    case WhenUnhealthy::Restart:
        container.startAgain = true;
        return signalToStop(container, {});
    case WhenUnhealthy::Stop:
        return stop(container.id, {}, [](const Result<void>&) {}); // its state tells the outcome
    }
}

} // namespace vitrine::launcher
