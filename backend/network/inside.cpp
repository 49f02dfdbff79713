// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/network/inside.h"

#include "backend/base/files.h"

#include <cstdlib>
#include <fcntl.h>
#include <sched.h>

namespace vitrine::network {

Result<void> runInside(int netns, const std::function<Result<void>()>& work)
{
    const UniqueFd home = TRY(openAt(AT_FDCWD, "/proc/thread-self/ns/net", O_RDONLY));
    if (::setns(netns, CLONE_NEWNET) != 0)
        return Error::fromErrno("setns", "network namespace");
    auto done = work();
    if (::setns(home.get(), CLONE_NEWNET) != 0)
        std::abort(); // what follows would change the wrong network
    return done;
}

} // namespace vitrine::network
