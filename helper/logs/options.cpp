// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/logs/options.h"

#include "helper/api/log_format.h"

#include <charconv>
#include <limits>

namespace vitrine::logs {

namespace {

Result<std::uint64_t> numberIn(const std::string& name, const std::string& text)
{
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()
        || number > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        return Error::invalid(name, "'" + text + "' is not a whole number");
    return number;
}

} // namespace

std::vector<std::string> argumentsOf(const Options& options)
{
    std::vector<std::string> arguments;
    if (options.follow)
        arguments.emplace_back("--follow");
    if (options.tail)
        arguments.push_back("--tail=" + std::to_string(*options.tail));
    if (options.since > 0)
        arguments.push_back("--since=" + std::to_string(options.since));
    if (!options.stream.empty())
        arguments.push_back("--stream=" + options.stream);
    return arguments;
}

Result<Options> optionsFrom(const std::vector<std::string>& arguments)
{
    Options options;
    for (const auto& argument : arguments) {
        const std::size_t equals = argument.find('=');
        const std::string name = argument.substr(0, equals);
        const std::string value
            = equals == std::string::npos ? std::string() : argument.substr(equals + 1);
        if (argument == "--follow")
            options.follow = true;
        else if (name == "--tail")
            options.tail = TRY(numberIn(name, value));
        else if (name == "--since")
            options.since = std::int64_t(TRY(numberIn(name, value)));
        else if (name == "--stream"
            && (value == api::log::outputStream || value == api::log::errorStream))
            options.stream = value;
        else
            return Error::invalid(name, "unknown option, or not with this value");
    }
    return options;
}

} // namespace vitrine::logs
