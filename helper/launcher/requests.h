// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the arguments of a request, and answering it.
#pragma once

#include "backend/base/json.h"

#include <cstdint>
#include <string>

namespace vitrine::launcher {

/// The argument NAME, or InvalidSpec.
[[nodiscard]] inline Result<std::string> textOf(const Json& arguments, const char* name)
{
    const auto found = arguments.find(name);
    if (found == arguments.end() || !found->is_string())
        return Error::invalid(name, "must be a string");
    return found->get<std::string>();
}

/// The argument NAME, or InvalidSpec.
[[nodiscard]] inline Result<std::int64_t> numberOf(const Json& arguments, const char* name)
{
    const auto found = arguments.find(name);
    if (found == arguments.end() || !found->is_number_integer())
        return Error::invalid(name, "must be a whole number");
    return found->get<std::int64_t>();
}

/// An answer that says nothing but that it is done.
[[nodiscard]] inline Result<Json> empty(Result<void> done)
{
    if (!done)
        return std::move(done).error();
    return Json::object();
}

} // namespace vitrine::launcher
