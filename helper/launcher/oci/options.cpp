// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/oci/options.h"

#include <charconv>

namespace vitrine::oci {

namespace {

const OptionName* find(const std::vector<OptionName>& known, const std::string& word)
{
    for (const auto& option : known)
        if (word == std::string("--") + option.name
            || (option.letter != 0 && word == std::string("-") + option.letter))
            return &option;
    return nullptr;
}

} // namespace

Result<Options> Options::parse(const std::vector<std::string>& arguments, std::size_t& at,
    const std::vector<OptionName>& known)
{
    Options options;
    for (; at < arguments.size(); ++at) {
        std::string word = arguments[at];
        if (word.size() < 2 || word.front() != '-')
            return options;
        if (word == "--") {
            ++at;
            return options;
        }
        const std::size_t equals = word.rfind("--", 0) == 0 ? word.find('=') : std::string::npos;
        const OptionName* option = find(known, word.substr(0, equals));
        if (!option)
            return Error::invalid(word, "unknown option; see --help");
        auto& values = options.m_values[option->name];
        if (!option->takesValue) {
            if (equals != std::string::npos && word.substr(equals + 1) == "false")
                options.m_values.erase(option->name);
            else
                values.emplace_back();
            continue;
        }
        if (equals == std::string::npos && ++at == arguments.size())
            return Error::invalid(word, "needs a value");
        values.push_back(equals == std::string::npos ? arguments[at] : word.substr(equals + 1));
    }
    return options;
}

std::string Options::value(const std::string& name, const std::string& fallback) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? fallback : found->second.back();
}

std::vector<std::string> Options::values(const std::string& name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

Result<std::uint64_t> parseNumber(
    const std::string& option, const std::string& text, std::uint64_t highest)
{
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || text.empty()
        || number > highest)
        return Error::invalid(option,
            "must be a whole number from 0 to " + std::to_string(highest) + ", not '" + text + "'");
    return number;
}

} // namespace vitrine::oci
