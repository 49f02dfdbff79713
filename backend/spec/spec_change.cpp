// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/spec_change.h"

#include <algorithm>
#include <array>

namespace vitrine {

namespace {

/// What the launcher acts on, or its control group, not the running processes.
constexpr std::array takenUpAtOnce { "name", "limits", "restart", "autostart", "stopSignal",
    "stopTimeout", "health" };

} // namespace

Result<ContainerSpec> changedSpec(
    const ContainerSpec& spec, const Json& changes, const std::vector<std::string>& reset)
{
    if (!changes.is_object())
        return Error::invalid("changes", "must be an object");
    Json merged = toJson(spec);
    for (const auto& field : reset) {
        if (field == "image" || field == "name")
            return Error::invalid(field, "has no default to go back to");
        if (merged.erase(field) == 0)
            return Error::invalid(field, "there is no such field");
    }
    for (const auto& [field, value] : changes.items()) {
        if (field == "image" && value != spec.image)
            return Error::invalid(field, "cannot be changed: make a new container");
        if (field == "name" && value == "")
            return Error::invalid(field, "must not be empty");
        merged[field] = value;
    }
    return parseContainerSpec(merged);
}

std::vector<std::string> fieldsToRestart(const ContainerSpec& running, const ContainerSpec& later)
{
    const Json before = toJson(running);
    const Json after = toJson(later);
    std::vector<std::string> fields;
    for (const auto& [field, value] : after.items())
        if (std::find(takenUpAtOnce.begin(), takenUpAtOnce.end(), field) == takenUpAtOnce.end()
            && before.value(field, Json()) != value)
            fields.push_back(field);
    return fields;
}

} // namespace vitrine
