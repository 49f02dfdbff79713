// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/lifecycle_spec.h"

#include <charconv>
#include <csignal>
#include <cstring>

namespace vitrine {

namespace {

constexpr auto restartRule
    = "must be \"no\", \"on-failure\", \"on-failure:N\", \"always\" or \"unless-stopped\"";

std::optional<std::uint64_t> wholeNumber(const std::string& text)
{
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        return {};
    return number;
}

Result<RestartPolicy> parseRestart(const std::string& text)
{
    if (text == "no")
        return RestartPolicy {};
    if (text == "always")
        return RestartPolicy { RestartWhen::Always, {} };
    if (text == "unless-stopped")
        return RestartPolicy { RestartWhen::UnlessStopped, {} };
    if (text == "on-failure")
        return RestartPolicy { RestartWhen::OnFailure, {} };
    const std::string prefix = "on-failure:";
    if (text.rfind(prefix, 0) != 0)
        return Error::invalid("restart", restartRule);
    const auto attempts = wholeNumber(text.substr(prefix.size()));
    if (!attempts || *attempts < 1 || *attempts > bounds::largestAttempts)
        return Error::invalid("restart", "N of \"on-failure:N\" must be 1 to 1000000");
    return RestartPolicy { RestartWhen::OnFailure, attempts };
}

std::string textOf(const RestartPolicy& policy)
{
    switch (policy.when) {
    case RestartWhen::No:
        break;
    case RestartWhen::OnFailure:
        return policy.attempts ? "on-failure:" + std::to_string(*policy.attempts) : "on-failure";
    case RestartWhen::Always:
        return "always";
    case RestartWhen::UnlessStopped:
        return "unless-stopped";
    }
    return "no";
}

} // namespace

std::string signalName(int number)
{
    if (number >= SIGRTMIN && number <= SIGRTMAX)
        return number == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + std::to_string(number - SIGRTMIN);
    const char* name = ::sigabbrev_np(number);
    return "SIG" + (name ? std::string(name) : std::to_string(number));
}

Result<int> signalNumber(const std::string& name, const std::string& field)
{
    if (const auto number = wholeNumber(name);
        number && *number >= 1 && *number <= std::uint64_t(SIGRTMAX))
        return int(*number);
    const std::string full = name.rfind("SIG", 0) == 0 ? name : "SIG" + name;
    for (int number = 1; number <= SIGRTMAX; ++number)
        if (full == signalName(number))
            return number;
    return Error::invalid(field, "'" + name + "' is no signal: write it like SIGTERM");
}

Result<void> readLifecycle(ObjectReader& spec, Lifecycle& lifecycle)
{
    std::string restart = "no";
    std::optional<std::uint64_t> timeout;
    TRY(spec.read("restart", restart));
    lifecycle.restart = TRY(parseRestart(restart));
    TRY(spec.read("autostart", lifecycle.autostart));
    TRY(spec.read("stopSignal", lifecycle.stopSignal));
    lifecycle.stopSignal = signalName(TRY(signalNumber(lifecycle.stopSignal, "stopSignal")));
    TRY(spec.read("stopTimeout", timeout));
    lifecycle.stopTimeout = timeout.value_or(lifecycle.stopTimeout);
    if (lifecycle.stopTimeout > bounds::largestStopTimeout)
        return Error::invalid("stopTimeout", "must be 0 to 3600000 milliseconds");
    return {};
}

void writeLifecycle(const Lifecycle& lifecycle, Json& spec)
{
    spec["restart"] = textOf(lifecycle.restart);
    spec["autostart"] = lifecycle.autostart;
    spec["stopSignal"] = lifecycle.stopSignal;
    spec["stopTimeout"] = lifecycle.stopTimeout;
}

} // namespace vitrine
