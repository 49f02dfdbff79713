// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/id_map.h"

#include "backend/base/files.h"

namespace vitrine::kernel {

std::string idMapText(const IdMap& map)
{
    std::string text;
    for (const auto& range : map)
        text += std::to_string(range.inside) + ' ' + std::to_string(range.outside) + ' '
            + std::to_string(range.count) + '\n';
    return text;
}

Result<void> writeIdMaps(pid_t pid, const IdMap& users, const IdMap& groups, SetGroups setGroups)
{
    const UniqueFd process = TRY(openDirectory(-1, "/proc/" + std::to_string(pid)));
    if (setGroups == SetGroups::Deny)
        TRY(writeExisting(process.get(), "setgroups", "deny"));
    TRY(writeExisting(process.get(), "uid_map", idMapText(users)));
    return writeExisting(process.get(), "gid_map", idMapText(groups));
}

} // namespace vitrine::kernel
