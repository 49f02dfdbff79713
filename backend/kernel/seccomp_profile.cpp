// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/seccomp_profile.h"

namespace vitrine::kernel {

// clang-format off
const std::vector<const char*>& allowedCalls()
{
    static const std::vector<const char*> names {
        // files
        "access", "chdir", "chmod", "chown", "close", "close_range", "copy_file_range", "creat",
        "dup", "dup2", "dup3", "faccessat", "faccessat2", "fadvise64", "fallocate", "fchdir",
        "fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "fcntl", "fdatasync", "flock",
        "fstat", "fstatfs", "fsync", "ftruncate", "getcwd", "getdents", "getdents64", "lchown",
        "link", "linkat", "lseek", "lstat", "mkdir", "mkdirat", "mknod", "mknodat", "newfstatat",
        "open", "openat", "openat2", "pread64", "preadv", "preadv2", "pwrite64", "pwritev",
        "pwritev2", "read", "readahead", "readlink", "readlinkat", "readv", "rename", "renameat",
        "renameat2", "rmdir", "sendfile", "splice", "stat", "statfs", "statx", "symlink",
        "symlinkat", "sync", "sync_file_range", "syncfs", "tee", "truncate", "umask", "unlink",
        "unlinkat", "utime", "utimensat", "utimes", "futimesat", "vmsplice", "write", "writev",
        "chroot", "cachestat",
        // extended attributes
        "fgetxattr", "flistxattr", "fremovexattr", "fsetxattr", "getxattr", "lgetxattr",
        "listxattr", "llistxattr", "lremovexattr", "lsetxattr", "removexattr", "setxattr",
        // waiting for files
        "epoll_create", "epoll_create1", "epoll_ctl", "epoll_ctl_old", "epoll_pwait",
        "epoll_pwait2", "epoll_wait", "epoll_wait_old", "eventfd", "eventfd2", "inotify_add_watch",
        "inotify_init", "inotify_init1", "inotify_rm_watch", "ioctl", "pipe", "pipe2", "poll",
        "ppoll", "pselect6", "select", "signalfd", "signalfd4", "timerfd_create",
        "timerfd_gettime", "timerfd_settime", "fanotify_mark",
        // asynchronous input and output (io_uring is refused, as the field does since 2023)
        "io_cancel", "io_destroy", "io_getevents", "io_pgetevents", "io_setup", "io_submit",
        "ioprio_get", "ioprio_set",
        // memory
        "brk", "get_mempolicy", "madvise", "map_shadow_stack", "mbind", "membarrier",
        "memfd_create", "memfd_secret", "mincore", "mlock", "mlock2", "mlockall", "mmap",
        "mprotect", "mremap", "mseal", "msync", "munlock", "munlockall", "munmap", "pkey_alloc",
        "pkey_free", "pkey_mprotect", "process_madvise", "process_mrelease", "remap_file_pages",
        "set_mempolicy", "set_mempolicy_home_node",
        // processes and threads
        "alarm", "arch_prctl", "capget", "capset", "execve", "execveat", "exit", "exit_group",
        "fork", "futex", "futex_requeue", "futex_wait", "futex_waitv", "futex_wake",
        "get_robust_list", "get_thread_area", "getcpu", "getegid", "geteuid", "getgid",
        "getgroups", "getitimer", "getpgid", "getpgrp", "getpid", "getppid", "getpriority",
        "getrandom", "getresgid", "getresuid", "getrlimit", "getrusage", "getsid", "gettid",
        "getuid", "kill", "landlock_add_rule", "landlock_create_ruleset", "landlock_restrict_self",
        "modify_ldt", "pause", "pidfd_getfd", "pidfd_open", "pidfd_send_signal", "prctl",
        "prlimit64", "process_vm_readv", "process_vm_writev", "ptrace", "restart_syscall", "rseq",
        "rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn",
        "rt_sigsuspend", "rt_sigtimedwait", "rt_tgsigqueueinfo", "seccomp", "set_robust_list",
        "set_thread_area", "set_tid_address", "setfsgid", "setfsuid", "setgid", "setgroups",
        "setitimer", "setpgid", "setpriority", "setregid", "setresgid", "setresuid", "setreuid",
        "setrlimit", "setsid", "setuid", "sigaltstack", "sysinfo", "tgkill", "time", "times",
        "tkill", "uname", "vfork", "wait4", "waitid",
        // scheduling and time
        "adjtimex", "clock_adjtime", "clock_getres", "clock_gettime", "clock_nanosleep",
        "gettimeofday", "nanosleep", "sched_get_priority_max", "sched_get_priority_min",
        "sched_getaffinity", "sched_getattr", "sched_getparam", "sched_getscheduler",
        "sched_rr_get_interval", "sched_setaffinity", "sched_setattr", "sched_setparam",
        "sched_setscheduler", "sched_yield", "timer_create", "timer_delete", "timer_getoverrun",
        "timer_gettime", "timer_settime",
        // sockets
        "accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt",
        "listen", "recvfrom", "recvmmsg", "recvmsg", "sendmmsg", "sendmsg", "sendto",
        "setsockopt", "shutdown", "socketpair",
        // System V and POSIX inter-process communication
        "mq_getsetattr", "mq_notify", "mq_open", "mq_timedreceive", "mq_timedsend", "mq_unlink",
        "msgctl", "msgget", "msgrcv", "msgsnd", "semctl", "semget", "semop", "semtimedop",
        "shmat", "shmctl", "shmdt", "shmget",
        // host name: only the container's own
        "sethostname", "setdomainname",
        // what only 32-bit programs have
        "_llseek", "_newselect", "chown32", "clock_adjtime64", "clock_getres_time64",
        "clock_gettime64", "clock_nanosleep_time64", "fadvise64_64", "fchown32", "fcntl64",
        "fstat64", "fstatat64", "fstatfs64", "ftruncate64", "futex_time64", "getegid32",
        "geteuid32", "getgid32", "getgroups32", "getresgid32", "getresuid32", "getuid32",
        "io_pgetevents_time64", "ipc", "lchown32", "lstat64", "mmap2", "mq_timedreceive_time64",
        "mq_timedsend_time64", "ppoll_time64", "pselect6_time64", "recvmmsg_time64",
        "rt_sigtimedwait_time64", "sched_rr_get_interval_time64", "semtimedop_time64",
        "sendfile64", "setfsgid32", "setfsuid32", "setgid32", "setgroups32", "setregid32",
        "setresgid32", "setresuid32", "setreuid32", "setuid32", "sigprocmask", "sigreturn",
        "socketcall", "stat64", "statfs64", "timer_gettime64", "timer_settime64",
        "timerfd_gettime64", "timerfd_settime64", "truncate64", "ugetrlimit",
        "utimensat_time64", "waitpid",
    };
    return names;
}

const std::vector<const char*>& refusedCalls()
{
    static const std::vector<const char*> names {
        "acct", "add_key", "bpf", "clock_settime", "delete_module", "fanotify_init", "finit_module",
        "fsconfig", "fsmount", "fsopen", "fspick", "init_module", "io_uring_enter",
        "io_uring_register", "io_uring_setup", "ioperm", "iopl", "kcmp", "kexec_file_load",
        "kexec_load", "keyctl", "lookup_dcookie", "mount", "mount_setattr", "move_mount",
        "move_pages", "migrate_pages", "name_to_handle_at", "open_by_handle_at", "open_tree",
        "perf_event_open", "pivot_root", "quotactl", "quotactl_fd", "reboot", "request_key",
        "setns", "settimeofday", "swapoff", "swapon", "syslog", "umount2", "unshare",
        "umount", "userfaultfd", "vhangup",
    };
    return names;
}
// clang-format on

} // namespace vitrine::kernel
