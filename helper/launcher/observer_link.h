// SPDX-License-Identifier: GPL-3.0-or-later
// The observer process: started by the first subscriber, gone with the last.
#pragma once

#include "backend/base/json.h"
#include "backend/base/unique_fd.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <string>
#include <vector>

namespace vitrine::launcher {

class ObserverLink {
public:
    /// PROGRAM: absolute path of vitrine-observer. WORKLOADS tells a new observer what there is.
    ObserverLink(
        EventLoop& loop, std::string program, std::function<std::vector<Json>()> workloads);
    ~ObserverLink();
    ObserverLink(const ObserverLink&) = delete;
    ObserverLink& operator=(const ObserverLink&) = delete;

    /// Subscribe with REQUEST (see helper/observer/main.cpp); returns the stream to read from.
    [[nodiscard]] Result<UniqueFd> subscribe(const Json& request);

    [[nodiscard]] bool isRunning() const { return bool(m_control); }
    /// Tell a running observer of a change: {"workload": …} or {"removed": …}.
    void tell(const Json& message);

private:
    [[nodiscard]] Result<void> start();
    void stop();

    EventLoop& m_loop;
    std::string m_program;
    std::function<std::vector<Json>()> m_workloads;
    UniqueFd m_control;
};

} // namespace vitrine::launcher
