// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/oci/launch.h"

#include "backend/base/files.h"
#include "helper/launcher/oci/console.h"
#include "helper/launcher/oci/start_socket.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

/// A user namespace whose first user is root of the host: this process is in none, or can do as
/// much.
bool isHostRoot()
{
    if (::geteuid() != 0)
        return false;
    const auto map = readFile(AT_FDCWD, "/proc/self/uid_map");
    // "         0          0 4294967295"
    return map && map.value().find("4294967295") != std::string::npos;
}

} // namespace

plan::oci::HostFacts findFacts()
{
    plan::oci::HostFacts facts;
    facts.uid = ::geteuid();
    facts.gid = ::getegid();
    facts.privileged = ::geteuid() == 0;
    facts.initialUsers = isHostRoot();
    const auto groups = readFile(AT_FDCWD, "/proc/self/setgroups");
    facts.setGroupsDenied = groups && groups.value().rfind("deny", 0) == 0;
    auto cgroup = kernel::findCgroupBase();
    if (cgroup)
        facts.cgroup = std::move(cgroup).value();
    else
        facts.noCgroupReason = cgroup.error().text;
    return facts;
}

Result<int> keptDescriptors(const Options& options)
{
    constexpr std::uint64_t most = 1024;
    std::uint64_t kept
        = TRY(parseNumber("--preserve-fds", options.value("preserve-fds", "0"), most));
    if (const char* sockets = ::getenv("LISTEN_FDS"))
        kept += TRY(parseNumber("LISTEN_FDS", sockets, most));
    for (int fd = 3; fd < 3 + int(kept); ++fd)
        if (::fcntl(fd, F_GETFD) < 0)
            return Error::invalid(
                "--preserve-fds", "descriptor " + std::to_string(fd) + " is not open");
    return int(kept);
}

Result<void> openConsoleSocket(
    Sockets& sockets, const Process& process, const Options& options, bool detached)
{
    const std::string path = options.value("console-socket");
    if (!process.terminal && !path.empty())
        return Error::invalid("--console-socket", "is of no use: process.terminal is not set");
    if (!process.terminal)
        return {};
    if (path.empty() && detached)
        return Error::invalid("process.terminal",
            "somebody must take the terminal: name a socket with --console-socket");
    if (path.empty()) {
        auto [ours, childs] = TRY(terminalSockets());
        sockets.ownConsole = std::move(ours);
        sockets.console = std::move(childs);
        return {};
    }
    sockets.console = TRY(connectTo(path, SOCK_STREAM));
    return {};
}

Result<void> writePidFile(const Options& options, pid_t pid)
{
    const std::string path = options.value("pid-file");
    return path.empty() ? Result<void>()
                        : replaceFile(AT_FDCWD, path, std::to_string(pid), Durability::Process);
}

void forgetPidFile(const Options& options)
{
    const std::string path = options.value("pid-file");
    if (!path.empty())
        (void)::unlink(path.c_str()); // it may not be there yet
}

Error withLeftover(Error error, const Error& leftover)
{
    error.text += (error.text.empty() ? "" : "; ") + ("could not be undone: " + leftover.message());
    return error;
}

Error failureOf(plan::RunOutcome outcome)
{
    Error error = std::move(outcome.failure->error);
    for (const auto& leftover : outcome.leftovers)
        error = withLeftover(std::move(error), leftover);
    return error;
}

} // namespace vitrine::oci
