// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/damaged.h"

#include "helper/launcher/protocol.h"

#include <limits>
#include <unistd.h>
#include <vector>

namespace vitrine::launcher {

namespace {

/// Takes the scalars of a record and of the spec in it up to where the text is no JSON any more.
class Salvage : public nlohmann::json_sax<Json> {
public:
    [[nodiscard]] const std::map<std::string, Json>& found() const { return m_found; }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t value) override { return take(value); }
    bool number_unsigned(number_unsigned_t value) override { return take(value); }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t& value) override { return take(value); }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return begin(); }
    bool end_object() override { return end(); }
    bool start_array(std::size_t) override { return begin(); }
    bool end_array() override { return end(); }
    bool key(string_t& value) override
    {
        m_path.back() = value;
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override
    {
        return false;
    }

private:
    bool begin()
    {
        constexpr std::size_t deepest = 64;
        m_path.emplace_back();
        return m_path.size() <= deepest;
    }

    bool end()
    {
        m_path.pop_back();
        return true;
    }

    bool take(Json value)
    {
        if (m_path.size() == 1)
            m_found[m_path[0]] = std::move(value);
        else if (m_path.size() == 2 && m_path[0] == "spec")
            m_found["spec." + m_path[1]] = std::move(value);
        return true;
    }

    std::vector<std::string> m_path; ///< the key at each level, empty in arrays
    std::map<std::string, Json> m_found;
};

std::string nameIn(const std::map<std::string, Json>& found, const char* field)
{
    const auto value = found.find(field);
    if (value == found.end() || !value->second.is_string())
        return {};
    auto text = value->second.get<std::string>();
    return isName(text) ? text : std::string();
}

std::int64_t numberIn(
    const std::map<std::string, Json>& found, const char* field, std::int64_t otherwise)
{
    const auto value = found.find(field);
    if (value == found.end() || !value->second.is_number_unsigned()
        || value->second.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
        return otherwise;
    return value->second.get<std::int64_t>();
}

} // namespace

Container damagedContainer(const std::string& id, const std::string& text, const Error& error)
{
    Salvage salvage;
    (void)Json::sax_parse(text, &salvage); // that it fails is why we are here
    const auto& found = salvage.found();
    Container container;
    container.id = id;
    container.spec.name = nameIn(found, "spec.name");
    if (container.spec.name.empty())
        container.spec.name = id;
    container.spec.image = nameIn(found, "spec.image");
    const std::int64_t owner = numberIn(found, "owner", -1);
    const bool usable = isUserId(owner) && (::geteuid() == 0 || owner == ::geteuid());
    container.owner = usable ? uid_t(owner) : ::geteuid();
    if (const std::int64_t first = numberIn(found, "firstId", 0); isUserId(first))
        container.firstId = std::uint32_t(first);
    container.created = numberIn(found, "created", 0);
    Error told = error;
    told.object = told.object.empty() ? "record.json" : "record.json: " + told.object;
    if (!told.text.empty())
        told.text += "; ";
    told.text += "its record cannot be read. Its files are whole, in containers/" + id
        + "/upper of the helper's storage: save what is needed of them, then delete it";
    container.damage = toJson(told);
    container.state = State::Damaged;
    return container;
}

} // namespace vitrine::launcher
