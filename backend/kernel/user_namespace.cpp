// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/user_namespace.h"

#include "backend/base/files.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace vitrine::kernel {

Result<UserNamespaceHolder> UserNamespaceHolder::start()
{
    clone_args arguments {};
    arguments.flags = CLONE_NEWUSER;
    arguments.exit_signal = SIGCHLD;
    const pid_t parent = ::getpid();
    const auto pid = pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
    if (pid < 0)
        return Error::fromErrno("clone3(CLONE_NEWUSER)");
    if (pid == 0) {
        (void)::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); // nobody else would end it
        while (::getppid() == parent)
            ::pause();
        ::_exit(0);
    }
    return UserNamespaceHolder(pid);
}

UserNamespaceHolder::UserNamespaceHolder(UserNamespaceHolder&& other) noexcept
    : m_pid(std::exchange(other.m_pid, 0))
{
}

UserNamespaceHolder::~UserNamespaceHolder()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGKILL); // our own child, not reaped yet: the number is still its own
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) { }
}

Result<UniqueFd> UserNamespaceHolder::open() const
{
    return openAt(AT_FDCWD, "/proc/" + std::to_string(m_pid) + "/ns/user", O_RDONLY);
}

Result<UniqueFd> makeUserNamespace(const IdMap& users, const IdMap& groups)
{
    const UserNamespaceHolder holder = TRY(UserNamespaceHolder::start());
    TRY(writeIdMaps(holder.pid(), users, groups, SetGroups::Allow));
    return holder.open();
}

} // namespace vitrine::kernel
