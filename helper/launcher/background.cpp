// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/background.h"

#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr int kept = 3;

/// Run WORK in a forked child that has no descriptors, then call ENDED from the loop.
Result<void> runInBackground(
    EventLoop& loop, const std::function<void()>& work, std::function<void()> ended)
{
    const pid_t child = ::fork();
    if (child < 0)
        return Error::fromErrno("fork");
    if (child == 0) {
        (void)keepOnly(-1);
        work();
        ::_exit(0);
    }
    auto opened = kernel::openProcess(child);
    if (!opened) { // no descriptor to be had: wait for it
        while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
        loop.after({}, std::move(ended));
        return {};
    }
    const auto process = std::make_shared<UniqueFd>(std::move(opened).value());
    const auto reap = [&loop, process, ended = std::move(ended)] {
        loop.forget(process->get());
        siginfo_t info {};
        (void)::waitid(P_PIDFD, id_t(process->get()), &info, WEXITED);
        ended();
    };
    if (!loop.watch(process->get(), reap))
        loop.after({}, reap); // it cannot be watched: wait for it
    return {};
}

} // namespace

// What the child must not hold: clients' sockets, other containers' roots.
int keepOnly(int keep)
{
    if (keep >= 0 && keep != kept)
        ::dup2(keep, kept);
    ::close_range(keep >= 0 ? kept + 1 : kept, ~0U, 0);
    return kept;
}

void removeInBackground(EventLoop& loop, const std::string& path, const kernel::SubordinateIds* ids,
    std::function<void(Result<void>)> done)
{
    // Whatever the child could not do fails here too, and tells why.
    const auto ended = [path, done = std::move(done)] { done(removeTree(AT_FDCWD, path)); };
    const auto remove = [&path, ids] {
        const auto removed = removeTree(AT_FDCWD, path);
        if (!removed && ids) // some of it belongs to users of the container
            (void)kernel::runWithSubordinateIds(
                *ids, [&path] { return removeTree(AT_FDCWD, path); });
    };
    if (!runInBackground(loop, remove, ended))
        ended(); // no process to be had: slower, but done
}

} // namespace vitrine::launcher
