// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/mount_releaser.h"

#include "backend/base/files.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/pidfd.h"
#include "helper/launcher/background.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace vitrine::launcher {

namespace {

using namespace std::chrono_literals;

/// What is done to the small process when mounts are not let go of for so long: somebody may have
/// stopped it. One that is killed gives back what it was sent, and takes nothing from the processes
/// that it forked.
constexpr std::array<std::pair<std::chrono::milliseconds, int>, 2> remedies { { { 3s, SIGCONT },
    { 6s, SIGKILL } } };

/// The reading and the writing end.
Result<std::pair<UniqueFd, UniqueFd>> makePipe()
{
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

/// STORAGE: -1 when it is not there.
void releaseMounts(UniqueFd mounts, int storage)
{
    mounts.reset();
    (void)::unlinkat(storage, "work/work", AT_REMOVEDIR);
}

/// Wait until all others have closed the pipe that END reads.
void awaitEnd(int end)
{
    char none = 0;
    while (::read(end, &none, 1) < 0 && errno == EINTR) { }
}

/// In a process for one container. Closes RECEIVED once it has its descriptors: the mounts, the
/// storage, what is closed when all is done, and what ends when the launcher has closed the mounts
/// itself: whose closing is the last one waits for the kernel.
[[noreturn]] void serveOne(int socket, UniqueFd received)
{
    auto token = kernel::receiveToken(socket, -1);
    received.reset();
    if (token && token.value().descriptors.size() == 4) {
        awaitEnd(token.value().descriptors[3].get());
        releaseMounts(std::move(token.value().descriptors[0]), token.value().descriptors[1].get());
    }
    ::_exit(0);
}

/// The small process: forks one more for each message, until the launcher has gone.
[[noreturn]] void serveAll(int socket)
{
    ::prctl(PR_SET_NAME, "vitrine-release");
    ::signal(SIGCHLD, SIG_IGN); // nobody waits for them
    (void)::setpriority(PRIO_PROCESS, 0, 10); // after starts that somebody waits for
    for (;;) {
        char token = 0;
        const ssize_t count = ::recv(socket, &token, 1, MSG_PEEK);
        if (count < 0 && errno == EINTR)
            continue;
        auto pipe = makePipe();
        if (count <= 0 || !pipe)
            ::_exit(0);
        auto& [wait, received] = pipe.value();
        const pid_t child = ::fork();
        if (child < 0)
            ::_exit(0);
        if (child == 0)
            serveOne(socket, std::move(received));
        received.reset();
        awaitEnd(wait.get());
    }
}

} // namespace

Result<void> MountReleaser::start()
{
    auto [ours, theirs] = TRY(kernel::socketPair());
    const pid_t process = ::fork();
    if (process < 0)
        return Error::fromErrno("fork");
    if (process == 0)
        serveAll(keepOnly(theirs.get()));
    m_pidfd = std::make_shared<UniqueFd>(TRY(kernel::openProcess(process)));
    m_process = std::move(ours);
    return {};
}

Result<void> MountReleaser::handOver(
    UniqueFd& mounts, const UniqueFd& storage, const std::function<void()>& done)
{
    auto [ended, end] = TRY(makePipe());
    const auto [closed, open] = TRY(makePipe());
    const auto kept = std::make_shared<UniqueFd>(std::move(ended));
    const auto timers = std::make_shared<std::vector<EventLoop::TimerId>>();
    const auto forget = [&loop = m_loop, kept, timers] {
        loop.forget(kept->get());
        for (const auto timer : *timers)
            loop.cancel(timer);
    };
    TRY(m_loop.watch(kept->get(), [forget, done] {
        forget();
        done();
    }));
    for (const auto& [delay, signal] : remedies)
        timers->push_back(m_loop.after(delay, [process = m_pidfd, signal = signal] {
            (void)kernel::signalProcess(process->get(), signal);
        }));
    auto sent = kernel::sendToken(
        m_process.get(), 'r', { mounts.get(), storage.get(), end.get(), closed.get() });
    if (sent)
        mounts.reset();
    else
        forget();
    return sent;
}

void MountReleaser::release(UniqueFd mounts, const std::string& storage, std::function<void()> done)
{
    auto directory = openDirectory(AT_FDCWD, storage);
    if (directory) {
        if (m_process && handOver(mounts, directory.value(), done))
            return;
        if (start() && handOver(mounts, directory.value(), done)) // somebody has killed it
            return;
    }
    releaseMounts(std::move(mounts), directory ? directory.value().get() : -1);
    m_loop.after({}, std::move(done));
}

} // namespace vitrine::launcher
