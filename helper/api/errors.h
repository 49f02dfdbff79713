// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of error names on the bus. Qt-free: the command line uses it too.
#pragma once

#include "backend/base/result.h"

#include <array>
#include <string_view>

namespace vitrine::api {

struct ErrorName {
    ErrorKind kind;
    std::string_view name; ///< short name, also used between helper and launcher
    std::string_view busName;
    int exitStatus; ///< what the command line exits with
};

inline constexpr std::array<ErrorName, 9> errorNames { {
    { ErrorKind::InvalidSpec, "InvalidSpec", "org.vitrine.Error.InvalidSpec", 2 },
    { ErrorKind::NotFound, "NotFound", "org.vitrine.Error.NotFound", 3 },
    { ErrorKind::Exists, "Exists", "org.vitrine.Error.Exists", 4 },
    { ErrorKind::Busy, "Busy", "org.vitrine.Error.Busy", 5 },
    { ErrorKind::NotSupported, "NotSupported", "org.vitrine.Error.NotSupported", 6 },
    { ErrorKind::NotAuthorized, "NotAuthorized", "org.vitrine.Error.NotAuthorized", 7 },
    { ErrorKind::Cancelled, "Cancelled", "org.vitrine.Error.Cancelled", 8 },
    { ErrorKind::Quota, "Quota", "org.vitrine.Error.Quota", 9 },
    { ErrorKind::Kernel, "Kernel", "org.vitrine.Error.Kernel", 10 },
} };

constexpr const ErrorName& nameOf(ErrorKind kind)
{
    for (const auto& entry : errorNames)
        if (entry.kind == kind)
            return entry;
    return errorNames.back();
}

/// The kind of a short or a bus name; Kernel for a name that is not in the table.
constexpr ErrorKind kindOf(std::string_view name)
{
    for (const auto& entry : errorNames)
        if (entry.name == name || entry.busName == name)
            return entry.kind;
    return ErrorKind::Kernel;
}

} // namespace vitrine::api
