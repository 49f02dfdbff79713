// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/shim/hang_up.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::shim {

namespace {

/// Whether process PID lives and belongs to the session of LEADER: fields 3 and 6 of its stat.
bool belongsTo(pid_t leader, pid_t pid)
{
    char path[32];
    (void)std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    char text[512];
    const ssize_t length = ::read(file, text, sizeof text - 1);
    ::close(file);
    text[length > 0 ? length : 0] = '\0';
    const char* name = std::strrchr(text, ')'); // a name may hold anything
    char state = 0;
    int parent = 0, group = 0, session = 0;
    return name && std::sscanf(name + 1, " %c %d %d %d", &state, &parent, &group, &session) == 4
        && session == leader && state != 'Z' && state != 'X';
}

} // namespace

int signalSession(pid_t leader, int signal)
{
    DIR* processes = ::opendir("/proc");
    if (!processes)
        return 0;
    int count = 0;
    while (const dirent* entry = ::readdir(processes)) {
        const auto pid = pid_t(std::atoi(entry->d_name));
        if (pid <= 0 || !belongsTo(leader, pid))
            continue;
        const int process = int(::syscall(SYS_pidfd_open, pid, 0));
        // Asked again with the descriptor in hand: the number may be another's by now.
        if (process >= 0 && belongsTo(leader, pid)) {
            ++count;
            (void)::syscall(SYS_pidfd_send_signal, process, signal, nullptr, 0);
        }
        if (process >= 0)
            ::close(process);
    }
    ::closedir(processes);
    return count;
}

} // namespace vitrine::shim
