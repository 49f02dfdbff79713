// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/outside.h"

#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/program.h"
#include "backend/plan/user_network.h"
#include "helper/launcher/local_socket.h"
#include "helper/launcher/shim_search.h"
#include "helper/launcher/spawn.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr auto program = "slirp4netns";
using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience { 5 }; ///< that it may take to start

std::string lastLineOf(const std::string& path)
{
    const auto text = readFile(AT_FDCWD, path);
    std::string line = text ? text.value() : std::string();
    while (!line.empty() && line.back() == '\n')
        line.pop_back();
    return line.substr(line.rfind('\n') + 1);
}

} // namespace

std::string findOutsideProgram()
{
    const char* path = std::getenv("PATH");
    for (const auto& file :
        kernel::programFiles(program, path ? path : "/usr/local/bin:/usr/bin:/bin"))
        if (file.front() == '/' && ::access(file.c_str(), X_OK) == 0)
            return file;
    return {};
}

Result<UniqueFd> findOutside(const std::string& socket)
{
    const auto connection = connectTo(socket, SOCK_STREAM);
    if (!connection && connection.error().number == EAGAIN)
        return Error::of(ErrorKind::Busy, program, "it does not answer: somebody has stopped it");
    if (!connection)
        return nobodyListens(connection.error())
            ? Error::of(ErrorKind::NotFound, program, "it does not run")
            : connection.error();
    return kernel::openProcess(TRY(peerOf(connection.value().get())));
}

Result<Subnet> subnetOfOutside(const std::string& socket)
{
    const UniqueFd connection = TRY(connectTo(socket, SOCK_STREAM));
    const pid_t pid = TRY(peerOf(connection.get()));
    const std::string arguments
        = TRY(readFile(AT_FDCWD, "/proc/" + std::to_string(pid) + "/cmdline"));
    const std::string option { "\0--cidr=", 8 };
    const auto begin = arguments.find(option);
    if (begin == std::string::npos)
        return Error::of(ErrorKind::NotFound, program, "it does not say its subnet");
    return parseSubnet(program, arguments.c_str() + begin + option.size());
}

Result<void> startOutside(
    const plan::net::LeadOutside& step, pid_t holder, int lifeline, const std::string& log)
{
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    const UniqueFd ready(ends[0]);
    UniqueFd tell(ends[1]);
    const UniqueFd output
        = TRY(openAt(AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600));
    (void)::unlink(step.socket.c_str()); // of one that is no more
    auto arguments = commandOf(step, std::to_string(holder));
    arguments.erase(arguments.begin());
    arguments.insert(arguments.begin(), { "--exit-fd=3", "--ready-fd=4" });
    TRY(spawnProgram(step.program, std::move(arguments), { lifeline, tell.get() }, output.get()));
    tell.reset();
    char byte = 0;
    if (becomesReadable(ready.get(), Clock::now() + patience) && ::read(ready.get(), &byte, 1) == 1)
        return {};
    Error error = Error::kernel(ECHILD, "wait", program);
    error.text = "it could not start: " + lastLineOf(log);
    return error;
}

} // namespace vitrine::launcher
