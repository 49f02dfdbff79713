// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/ending.h"

#include "backend/base/files.h"
#include "backend/plan/journal.h"
#include "backend/plan/planner.h"
#include "backend/plan/undo.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>

namespace vitrine::launcher {

std::optional<plan::MakeCgroup> groupOf(const std::string& id, const kernel::HostFacts& facts)
{
    if (!facts.cgroup)
        return std::nullopt;
    return plan::MakeCgroup { facts.cgroup->path, plan::cgroupPathOf(id, facts) };
}

Result<void> undoRuntime(const std::string& runtimeDirectory,
    const std::optional<plan::MakeCgroup>& group, plan::NetworkMachine& network)
{
    const auto directory = openDirectory(AT_FDCWD, runtimeDirectory);
    if (!directory && directory.error().number != ENOENT)
        return directory.error();
    if (directory) {
        // One that cannot be read can name nothing but the group, which we know.
        const auto named = plan::Journal::read(directory.value().get());
        if (named)
            for (auto step = named.value().rbegin(); step != named.value().rend(); ++step)
                TRY(plan::undo(*step, &network));
    }
    if (group)
        TRY(plan::undo(*group, &network));
    return directory ? plan::Journal::remove(directory.value().get()) : Result<void>();
}

Result<void> clearRuntime(const std::string& runtimeDirectory,
    const std::optional<plan::MakeCgroup>& group, plan::NetworkMachine& network)
{
    TRY(undoRuntime(runtimeDirectory, group, network));
    return removeTree(AT_FDCWD, runtimeDirectory);
}

bool handlesSignal(pid_t pid, int signal)
{
    const auto status = readFile(AT_FDCWD, "/proc/" + std::to_string(pid) + "/status");
    if (!status)
        return true;
    constexpr auto field = "\nSigCgt:\t";
    const std::size_t at = status.value().find(field);
    if (at == std::string::npos)
        return true;
    const auto caught
        = std::strtoull(status.value().c_str() + at + std::strlen(field), nullptr, 16);
    return (caught >> (signal - 1) & 1) != 0;
}

} // namespace vitrine::launcher
