// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/layer_copy.h"

#include "backend/base/files.h"
#include "backend/image/tree_copy.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/id_map.h"
#include "backend/kernel/pidfd.h"
#include "helper/launcher/background.h"
#include "helper/launcher/protocol.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr std::chrono::milliseconds wordEvery { 100 };

/// An ordinary user copies as root of a user namespace, as which the container wrote: it may read
/// what it has forbidden itself, and set the capabilities of files.
Result<void> becomeContainersRoot()
{
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (user == 0)
        return {};
    if (::unshare(CLONE_NEWUSER) != 0)
        return Error::fromErrno("unshare(CLONE_NEWUSER)");
    return kernel::writeIdMaps(
        ::getpid(), { { 0, user, 1 } }, { { 0, group, 1 } }, kernel::SetGroups::Deny);
}

/// In the process that copies.
Result<void> copyUpper(int socket, const std::string& from, const std::string& to)
{
    using Clock = std::chrono::steady_clock;
    TRY(becomeContainersRoot());
    const UniqueFd source = TRY(openDirectory(AT_FDCWD, from + "/upper"));
    const UniqueFd target = TRY(openDirectory(AT_FDCWD, to + "/upper"));
    const UniqueFd links = TRY(openDirectory(AT_FDCWD, to + "/links"));
    auto next = Clock::now() + wordEvery;
    TRY(cloneTree(source.get(), target.get(), links.get(), [&](auto done, auto all) {
        if (Clock::now() < next)
            return;
        next = Clock::now() + wordEvery;
        (void)send(socket, { { "share", all == 0 ? 1.0 : double(done) / double(all) } });
    }));
    if (::syncfs(target.get()) != 0) // the record that follows makes it count
        return Error::fromErrno("syncfs", to);
    return {};
}

} // namespace

LayerCopy::LayerCopy(EventLoop& loop, Progress progress, Done done)
    : m_loop(loop)
    , m_progress(std::move(progress))
    , m_done(std::move(done))
{
}

LayerCopy::~LayerCopy()
{
    (void)cancel();
}

UniqueFd LayerCopy::cancel()
{
    if (m_socket)
        m_loop.forget(m_socket.get());
    m_socket.reset();
    if (m_process)
        (void)kernel::signalProcess(m_process.get(), SIGKILL); // ESRCH: it has ended
    return std::move(m_process);
}

Result<std::unique_ptr<LayerCopy>> LayerCopy::start(
    EventLoop& loop, const std::string& from, const std::string& to, Progress progress, Done done)
{
    std::unique_ptr<LayerCopy> copy(new LayerCopy(loop, std::move(progress), std::move(done)));
    auto [ours, childs] = TRY(kernel::socketPair());
    const pid_t launcher = ::getpid();
    const pid_t child = ::fork();
    if (child < 0)
        return Error::fromErrno("fork");
    if (child == 0) {
        // What is half copied must not grow while the next launcher removes it.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (::getppid() != launcher)
            ::_exit(1);
        const int socket = keepOnly(childs.get());
        const auto copied = copyUpper(socket, from, to);
        (void)send(socket, copied ? nlohmann::json { { "done", true } } : toJson(copied.error()));
        ::_exit(0);
    }
    copy->m_socket = std::move(ours);
    copy->m_process = TRY(kernel::openProcess(child));
    TRY(loop.watch(copy->m_socket.get(), [raw = copy.get()] { raw->read(); }));
    return copy;
}

void LayerCopy::read()
{
    const auto message = receive(m_socket.get());
    if (message && message.value().body.contains("share"))
        return m_progress(message.value().body.value("share", 0.0));
    m_loop.forget(m_socket.get());
    m_socket.reset();
    const Done done = std::move(m_done); // which may destroy us
    if (message && message.value().body.contains("done"))
        done({});
    else if (message)
        done(errorFromJson(message.value().body));
    else
        done(Error::kernel(ECHILD, "wait", "the process that copies was killed"));
}

} // namespace vitrine::launcher
