// SPDX-License-Identifier: GPL-3.0-or-later
// user_namespaces(7): which ids outside stand for the ids inside.
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

struct IdRange {
    std::uint32_t inside = 0;
    std::uint32_t outside = 0;
    std::uint32_t count = 0;
    bool operator==(const IdRange&) const = default;
};

using IdMap = std::vector<IdRange>;

/// "0 100000 65536\n", the text that uid_map and gid_map take.
[[nodiscard]] std::string idMapText(const IdMap& map);

enum class SetGroups {
    Allow, ///< writer is privileged over the parent user namespace
    Deny, ///< needed before an ordinary user may write gid_map
};

/// Write setgroups (when denied), uid_map and gid_map of process PID.
[[nodiscard]] Result<void> writeIdMaps(
    pid_t pid, const IdMap& users, const IdMap& groups, SetGroups setGroups);

} // namespace vitrine::kernel
