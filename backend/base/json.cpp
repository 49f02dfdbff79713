// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/json.h"

#include <cmath>

namespace vitrine {

Result<Json> parseJson(std::string_view text, std::size_t limit, std::string what)
{
    if (text.size() > limit)
        return Error::invalid(what, "longer than " + std::to_string(limit) + " bytes");
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return Error::invalid(what, "not valid JSON");
    return json;
}

std::string dumpJson(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

namespace {

const Json emptyObject = Json::object();

Error wrongType(std::string field, const char* wanted, const Json& found)
{
    return Error::invalid(
        std::move(field), std::string("must be ") + wanted + ", not " + found.type_name());
}

} // namespace

Result<ObjectReader> ObjectReader::of(const Json& json, std::string path, Nulls nulls)
{
    if (!json.is_object())
        return wrongType(path.empty() ? "spec" : path, "an object", json);
    return ObjectReader(json, std::move(path), nulls);
}

std::string ObjectReader::pathOf(const std::string& name) const
{
    const std::string shown = name.empty() ? "\"\"" : name; // an error must name something
    return m_path.empty() ? shown : m_path + "." + shown;
}

const Json* ObjectReader::take(const std::string& name)
{
    m_read.insert(name);
    const auto found = m_json->find(name);
    if (found == m_json->end() || (found->is_null() && m_nulls == Nulls::Absent))
        return nullptr;
    return &*found;
}

Result<void> ObjectReader::read(const std::string& name, std::string& out)
{
    const Json* json = take(name);
    if (!json)
        return {};
    if (!json->is_string())
        return wrongType(pathOf(name), "a string", *json);
    out = json->get<std::string>();
    return {};
}

Result<void> ObjectReader::read(const std::string& name, bool& out)
{
    const Json* json = take(name);
    if (!json)
        return {};
    if (!json->is_boolean())
        return wrongType(pathOf(name), "true or false", *json);
    out = json->get<bool>();
    return {};
}

Result<void> ObjectReader::read(const std::string& name, std::int64_t& out)
{
    const Json* json = take(name);
    if (!json)
        return {};
    const bool fits = json->is_number_integer()
        && !(json->is_number_unsigned() && json->get<std::uint64_t>() > INT64_MAX);
    if (!fits)
        return wrongType(pathOf(name), "a whole number", *json);
    out = json->get<std::int64_t>();
    return {};
}

Result<void> ObjectReader::read(const std::string& name, std::optional<std::uint64_t>& out)
{
    const Json* json = take(name);
    if (!json)
        return {};
    if (!json->is_number_integer()
        || (!json->is_number_unsigned() && json->get<std::int64_t>() < 0))
        return wrongType(pathOf(name), "a whole number of 0 or more", *json);
    out = json->get<std::uint64_t>();
    return {};
}

Result<void> ObjectReader::read(const std::string& name, std::optional<double>& out)
{
    const Json* json = take(name);
    if (!json)
        return {};
    if (!json->is_number() || !std::isfinite(json->get<double>()))
        return wrongType(pathOf(name), "a number", *json);
    out = json->get<double>();
    return {};
}

Result<void> ObjectReader::read(const std::string& name, std::vector<std::string>& out)
{
    const Json* json = take(name);
    if (!json)
        return {};
    if (!json->is_array())
        return wrongType(pathOf(name), "a list of strings", *json);
    std::vector<std::string> list;
    for (const auto& entry : *json) {
        if (!entry.is_string())
            return wrongType(
                pathOf(name) + "[" + std::to_string(list.size()) + "]", "a string", entry);
        list.push_back(entry.get<std::string>());
    }
    out = std::move(list);
    return {};
}

Result<void> ObjectReader::read(const std::string& name, std::map<std::string, std::string>& out)
{
    const Json* json = take(name);
    if (!json)
        return {};
    if (!json->is_object())
        return wrongType(pathOf(name), "an object of strings", *json);
    std::map<std::string, std::string> map;
    for (const auto& [key, value] : json->items()) {
        if (!value.is_string())
            return wrongType(pathOf(name) + "." + key, "a string", value);
        map[key] = value.get<std::string>();
    }
    out = std::move(map);
    return {};
}

Result<const Json*> ObjectReader::list(const std::string& name)
{
    const Json* json = take(name);
    if (json && !json->is_array())
        return wrongType(pathOf(name), "a list", *json);
    return json;
}

Result<const Json*> ObjectReader::dictionary(const std::string& name)
{
    const Json* json = take(name);
    if (json && !json->is_object())
        return wrongType(pathOf(name), "an object", *json);
    return json;
}

Result<ObjectReader> ObjectReader::object(const std::string& name)
{
    const Json* json = take(name);
    return of(json ? *json : emptyObject, pathOf(name), m_nulls);
}

std::vector<std::string> ObjectReader::names() const
{
    std::vector<std::string> names;
    for (const auto& [key, value] : m_json->items())
        names.push_back(key);
    return names;
}

Result<std::vector<ObjectReader>> ObjectReader::objects(const std::string& name)
{
    std::vector<ObjectReader> list;
    const Json* json = take(name);
    if (!json)
        return list;
    if (!json->is_array())
        return wrongType(pathOf(name), "a list of objects", *json);
    for (const auto& entry : *json)
        list.push_back(TRY(of(entry, pathOf(name) + "[" + std::to_string(list.size()) + "]")));
    return list;
}

Result<void> ObjectReader::finish() const
{
    for (const auto& [key, value] : m_json->items())
        if (!m_read.contains(key) && !(value.is_null() && m_nulls == Nulls::Absent))
            return Error::invalid(pathOf(key), "unknown field");
    return {};
}

} // namespace vitrine
