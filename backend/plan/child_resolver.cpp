// SPDX-License-Identifier: GPL-3.0-or-later
// Everything here runs in a copy of the single-threaded launcher, in the host's file tree with new
// namespaces, before PivotRoot.
#include "backend/base/files.h"
#include "backend/kernel/bind_mount.h"
#include "backend/kernel/mounts.h"
#include "backend/kernel/paths.h"
#include "backend/plan/child_process.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace vitrine::plan {

using namespace vitrine::kernel;

/// The text lies in the memory file system of /dev: one of its own would have to be attached
/// somewhere as well, and to let go of it would cost a wait for the whole kernel (RCU).
Result<void> ChildProcess::apply(const ShowText& step)
{
    const UniqueFd place = TRY(directoryInRoot(m_root.get(), "/dev/.vitrine", 0755));
    const UniqueFd directory = TRY(openDirectory(place.get(), "."));
    TRY(replaceFile(directory.get(), step.name, step.text, Durability::Process));
    if (::fchmodat(directory.get(), step.name.c_str(), 0644, 0) != 0)
        return Error::fromErrno("fchmodat", step.path);
    const UniqueFd mount = TRY(cloneMount(directory.get(), step.name, Depth::One));
    return attachInRoot(m_root.get(), mount.get(), step.path);
}

/// Through the container's own /proc, which nobody but us has touched yet.
Result<void> ChildProcess::apply(const SetKernelSetting& step)
{
    const std::size_t slash = step.name.rfind('/');
    const UniqueFd place = TRY(
        openInRoot(m_root.get(), "/proc/sys/" + step.name.substr(0, slash), Symlinks::Refuse));
    return writeExisting(place.get(), step.name.substr(slash + 1), step.value);
}

} // namespace vitrine::plan
