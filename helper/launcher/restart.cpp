// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/restart.h"

#include <algorithm>

namespace vitrine::launcher {

std::chrono::milliseconds delayAfter(std::uint64_t quickEnds)
{
    constexpr std::uint64_t doublings = 10; // 100 ms × 2¹⁰ is more than the longest
    if (quickEnds == 0)
        return firstDelay;
    return std::min(longestDelay, firstDelay * (1 << std::min(quickEnds - 1, doublings)));
}

Json toJson(const RunHistory& history)
{
    return { { "wanted", history.wanted }, { "restarts", history.restarts },
        { "quickEnds", history.quickEnds }, { "nextTry", history.nextTry } };
}

Result<RunHistory> historyFrom(const Json& json)
{
    RunHistory history;
    std::optional<std::uint64_t> restarts, quickEnds;
    ObjectReader reader = TRY(ObjectReader::of(json, "record.history"));
    TRY(reader.read("wanted", history.wanted));
    TRY(reader.read("restarts", restarts));
    TRY(reader.read("quickEnds", quickEnds));
    TRY(reader.read("nextTry", history.nextTry));
    history.restarts = restarts.value_or(0);
    history.quickEnds = quickEnds.value_or(0);
    return history;
}

bool wantsRestart(const RestartPolicy& policy, const RunHistory& history, bool failed)
{
    if (!history.wanted)
        return false;
    switch (policy.when) {
    case RestartWhen::No:
        return false;
    case RestartWhen::OnFailure:
        return failed && (!policy.attempts || history.restarts < *policy.attempts);
    case RestartWhen::Always:
    case RestartWhen::UnlessStopped:
        return true;
    }
    return false;
}

bool wantsStartAfterBoot(const Lifecycle& lifecycle, const RunHistory& history)
{
    return lifecycle.autostart || lifecycle.restart.when == RestartWhen::Always
        || (lifecycle.restart.when == RestartWhen::UnlessStopped && history.wanted);
}

} // namespace vitrine::launcher
