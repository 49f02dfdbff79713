// SPDX-License-Identifier: GPL-3.0-or-later
// Small readers for the fields of config.json.
#pragma once

#include "backend/base/json.h"
#include "backend/spec/oci/runtime_config.h"

#include <concepts>
#include <limits>

namespace vitrine::oci {

/// An object of config.json; null stands for what is absent, as Go programs write it.
[[nodiscard]] Result<ObjectReader> objectOf(const Json& json, const std::string& path);

/// TEXT is no path, argument or name when it holds a NUL byte or is longer than paths can be.
[[nodiscard]] Result<void> checkText(const std::string& field, const std::string& text);
/// An absolute path.
[[nodiscard]] Result<void> checkAbsolute(const std::string& field, const std::string& text);
/// A list with at most bounds::entries strings that pass checkText().
[[nodiscard]] Result<void> readTexts(
    ObjectReader& reader, const std::string& name, std::vector<std::string>& out);
[[nodiscard]] Result<void> readText(
    ObjectReader& reader, const std::string& name, std::string& out);

/// What Linux, or cgroup v2, or this program does not have. EXPLANATION says what to do.
[[nodiscard]] Error notSupported(std::string field, std::string explanation);

/// A whole number within LOWEST and HIGHEST.
template <std::integral T>
[[nodiscard]] Result<void> readNumber(ObjectReader& reader, const std::string& name,
    std::optional<T>& out, T lowest = std::numeric_limits<T>::min(),
    T highest = std::numeric_limits<T>::max())
{
    const auto refuse = [&] {
        return Error::invalid(reader.pathOf(name),
            "must be a whole number from " + std::to_string(lowest) + " to "
                + std::to_string(highest));
    };
    const Json* json = TRY(reader.any(name));
    if (!json)
        return {};
    if (json->is_number_unsigned()) {
        const auto value = json->get<std::uint64_t>();
        if (std::cmp_less(value, lowest) || std::cmp_greater(value, highest))
            return refuse();
        out = T(value);
        return {};
    }
    if (!json->is_number_integer())
        return refuse();
    const auto value = json->get<std::int64_t>();
    if (std::cmp_less(value, lowest) || std::cmp_greater(value, highest))
        return refuse();
    out = T(value);
    return {};
}

/// The same for a field that has a value anyway.
template <std::integral T>
[[nodiscard]] Result<void> readNumber(ObjectReader& reader, const std::string& name, T& out,
    T lowest = std::numeric_limits<T>::min(), T highest = std::numeric_limits<T>::max())
{
    std::optional<T> value;
    TRY(readNumber(reader, name, value, lowest, highest));
    out = value.value_or(out);
    return {};
}

/// Each object of a list through READ, a function from ObjectReader& to Result<T>; what READ leaves
/// unread is an error.
template <typename T, typename Read>
[[nodiscard]] Result<void> readObjects(
    ObjectReader& reader, const std::string& name, std::vector<T>& out, Read read)
{
    const Json* list = TRY(reader.list(name));
    if (!list)
        return {};
    if (list->size() > bounds::entries)
        return Error::invalid(
            reader.pathOf(name), "has more than " + std::to_string(bounds::entries) + " entries");
    for (std::size_t i = 0; i < list->size(); ++i) {
        ObjectReader entry
            = TRY(objectOf((*list)[i], reader.pathOf(name) + "[" + std::to_string(i) + "]"));
        out.push_back(TRY(read(entry)));
        TRY(entry.finish());
    }
    return {};
}

// The parts of a config.json.
[[nodiscard]] Result<void> readMounts(ObjectReader& reader, RuntimeConfig& config);
[[nodiscard]] Result<void> readHooks(ObjectReader& reader, RuntimeConfig& config);
[[nodiscard]] Result<void> readLinux(ObjectReader& reader, RuntimeConfig& config);
[[nodiscard]] Result<SeccompProfile> readSeccomp(ObjectReader& reader, const Json& json);
[[nodiscard]] Result<void> readIdMappings(
    ObjectReader& reader, const std::string& name, std::vector<IdMapping>& out);

} // namespace vitrine::oci
