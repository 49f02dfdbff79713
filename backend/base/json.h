// SPDX-License-Identifier: GPL-3.0-or-later
// Reading foreign JSON: every failure names the field by its dotted path.
#pragma once

#include "backend/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

using Json = nlohmann::json;

/// Parse TEXT of at most LIMIT bytes. InvalidSpec names WHAT when it is longer or no JSON.
[[nodiscard]] Result<Json> parseJson(std::string_view text, std::size_t limit, std::string what);

/// JSON as text; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string dumpJson(const Json& json);

enum class Nulls {
    Refuse, ///< a value of the wrong type, as any other
    Absent, ///< as if the member were not there: what Go programs write for an empty list
};

/// Reads the members of one JSON object. Each read takes a member; finish() refuses what is left,
/// so that a misspelt field is an error and not ignored. A member that is absent leaves OUT as it
/// is.
class ObjectReader {
public:
    /// PATH is what errors put before member names, "" at the top.
    [[nodiscard]] static Result<ObjectReader> of(
        const Json& json, std::string path, Nulls nulls = Nulls::Refuse);

    [[nodiscard]] bool has(const std::string& name) const { return m_json->contains(name); }
    [[nodiscard]] Result<void> read(const std::string& name, std::string& out);
    [[nodiscard]] Result<void> read(const std::string& name, bool& out);
    [[nodiscard]] Result<void> read(const std::string& name, std::int64_t& out);
    [[nodiscard]] Result<void> read(const std::string& name, std::optional<std::uint64_t>& out);
    [[nodiscard]] Result<void> read(const std::string& name, std::optional<double>& out);
    [[nodiscard]] Result<void> read(const std::string& name, std::vector<std::string>& out);
    [[nodiscard]] Result<void> read(
        const std::string& name, std::map<std::string, std::string>& out);
    /// The member as it is; nullptr when it is absent.
    [[nodiscard]] Result<const Json*> any(const std::string& name) { return take(name); }
    /// The member as a list of anything; nullptr when it is absent.
    [[nodiscard]] Result<const Json*> list(const std::string& name);
    /// The member as an object with any names; nullptr when it is absent.
    [[nodiscard]] Result<const Json*> dictionary(const std::string& name);
    /// The member as an object of its own, an empty one when it is absent.
    [[nodiscard]] Result<ObjectReader> object(const std::string& name);
    /// The member as it is, nullptr when it is absent.
    [[nodiscard]] const Json* member(const std::string& name) { return take(name); }
    /// The names of all members.
    [[nodiscard]] std::vector<std::string> names() const;
    /// The member as a list of objects, an empty one when it is absent.
    [[nodiscard]] Result<std::vector<ObjectReader>> objects(const std::string& name);
    [[nodiscard]] std::string pathOf(const std::string& name) const;
    /// InvalidSpec when a member was never read.
    [[nodiscard]] Result<void> finish() const;

private:
    ObjectReader(const Json& json, std::string path, Nulls nulls)
        : m_json(&json)
        , m_path(std::move(path))
        , m_nulls(nulls)
    {
    }
    const Json* take(const std::string& name);

    const Json* m_json;
    std::string m_path;
    std::set<std::string> m_read;
    Nulls m_nulls;
};

} // namespace vitrine
