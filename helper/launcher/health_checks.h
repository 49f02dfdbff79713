// SPDX-License-Identifier: GPL-3.0-or-later
// Asks running containers, again and again, whether they do their work.
#pragma once

#include "backend/base/unique_fd.h"
#include "helper/launcher/event_loop.h"
#include "helper/launcher/health.h"

#include <functional>
#include <map>
#include <string>

namespace vitrine::launcher {

class HealthChecks {
public:
    /// A session of a container that runs a check's command; closing SOCKET ends it.
    struct Probe {
        std::string session;
        UniqueFd socket; ///< speaks helper/api/console_protocol.h
    };
    struct Hooks {
        /// Start COMMAND in a container. Busy: not now.
        std::function<void(const std::string& container, const std::vector<std::string>& command,
            std::function<void(Result<Probe>)> done)>
            start;
        std::function<void(const std::string& container, const std::string& session)> kill;
        /// Its health is another one now.
        std::function<void(const std::string& container, const Health& health)> changed;
    };
    HealthChecks(EventLoop& loop, Hooks hooks);

    /// Check CONTAINER, which was started at STARTED (CLOCK_REALTIME, µs), until end().
    void begin(const std::string& container, const HealthCheck& check, std::int64_t started);
    void end(const std::string& container);

private:
    struct Check {
        HealthCheck settings;
        std::int64_t started = 0;
        unsigned number = 0; ///< tells answers to an earlier check of the same container
        Health health;
        Probe probe {};
        CheckResult result {}; ///< of the check that is under way
        EventLoop::TimerId timer = 0;
    };
    [[nodiscard]] Check* find(const std::string& container, unsigned number);
    void schedule(const std::string& container, Check& check);
    void probe(const std::string& container);
    void follow(const std::string& container, Check& check, Probe probe);
    void read(const std::string& container);
    void giveUp(const std::string& container);
    void conclude(const std::string& container, CheckResult result);
    void drop(Check& check);

    EventLoop& m_loop;
    Hooks m_hooks;
    std::map<std::string, Check> m_checks; ///< by container
    unsigned m_lastNumber = 0;
};

} // namespace vitrine::launcher
