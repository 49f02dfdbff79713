// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: what runc and crun take, so that engines written for them can call us.
#pragma once

#include "backend/base/result.h"

#include <map>
#include <string>
#include <vector>

namespace vitrine::oci {

struct OptionName {
    const char* name; ///< "bundle"
    char letter; ///< 'b', 0: none
    bool takesValue;
    const char* meaning; ///< for --help
};

/// Options and what is left of a part of the command line.
class Options {
public:
    /// Take options from ARGUMENTS, beginning at the index AT, up to the first word that is none.
    /// Errors name the option.
    [[nodiscard]] static Result<Options> parse(const std::vector<std::string>& arguments,
        std::size_t& at, const std::vector<OptionName>& known);

    [[nodiscard]] bool has(const std::string& name) const { return m_values.contains(name); }
    /// The last one given; FALLBACK when there is none.
    [[nodiscard]] std::string value(
        const std::string& name, const std::string& fallback = {}) const;
    /// All that were given.
    [[nodiscard]] std::vector<std::string> values(const std::string& name) const;

private:
    std::map<std::string, std::vector<std::string>> m_values;
};

/// A whole number of 0 or more and at most HIGHEST; InvalidSpec names OPTION.
[[nodiscard]] Result<std::uint64_t> parseNumber(
    const std::string& option, const std::string& text, std::uint64_t highest);

} // namespace vitrine::oci
