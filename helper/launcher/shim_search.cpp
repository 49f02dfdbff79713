// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/shim_search.h"

#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"
#include "helper/shim/protocol.h"

#include <charconv>
#include <climits>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

Error noShim()
{
    return Error::of(ErrorKind::NotFound, "shim", "no process is the container's shim");
}

pid_t numberIn(const std::string& text)
{
    pid_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() ? number : 0;
}

std::string processFile(pid_t pid, const char* name)
{
    return "/proc/" + std::to_string(pid) + "/" + name;
}

bool isOwn(pid_t pid)
{
    struct stat status { };
    return ::stat(processFile(pid, "").c_str(), &status) == 0 && status.st_uid == ::geteuid();
}

/// The pid that process PID was given as "vitrine-shim init PID", 0 when it is no such shim.
pid_t childOfShim(pid_t pid)
{
    const auto arguments = readFile(AT_FDCWD, processFile(pid, "cmdline"));
    const std::string expected { "vitrine-shim\0init\0", 18 };
    if (!arguments || !isOwn(pid) || arguments.value().rfind(expected, 0) != 0)
        return 0;
    const std::string& text = arguments.value();
    return numberIn(
        text.substr(expected.size(), text.find('\0', expected.size()) - expected.size()));
}

Result<FoundShim> shimOf(pid_t pid)
{
    FoundShim shim;
    shim.process = TRY(kernel::openProcess(pid));
    shim.leader = childOfShim(pid);
    if (shim.leader == 0)
        return noShim();
    shim.leaderProcess = TRY(kernel::openProcess(shim.leader));
    // With the descriptors in hand: else the numbers may be those of others by now.
    if (TRY(kernel::parentOf(shim.leader)) != pid)
        return noShim();
    return shim;
}

std::string linkOf(const std::string& path)
{
    char target[PATH_MAX];
    const ssize_t length = ::readlink(path.c_str(), target, sizeof target);
    return length > 0 ? std::string(target, std::size_t(length)) : std::string();
}

/// The directory that the shim was given, also when it is removed.
std::string directoryOf(pid_t shim)
{
    std::string link
        = linkOf(processFile(shim, ("fd/" + std::to_string(shim::runtimeDirectory)).c_str()));
    const std::string removed = " (deleted)";
    if (link.size() > removed.size()
        && link.compare(link.size() - removed.size(), removed.size(), removed) == 0)
        link.resize(link.size() - removed.size());
    return link;
}

} // namespace

Result<UniqueFd> connectToShim(int directory, const std::string& name)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(directory) + "/" + name;
    if (path.size() >= sizeof address.sun_path)
        return Error::kernel(ENAMETOOLONG, "connect", name);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    // Not blocking: the queue of one that somebody has stopped can be full.
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return Error::fromErrno("socket");
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return Error::fromErrno("connect", name);
    if (::fcntl(socket.get(), F_SETFL, 0) != 0)
        return Error::fromErrno("fcntl(F_SETFL)", name);
    return socket;
}

Result<pid_t> peerOf(int socket)
{
    ucred peer {}; // of the process that listens
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return Error::fromErrno("getsockopt(SO_PEERCRED)", "shim");
    return peer.pid;
}

Result<FoundShim> shimBehind(int socket)
{
    return shimOf(TRY(peerOf(socket)));
}

Result<std::map<std::string, pid_t>> ShimSearch::search()
{
    std::map<std::string, pid_t> found;
    const UniqueFd processes = TRY(openDirectory(AT_FDCWD, "/proc"));
    for (const auto& name : TRY(namesIn(processes.get()))) {
        const pid_t pid = numberIn(name);
        if (pid > 0 && childOfShim(pid) != 0)
            found[directoryOf(pid)] = pid;
    }
    return found;
}

Result<FoundShim> ShimSearch::workingIn(const std::string& runtimeDirectory)
{
    if (!m_found)
        m_found = TRY(search());
    const auto found = m_found->find(runtimeDirectory);
    return found == m_found->end() ? noShim() : shimOf(found->second);
}

void endWithShim(const FoundShim& shim)
{
    constexpr int patience = 3000; // ms
    (void)kernel::signalProcess(shim.leaderProcess.get(), SIGKILL); // ESRCH: it has ended already
    (void)kernel::signalProcess(shim.process.get(), SIGCONT); // somebody may have stopped it
    pollfd end { shim.process.get(), POLLIN, 0 };
    if (::poll(&end, 1, patience) == 0)
        (void)kernel::signalProcess(shim.process.get(), SIGKILL);
}

} // namespace vitrine::launcher
