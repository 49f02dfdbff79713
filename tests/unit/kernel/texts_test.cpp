// SPDX-License-Identifier: GPL-3.0-or-later
// What is read from the kernel's texts, and what is compiled without asking it.
#include "backend/kernel/cgroup.h"
#include "backend/kernel/group_counts.h"
#include "backend/kernel/id_map.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/seccomp.h"

#include <cerrno>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::kernel {
namespace {

TEST(CgroupMount, IsFoundOnPureAndOnHybridHosts)
{
    EXPECT_EQ(
        findCgroupMount("22 1 0:21 / /proc rw - proc proc rw\n"
                        "29 22 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n"),
        "/sys/fs/cgroup");
    EXPECT_EQ(findCgroupMount("30 29 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                              "31 29 0:28 / /sys/fs/cgroup/unified rw - cgroup2 none rw\n"),
        "/sys/fs/cgroup/unified");
    EXPECT_EQ(findCgroupMount("30 29 0:27 / /a\\040cgroup2\\040b rw - cgroup cgroup rw\n"), "");
    EXPECT_EQ(findCgroupMount("\n\n - cgroup2"), "");
}

TEST(CgroupPath, IsThatOfTheUnifiedLine)
{
    EXPECT_EQ(cgroupPathIn("3:cpu:/x\n0::/user.slice/a.scope\n"), "/user.slice/a.scope");
    EXPECT_EQ(cgroupPathIn("3:cpu:/x\n"), "/");
}

TEST(IdMap, IsWrittenAsTheKernelReadsIt)
{
    EXPECT_EQ(idMapText({ { 0, 1000, 1 }, { 1, 100000, 65535 } }), "0 1000 1\n1 100000 65535\n");
}

TEST(StartTime, IsTheSameEachTimeAndFailsForNobody)
{
    ASSERT_TRUE(startTimeOf(::getpid()));
    EXPECT_EQ(startTimeOf(::getpid()).value(), startTimeOf(::getpid()).value());
    EXPECT_GT(startTimeOf(::getpid()).value(), 0U);
    EXPECT_FALSE(startTimeOf(4194304 + 1));
}

/// Runs CALL under the default profile in a child; returns its errno, 0 when it succeeded.
template <typename Call> int underProfile(Call call)
{
    const auto program = compileDefaultProfile();
    if (!program)
        return -1;
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (!loadSeccomp(program.value()))
            ::_exit(255);
        ::_exit(call() >= 0 ? 0 : errno);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

TEST(SeccompProfile, LetsOrdinaryProgramsWork)
{
    EXPECT_EQ(underProfile([] { return ::getppid(); }), 0);
    EXPECT_EQ(underProfile([] { return ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }), 0);
}

TEST(SeccompProfile, RefusesWhatChangesTheMachine)
{
    EXPECT_EQ(underProfile([] { return ::syscall(SYS_mount, 0, 0, 0, 0, 0); }), EPERM);
    EXPECT_EQ(underProfile([] { return ::syscall(SYS_bpf, 0, 0, 0); }), EPERM);
    EXPECT_EQ(underProfile([] { return ::syscall(SYS_keyctl, 0, 0, 0); }), EPERM);
    EXPECT_EQ(underProfile([] { return ::syscall(SYS_unshare, 0x10000000 /* user */); }), EPERM);
}

TEST(SeccompProfile, SaysThatItDoesNotKnowCallsWhoseArgumentsItCannotCheck)
{
    // clone3 takes its flags by pointer: ENOSYS makes the C library use clone.
    EXPECT_EQ(underProfile([] { return ::syscall(SYS_clone3, 0, 0); }), ENOSYS);
    EXPECT_EQ(underProfile([] {
        return ::syscall(SYS_clone, 0x10000000 /* CLONE_NEWUSER */ | SIGCHLD, 0, 0, 0, 0);
    }),
        ENOSYS);
}

TEST(OomVictim, IsReadFromTheKernelsLog)
{
    const auto victim = parseVictim(
        "6,831,5140,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=vitrine-1,"
        "mems_allowed=0,oom_memcg=/a/vitrine-1,task_memcg=/a/vitrine-1,task=dd,pid=567,uid=0\n"
        " SUBSYSTEM=x\n");
    EXPECT_EQ(victim, (OomVictim { "/a/vitrine-1", "dd", 567 }));
    EXPECT_EQ(
        parseVictim("6,1,2,-;Memory cgroup out of memory: Killed process 1 (a)"), OomVictim());
    EXPECT_EQ(parseVictim(";oom-kill:constraint=CONSTRAINT_NONE,task=dd,pid=1").group, "");
    EXPECT_EQ(parseVictim(""), OomVictim());
}

#ifdef __x86_64__
/// A call through the 32-bit entry of the kernel: what it returns, -errno on failure.
long call32(long number, long first = 0)
{
    long result = 0;
    asm volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(0), "d"(0) : "memory");
    return result;
}

TEST(SeccompProfile, IsTheSameFor32BitPrograms)
{
    constexpr long getuid32 = 199, oldMount = 21, unshare = 310;
    EXPECT_EQ(underProfile([] { return call32(getuid32) == long(::getuid()) ? 0 : -1; }), 0);
    EXPECT_EQ(underProfile([] {
        errno = int(-call32(oldMount));
        return -1;
    }),
        EPERM);
    EXPECT_EQ(underProfile([] {
        errno = int(-call32(unshare, 0x10000000 /* user */));
        return -1;
    }),
        EPERM);
}
#endif

} // namespace
} // namespace vitrine::kernel
