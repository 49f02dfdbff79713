// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/undo.h"

#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"

#include <fcntl.h>

namespace vitrine::plan {

Result<void> undo(const Step& step, NetworkMachine* network)
{
    if (const auto* directory = std::get_if<MakeRuntimeDirectory>(&step))
        return removeTree(AT_FDCWD, directory->path);
    if (const auto* group = std::get_if<MakeCgroup>(&step))
        return kernel::removeCgroup(group->mount, group->path);
    if (const auto* set = std::get_if<SetCgroupValue>(&step); set && set->before)
        return TRY(kernel::Cgroup::open(set->mount, set->path)).write(set->file, *set->before);
    if (const auto* special = std::get_if<net::NetworkStep>(&step); special && network)
        return network->undo(*special);
    return {};
}

} // namespace vitrine::plan
