// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/health_check.h"

#include <optional>

namespace vitrine {

namespace {

Result<std::uint64_t> number(ObjectReader& reader, const char* name, std::uint64_t otherwise,
    std::uint64_t least, std::uint64_t most)
{
    std::optional<std::uint64_t> given;
    TRY(reader.read(name, given));
    const std::uint64_t value = given.value_or(otherwise);
    if (value < least || value > most)
        return Error::invalid(reader.pathOf(name),
            "must be " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

const char* nameOf(WhenUnhealthy then)
{
    switch (then) {
    case WhenUnhealthy::Nothing:
        return "nothing";
    case WhenUnhealthy::Restart:
        return "restart";
    case WhenUnhealthy::Stop:
        return "stop";
    }
    return "nothing";
}

Result<WhenUnhealthy> readThen(ObjectReader& reader)
{
    std::string name = nameOf(WhenUnhealthy::Nothing);
    TRY(reader.read("whenUnhealthy", name));
    for (const auto then : { WhenUnhealthy::Nothing, WhenUnhealthy::Restart, WhenUnhealthy::Stop })
        if (name == nameOf(then))
            return then;
    return Error::invalid(
        reader.pathOf("whenUnhealthy"), "must be \"nothing\", \"restart\" or \"stop\"");
}

} // namespace

Result<HealthCheck> readHealth(ObjectReader& spec)
{
    HealthCheck check;
    ObjectReader reader = TRY(spec.object("health"));
    const bool any = !reader.names().empty();
    TRY(reader.read("command", check.command));
    check.interval = TRY(number(
        reader, "interval", check.interval, bounds::shortestHealthTime, bounds::longestHealthTime));
    check.timeout = TRY(number(
        reader, "timeout", check.timeout, bounds::shortestHealthTime, bounds::longestHealthTime));
    check.retries = TRY(number(reader, "retries", check.retries, 1, bounds::mostHealthRetries));
    check.startPeriod
        = TRY(number(reader, "startPeriod", check.startPeriod, 0, bounds::longestHealthTime));
    check.then = TRY(readThen(reader));
    TRY(reader.finish());
    if (any && (check.command.empty() || check.command.front().empty()))
        return Error::invalid(reader.pathOf("command"), "what is the container asked with?");
    return check;
}

void writeHealth(Json& spec, const HealthCheck& check)
{
    spec["health"] = check.command.empty()
        ? Json::object()
        : Json { { "command", check.command }, { "interval", check.interval },
              { "timeout", check.timeout }, { "retries", check.retries },
              { "startPeriod", check.startPeriod }, { "whenUnhealthy", nameOf(check.then) } };
}

} // namespace vitrine
