// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/pidfd.h"

#include "backend/base/files.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/syscall.h>

namespace vitrine::kernel {

Result<UniqueFd> openProcess(pid_t pid)
{
    UniqueFd fd(int(::syscall(SYS_pidfd_open, pid, 0)));
    if (!fd)
        return Error::fromErrno("pidfd_open", std::to_string(pid));
    return fd;
}

Result<void> signalProcess(int pidfd, int signal)
{
    if (::syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) != 0)
        return Error::fromErrno("pidfd_send_signal");
    return {};
}

namespace {

Result<unsigned long long> statField(pid_t pid, int wanted)
{
    const std::string path = "/proc/" + std::to_string(pid) + "/stat";
    const std::string stat = TRY(readFile(AT_FDCWD, path));
    // The name in field 2 may hold anything, also spaces and ')': count from the last ')'.
    std::size_t at = stat.rfind(')');
    for (int field = 2; field < wanted && at != std::string::npos; ++field)
        at = stat.find(' ', at + 1);
    if (at == std::string::npos)
        return Error::kernel(EPROTO, "parse", path);
    return std::strtoull(stat.c_str() + at, nullptr, 10);
}

} // namespace

Result<ProcessStatus> statusOf(pid_t pid)
{
    const std::string path = "/proc/" + std::to_string(pid) + "/stat";
    const std::string stat = TRY(readFile(AT_FDCWD, path));
    std::size_t at = stat.rfind(')');
    if (at == std::string::npos || at + 2 >= stat.size())
        return Error::kernel(EPROTO, "parse", path);
    ProcessStatus status;
    status.state = stat[at + 2];
    for (int field = 2; field < 22 && at != std::string::npos; ++field)
        at = stat.find(' ', at + 1);
    if (at == std::string::npos)
        return Error::kernel(EPROTO, "parse", path);
    status.startTime = std::strtoull(stat.c_str() + at, nullptr, 10);
    return status;
}

Result<pid_t> parentOf(pid_t pid)
{
    return pid_t(TRY(statField(pid, 4)));
}

Result<unsigned long long> startTimeOf(pid_t pid)
{
    return statField(pid, 22);
}

Result<int> exitStatusOf(pid_t pid)
{
    return int(TRY(statField(pid, 52)));
}

} // namespace vitrine::kernel
