// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/kept_process.h"

#include "backend/base/files.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/program.h"
#include "helper/launcher/shim_search.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

std::string nameOf(const std::string& path)
{
    return path.substr(path.rfind('/') + 1);
}

/// Give the process DESCRIPTORS as 3, 4, … and nothing else but an empty 0, 1 and 2.
bool keepOnly(const std::vector<int>& descriptors)
{
    constexpr int first = 3;
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int standard = 0; standard < first; ++standard)
        if (null < 0 || ::dup2(null, standard) < 0)
            return false;
    const int end = first + int(descriptors.size());
    std::vector<int> above; // dup2 onto itself would leave close-on-exec set
    for (const int descriptor : descriptors)
        above.push_back(::fcntl(descriptor, F_DUPFD_CLOEXEC, end));
    for (int i = 0; i < int(above.size()); ++i)
        if (above[std::size_t(i)] < 0 || ::dup2(above[std::size_t(i)], first + i) < 0)
            return false;
    return ::close_range(unsigned(end), ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

/// The rest of a process that becomes PROGRAM once it is told so.
int become(const KeptProgram& program, int wait, int others)
{
    constexpr int backlog = 16;
    ::close(others);
    // From here on a later launcher finds it, whatever happens to this one.
    if (::listen(program.descriptors.front(), backlog) != 0 || !kernel::sendToken(wait, 'l'))
        return 1;
    const auto told = kernel::receiveToken(wait, -1);
    if (!told || told.value().value == 0)
        return 1;
    ::setsid();
    if (!keepOnly(program.descriptors))
        return 1;
    kernel::resetSignals();
    std::vector<std::string> words { nameOf(program.path) };
    const auto arguments = kernel::pointersTo(words);
    char* const environment[] { nullptr };
    ::execve(program.path.c_str(), arguments.data(), environment);
    (void)kernel::sendToken(wait, 'f');
    return 1;
}

constexpr int patience = 5000; // ms

Result<void> waitUntilItListens(int process, const std::string& name)
{
    const auto told = TRY(kernel::receiveToken(process, patience));
    return told.value != 0 ? Result<void>() : Error::kernel(ECHILD, "wait", name);
}

/// Let it go on, until it executes: then its end of PROCESS is closed.
Result<void> letExecute(int process, const std::string& name)
{
    TRY(kernel::sendToken(process, 'g'));
    const auto told = TRY(kernel::receiveToken(process, patience));
    return told.value == 0 ? Result<void>() : Error::kernel(ENOEXEC, "execve", name);
}

} // namespace

Result<kernel::Started> startKept(const KeptProgram& program, kernel::StartRequest request,
    const std::function<Result<void>(pid_t)>& prepare)
{
    auto [ours, childs] = TRY(kernel::socketPair());
    request.child
        = [&, end = ours.get(), wait = childs.get()] { return become(program, wait, end); };
    kernel::Started started = TRY(kernel::startProcess(request));
    childs.reset(); // else its end would not be seen
    auto done = waitUntilItListens(ours.get(), nameOf(program.path));
    if (done)
        done = prepare(started.pid);
    if (done)
        done = letExecute(ours.get(), nameOf(program.path));
    if (done)
        return started;
    (void)endProcess(started.process.get()); // the failure itself is what matters
    return std::move(done).error();
}

Result<kernel::Started> findKept(int directory, const std::string& socket, const std::string& name)
{
    const UniqueFd connection = TRY(connectToShim(directory, socket));
    kernel::Started found;
    found.pid = TRY(peerOf(connection.get()));
    found.process = TRY(kernel::openProcess(found.pid));
    const auto called = TRY(readFile(AT_FDCWD, "/proc/" + std::to_string(found.pid) + "/comm"));
    // One that was not told to go on has another name yet, and ends.
    if (called != name + "\n" || !isAlive(found.process.get()))
        return Error::of(ErrorKind::NotFound, name, "it does not run");
    return found;
}

bool isAlive(int process)
{
    pollfd ended { process, POLLIN, 0 };
    return ::poll(&ended, 1, 0) == 0;
}

Result<void> endProcess(int process)
{
    (void)kernel::signalProcess(process, SIGKILL); // ESRCH: it has ended
    pollfd wait { process, POLLIN, 0 };
    if (::poll(&wait, 1, patience) != 1)
        return Error::kernel(ETIMEDOUT, "poll", "a process of the user's network");
    return {};
}

} // namespace vitrine::launcher
