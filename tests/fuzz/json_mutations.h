// SPDX-License-Identifier: GPL-3.0-or-later
// Odd things done to a JSON text: mostly to its values, so that what comes out still parses and the
// code behind the parser sees it.
#pragma once

#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace vitrine::fuzz {

class Mutations {
public:
    explicit Mutations(std::uint32_t seed)
        : m_random(seed)
    {
    }

    std::size_t pick(std::size_t count) { return std::size_t(m_random()) % count; }

    /// A third of what comes out is changed in its bytes and may be no JSON any more.
    std::string mutated(const std::string& text)
    {
        if (pick(3) == 0)
            return changeBytes(text);
        json value = json::parse(text, nullptr, false);
        if (value.is_discarded())
            return changeBytes(text);
        for (std::size_t i = 0; i <= pick(3); ++i)
            change(value, 0);
        return value.dump(-1, ' ', false, json::error_handler_t::replace);
    }

private:
    using json = nlohmann::json;

    std::string changeBytes(std::string text)
    {
        for (std::size_t i = 0; i <= pick(8) && !text.empty(); ++i) {
            const std::size_t at = pick(text.size());
            switch (pick(4)) {
            case 0:
                text[at] = char(pick(256));
                break;
            case 1:
                text.erase(at, pick(32));
                break;
            case 2:
                text.insert(at, text.substr(pick(text.size()), pick(64)));
                break;
            default:
                text.resize(at);
            }
        }
        return text;
    }

    /// Something odd at some place at or below VALUE.
    void change(json& value, int depth)
    {
        constexpr int deepest = 12;
        const bool inside = value.is_structured() && !value.empty() && depth < deepest;
        if (!inside || pick(6) == 0) {
            value = odd();
            return;
        }
        const auto at = std::next(value.begin(), long(pick(value.size())));
        if (pick(8) == 0)
            value.erase(at);
        else if (value.is_array() && pick(4) == 0)
            value.push_back(json(*at));
        else if (value.is_object() && pick(12) == 0)
            value[std::string(1, char('a' + pick(26)))] = odd();
        else
            change(*at, depth + 1);
    }

    json odd()
    {
        static const json values { nullptr, true, false, 0, 1, -1, 4294967295U, 4294967296,
            INT64_MAX, INT64_MIN, UINT64_MAX, 0.5, 1e308, "", "/", "..", "/../..", "x",
            std::string(5000, 'a'), std::string(1, '\0'), "\xff\xfe", "ro", "bind", "=", "a=b",
            json::array(), json::object(), json::array({ nullptr }), json::array({ "" }),
            json::parse(std::string(200, '[') + std::string(200, ']')) };
        return values[pick(values.size())];
    }

    std::mt19937 m_random;
};

} // namespace vitrine::fuzz
