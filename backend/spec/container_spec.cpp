// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/container_spec.h"

#include "backend/spec/text_rules.h"

#include <algorithm>

namespace vitrine {

bool isName(std::string_view text)
{
    auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= bounds::nameLength && plain(text.front())
        && std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '-'; });
}

namespace {

constexpr auto nameRule = "must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'";

Result<void> checkCommand(const std::vector<std::string>& command)
{
    if (command.size() > bounds::commandArguments)
        return Error::invalid(
            "command", "more than " + std::to_string(bounds::commandArguments) + " arguments");
    for (std::size_t i = 0; i < command.size(); ++i)
        TRY(checkText("command[" + std::to_string(i) + "]", command[i]));
    if (!command.empty() && command.front().empty())
        return Error::invalid("command[0]", "is empty: name the program to run");
    return {};
}

Result<void> checkEnvironment(const std::map<std::string, std::string>& environment)
{
    if (environment.size() > bounds::environmentEntries)
        return Error::invalid("environment",
            "more than " + std::to_string(bounds::environmentEntries) + " variables");
    for (const auto& [name, value] : environment) {
        if (name.empty() || name.find('=') != std::string::npos)
            return Error::invalid("environment", "'" + name + "' is no name of a variable");
        TRY(checkText("environment." + name, name + "=" + value));
    }
    return {};
}

Result<void> validate(const ContainerSpec& spec)
{
    if (!spec.name.empty() && !isName(spec.name))
        return Error::invalid("name", nameRule);
    if (spec.image.empty())
        return Error::invalid("image", "is missing: name an image, such as busybox");
    if (!isName(spec.image))
        return Error::invalid("image", nameRule);
    if (!spec.hostname.empty() && !isName(spec.hostname))
        return Error::invalid("hostname", nameRule);
    TRY(checkAbsolutePath("workingDirectory", spec.workingDirectory));
    if (!spec.connections.networks.empty()
        && namespaceOf(spec.isolation, "net").from != NamespaceChoice::From::New)
        return Error::invalid(
            "networks", "need a network namespace of its own: leave namespaces.net at \"new\"");
    TRY(checkCommand(spec.command));
    return checkEnvironment(spec.environment);
}

} // namespace

Result<ContainerSpec> parseContainerSpec(const Json& json)
{
    ContainerSpec spec;
    ObjectReader reader = TRY(ObjectReader::of(json, ""));
    TRY(reader.read("name", spec.name));
    TRY(reader.read("image", spec.image));
    TRY(reader.read("command", spec.command));
    TRY(reader.read("environment", spec.environment));
    TRY(reader.read("workingDirectory", spec.workingDirectory));
    TRY(reader.read("hostname", spec.hostname));
    TRY(reader.read("terminal", spec.terminal));
    TRY(reader.read("readOnlyRoot", spec.readOnlyRoot));
    spec.connections = TRY(readConnections(reader));
    spec.volumes = TRY(readVolumes(reader));
    spec.isolation = TRY(readIsolation(reader));
    TRY(readLifecycle(reader, spec.lifecycle));
    TRY(readLog(reader, spec.log));
    spec.health = TRY(readHealth(reader));
    if (const Json* limits = reader.member("limits"))
        spec.limits = TRY(parseLimits(*limits));
    TRY(reader.finish());
    TRY(validate(spec));
    return spec;
}

Json toJson(const ContainerSpec& spec)
{
    Json json {
        { "name", spec.name },
        { "image", spec.image },
        { "command", spec.command },
        { "environment", spec.environment },
        { "workingDirectory", spec.workingDirectory },
        { "hostname", spec.hostname },
        { "terminal", spec.terminal },
        { "readOnlyRoot", spec.readOnlyRoot },
        { "limits", toJson(spec.limits) },
    };
    writeConnections(json, spec.connections);
    writeVolumes(json, spec.volumes);
    writeIsolation(json, spec.isolation);
    writeLifecycle(spec.lifecycle, json);
    writeLog(spec.log, json);
    writeHealth(json, spec.health);
    return json;
}

} // namespace vitrine
