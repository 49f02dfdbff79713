// SPDX-License-Identifier: GPL-3.0-or-later
// What a container shall be. Pure values: no I/O, no root.
#pragma once

#include "backend/base/json.h"
#include "backend/spec/connections.h"
#include "backend/spec/health_check.h"
#include "backend/spec/isolation.h"
#include "backend/spec/lifecycle_spec.h"
#include "backend/spec/limits.h"
#include "backend/spec/log_spec.h"
#include "backend/spec/volumes.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

struct ContainerSpec {
    std::string name; ///< [a-z0-9][a-z0-9-]{0,62}; empty: to be chosen
    std::string image;
    std::vector<std::string> command; ///< empty: the image's
    std::map<std::string, std::string> environment;
    std::string workingDirectory = "/";
    std::string hostname; ///< empty: as name
    bool terminal = true;
    bool readOnlyRoot = false;
    Limits limits;
    Connections connections;
    Volumes volumes;
    Isolation isolation;
    Lifecycle lifecycle;
    LogOptions log;
    HealthCheck health;
    bool operator==(const ContainerSpec&) const = default;
};

/// Bounds that a spec must keep, so that no caller can make the helper work without end.
namespace bounds {
inline constexpr std::size_t specBytes = 64 * 1024;
inline constexpr std::size_t nameLength = 63;
inline constexpr std::size_t commandArguments = 256;
inline constexpr std::size_t environmentEntries = 256;
inline constexpr std::size_t textLength = 4096; ///< of an argument, value or path
}

/// True for [a-z0-9][a-z0-9-]{0,62}: names of containers, images and networks.
[[nodiscard]] bool isName(std::string_view text);

/// Parse and validate. Errors are InvalidSpec with the field's dotted path as object.
[[nodiscard]] Result<ContainerSpec> parseContainerSpec(const Json& json);

/// The same spec as JSON, every field present but limits that are not set.
[[nodiscard]] Json toJson(const ContainerSpec& spec);

} // namespace vitrine
