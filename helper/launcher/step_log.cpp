// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/step_log.h"

namespace vitrine::launcher {

Result<void> StepLog::run(const Step& step, const std::function<Result<void>()>& work)
{
    using namespace std::chrono;
    const auto start = steady_clock::now();
    auto done = work();
    const auto end = steady_clock::now();
    m_steps.push_back({ { "index", m_steps.size() }, { "kind", step.kind }, { "text", step.text },
        { "command", step.command }, { "object", "" }, { "note", "" }, { "where", "host" },
        { "state", done ? "done" : "failed" },
        { "start", duration_cast<nanoseconds>(start - m_began).count() },
        { "duration", duration_cast<nanoseconds>(end - start).count() } });
    return done;
}

void StepLog::undone()
{
    for (auto& step : m_steps)
        if (step["state"] == "done")
            step["state"] = "undone";
}

} // namespace vitrine::launcher
