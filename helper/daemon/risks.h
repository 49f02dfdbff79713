// SPDX-License-Identifier: GPL-3.0-or-later
// What of a container's specification gives it more than a container has by itself.
#pragma once

#include "helper/daemon/arguments.h"
#include "helper/daemon/gate.h"

#include <vector>

namespace vitrine::daemon {

/// Files of the computer may be named by paths in session mode only: the helper opens them with its
/// user's own rights. Elsewhere they are handed over as descriptors.
[[nodiscard]] Result<void> checkSources(const nlohmann::json& spec, Mode mode);

/// What polkit is to be asked about SPEC besides its creation; DETAILS name the container.
[[nodiscard]] std::vector<Gate::Question> riskQuestions(
    const nlohmann::json& spec, const Descriptors& descriptors, const Details& details);

/// SPEC with the paths of DESCRIPTORS in place of their numbers, for people to read.
[[nodiscard]] nlohmann::json withSourceNames(nlohmann::json spec, const Descriptors& descriptors);

} // namespace vitrine::daemon
