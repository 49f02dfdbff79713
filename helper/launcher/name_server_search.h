// SPDX-License-Identifier: GPL-3.0-or-later
// Which process serves the names of a network. No file says so, so none can be wrong: the process
// itself does, by an argument that names the network, and by its user.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <map>
#include <set>
#include <string>

namespace vitrine::launcher {

/// Those that run for NETWORKS, by id: pidfds.
[[nodiscard]] Result<std::map<std::string, UniqueFd>> findNameServers(
    const std::set<std::string>& networks);

} // namespace vitrine::launcher
