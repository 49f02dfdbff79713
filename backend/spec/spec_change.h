// SPDX-License-Identifier: GPL-3.0-or-later
// Changing what a container shall be after it was made. Pure.
#pragma once

#include "backend/spec/container_spec.h"

#include <string>
#include <vector>

namespace vitrine {

/// SPEC with the fields of CHANGES, each of which replaces the present one as a whole, and those
/// that RESET names as if they had not been given. Validated whole; errors are InvalidSpec with the
/// field as object. The image stays.
[[nodiscard]] Result<ContainerSpec> changedSpec(
    const ContainerSpec& spec, const Json& changes, const std::vector<std::string>& reset);

/// The fields in which LATER differs from RUNNING and that a running container does not take up
/// before it is started again.
[[nodiscard]] std::vector<std::string> fieldsToRestart(
    const ContainerSpec& running, const ContainerSpec& later);

} // namespace vitrine
