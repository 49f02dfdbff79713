// SPDX-License-Identifier: GPL-3.0-or-later
// Ids that an ordinary user may give to containers: subuid(5), subgid(5), newuidmap(1).
#pragma once

#include "backend/base/result.h"
#include "backend/kernel/id_map.h"

#include <functional>
#include <string>

namespace vitrine::kernel {

/// Maps in which root is the user and what follows comes from the user's ranges.
struct SubordinateIds {
    IdMap users, groups;
};

/// The ranges of USER in TEXT, a table such as /etc/subuid, which names users or their ids.
[[nodiscard]] std::vector<IdRange> rangesIn(
    const std::string& text, const std::string& name, uid_t user);

/// The maps for this process's user. NotSupported says what is missing (`text`) and what to do
/// (`object`): ranges, the programs newuidmap and newgidmap, or leave to run them.
[[nodiscard]] Result<SubordinateIds> findSubordinateIds();

/// Write the maps of process PID by newuidmap and newgidmap.
[[nodiscard]] Result<void> writeSubordinateIdMaps(
    pid_t pid, const IdMap& users, const IdMap& groups);

/// Run WORK as root of a new user namespace with these maps, in a process that then ends, and wait
/// for it: what belongs to subordinate ids can be removed only there.
[[nodiscard]] Result<void> runWithSubordinateIds(
    const SubordinateIds& ids, const std::function<Result<void>()>& work);

} // namespace vitrine::kernel
