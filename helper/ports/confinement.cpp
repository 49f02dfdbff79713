// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/ports/confinement.h"

#include <algorithm>
#include <cerrno>
#include <linux/capability.h>
#include <linux/sockios.h>
#include <memory>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vitrine::ports {

namespace {

Result<void> dropCapabilities()
{
    (void)::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header { _LINUX_CAPABILITY_VERSION_3, 0 };
    const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] {};
    if (::syscall(SYS_capset, &header, none) != 0)
        return Error::fromErrno("capset");
    return {};
}

/// Whatever their arguments are.
constexpr int allowedCalls[] {
    SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_ctl), SCMP_SYS(accept4),
    SCMP_SYS(connect), SCMP_SYS(splice), SCMP_SYS(pipe2), SCMP_SYS(shutdown), SCMP_SYS(close),
    SCMP_SYS(getsockopt), SCMP_SYS(setsockopt), SCMP_SYS(recvmsg), SCMP_SYS(recvfrom),
    SCMP_SYS(sendmsg), SCMP_SYS(sendto), SCMP_SYS(geteuid), SCMP_SYS(fcntl),
    SCMP_SYS(clock_gettime), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    SCMP_SYS(futex), SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigreturn), SCMP_SYS(exit_group),
    SCMP_SYS(write), // of its last words
};

using Filter = std::unique_ptr<void, decltype(&::seccomp_release)>;

int addRules(scmp_filter_ctx filter)
{
    int failed = 0;
    for (const int call : allowedCalls)
        failed = std::min(failed, ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0));
    for (const int family : { AF_INET, AF_INET6 })
        failed = std::min(failed,
            ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1,
                SCMP_A0(SCMP_CMP_EQ, scmp_datum_t(family))));
    failed = std::min(failed,
        ::seccomp_rule_add(
            filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, SIOCOUTQ)));
    // No memory that could be executed.
    constexpr scmp_datum_t execute = 4; // PROT_EXEC
    for (const int call : { SCMP_SYS(mmap), SCMP_SYS(mprotect) })
        failed = std::min(failed,
            ::seccomp_rule_add(
                filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, execute, 0)));
    return failed;
}

Result<void> filterCalls()
{
    const Filter filter(::seccomp_init(SCMP_ACT_KILL_PROCESS), &::seccomp_release);
    if (!filter)
        return Error::kernel(ENOMEM, "seccomp_init");
    int failed = addRules(filter.get());
    if (failed == 0)
        failed = ::seccomp_load(filter.get());
    if (failed == 0 || failed == -EINVAL) // this kernel has no filters
        return {};
    return Error::kernel(-failed, "seccomp_load");
}

} // namespace

Result<std::size_t> raiseDescriptorLimit()
{
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return Error::fromErrno("getrlimit");
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        return Error::fromErrno("setrlimit", "RLIMIT_NOFILE");
    return std::size_t(limit.rlim_cur);
}

Result<void> confine()
{
    const rlimit none {};
    if (::setrlimit(RLIMIT_CORE, &none) != 0)
        return Error::fromErrno("setrlimit", "RLIMIT_CORE");
    TRY(dropCapabilities());
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return Error::fromErrno("prctl", "PR_SET_NO_NEW_PRIVS");
    return filterCalls();
}

} // namespace vitrine::ports
