// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/container_network.h"

#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace vitrine::launcher {

namespace {

bool isSameFile(int left, int right)
{
    struct stat one {
    }, other {};
    return ::fstat(left, &one) == 0 && ::fstat(right, &other) == 0 && one.st_dev == other.st_dev
        && one.st_ino == other.st_ino;
}

} // namespace

Result<UniqueFd> openNetworkOf(const Container& container)
{
    UniqueFd netns
        = TRY(openAt(AT_FDCWD, "/proc/" + std::to_string(container.leader) + "/ns/net", O_RDONLY));
    TRY(kernel::signalProcess(container.process.get(), 0));
    const UniqueFd ours = TRY(openAt(AT_FDCWD, "/proc/self/ns/net", O_RDONLY));
    if (isSameFile(netns.get(), ours.get()))
        return Error::of(ErrorKind::NotSupported, "networks",
            "the first process of '" + container.spec.name + "' is in this computer's own network");
    return netns;
}

} // namespace vitrine::launcher
