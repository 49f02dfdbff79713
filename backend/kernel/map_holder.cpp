// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/map_holder.h"

#include "backend/base/files.h"
#include "backend/kernel/descriptors.h"
#include "backend/kernel/process_start.h"

#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

Result<UniqueFd> mapAndOpen(pid_t pid, const IdMap& users, const IdMap& groups)
{
    TRY(writeIdMaps(pid, users, groups, SetGroups::Allow));
    return openAt(AT_FDCWD, "/proc/" + std::to_string(pid) + "/ns/user", O_RDONLY);
}

} // namespace

Result<UniqueFd> userNamespaceWith(const IdMap& users, const IdMap& groups)
{
    auto [ours, childs] = TRY(socketPair());
    StartRequest request;
    request.newNamespaces = CLONE_NEWUSER;
    request.child = [end = ours.get(), wait = childs.get()] {
        ::close(end); // else our own end would keep us waiting
        (void)receiveToken(wait, -1); // until the other side hangs up
        return 0;
    };
    const Started started = TRY(startProcess(request));
    auto opened = mapAndOpen(started.pid, users, groups);
    ours.reset();
    (void)::syscall(SYS_pidfd_send_signal, started.process.get(), SIGKILL, nullptr, 0);
    int status = 0;
    while (::waitpid(started.pid, &status, 0) < 0 && errno == EINTR) { }
    return opened;
}

} // namespace vitrine::kernel
