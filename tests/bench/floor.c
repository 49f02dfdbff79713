// SPDX-License-Identifier: GPL-3.0-or-later
// The floor under container-start: what the kernel alone takes for the isolation that Vitrine
// gives, done by the fewest lines of C and nothing else around them (no plan, no journal, no shim,
// no log). A run that does less isolation than the product would be no floor, so keep both equal.
//
//   bench-floor [--user] [--seccomp FILE] LAYER SCRATCH CGROUP PROGRAM
//
// LAYER is the read-only lower directory, SCRATCH an empty directory for the rest, CGROUP a cgroup2
// directory, PROGRAM a path in the layer, FILE a compiled filter (struct sock_filter). For each
// byte on standard input it runs PROGRAM once in new mount, UTS, IPC, PID, network, cgroup and time
// namespaces (with --user in a user namespace, too) and prints nanoseconds from the start to the
// exec of PROGRAM and from the start to its end with everything cleaned up: "EXEC END\n".
// With --user the layer and the writable layer are idmapped mounts, as the product's are: without
// them every file of the layer would be nobody's.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

// glibc 2.36 and <linux/mount.h> cannot be included together with <sys/mount.h>.
int mount(const char*, const char*, const char*, unsigned long, const void*);
int umount2(const char*, int);
enum { detach = 2, slave = 1 << 19, recursive = 16384 };

struct setup {
    const char *layer, *scratch, *cgroup, *program;
    int with_user;
    struct sock_fprog filter;
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int check(long result, const char* what)
{
    if (result < 0)
        err(1, "%s", what);
    return (int)result;
}

// A detached mount; options are pairs ended by NULL, a NULL value is a flag.
static int new_mount(const char* type, const char* const* options, unsigned attributes)
{
    const int context = check(syscall(SYS_fsopen, type, 1 /* FSOPEN_CLOEXEC */), type);
    for (; options && *options; options += 2)
        check(syscall(SYS_fsconfig, context, options[1] ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG,
                  options[0], options[1], 0),
            options[0]);
    check(syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0), type);
    const int mount
        = check(syscall(SYS_fsmount, context, 1 /* FSMOUNT_CLOEXEC */, attributes), type);
    close(context);
    return mount;
}

// Put a detached mount on PATH, given below the root ROOT.
static void attach(int mount, int root, const char* path)
{
    check(syscall(SYS_move_mount, mount, "", root, path, MOVE_MOUNT_F_EMPTY_PATH), path);
    close(mount);
}

static int copy_mount(int root, const char* path)
{
    return check(syscall(SYS_open_tree, root, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC), path);
}

static void make_devices(int root)
{
    static const char* const names[] = { "null", "zero", "full", "random", "urandom", "tty" };
    static const char* const links[][2] = { { "/proc/self/fd", "dev/fd" },
        { "/proc/self/fd/0", "dev/stdin" }, { "/proc/self/fd/1", "dev/stdout" },
        { "/proc/self/fd/2", "dev/stderr" }, { "pts/ptmx", "dev/ptmx" } };
    static const char* const dev[] = { "mode", "0755", "size", "65536", NULL };
    attach(new_mount("tmpfs", dev, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC), root, "dev");
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        char host[32], inside[32];
        snprintf(host, sizeof host, "/dev/%s", names[i]);
        snprintf(inside, sizeof inside, "dev/%s", names[i]);
        close(check(openat(root, inside, O_CREAT | O_WRONLY | O_CLOEXEC, 0666), inside));
        attach(copy_mount(AT_FDCWD, host), root, inside);
    }
    for (size_t i = 0; i < sizeof links / sizeof *links; ++i)
        check(symlinkat(links[i][0], root, links[i][1]), links[i][1]);

    static const char* const pts[]
        = { "newinstance", NULL, "ptmxmode", "0666", "mode", "0620", NULL };
    static const char* const shm[] = { "mode", "1777", "size", "67108864", NULL };
    check(mkdirat(root, "dev/pts", 0755), "dev/pts");
    check(mkdirat(root, "dev/shm", 0755), "dev/shm");
    check(mkdirat(root, "dev/mqueue", 0755), "dev/mqueue");
    attach(new_mount("devpts", pts, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC), root, "dev/pts");
    attach(new_mount("tmpfs", shm, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NODEV), root,
        "dev/shm");
    attach(new_mount("mqueue", NULL, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NODEV),
        root, "dev/mqueue");
}

static void hide_and_protect(int root)
{
    static const char* const hidden[] = { "proc/acpi", "proc/asound", "proc/interrupts",
        "proc/kcore", "proc/keys", "proc/latency_stats", "proc/sched_debug", "proc/scsi",
        "proc/timer_list", "proc/timer_stats", "sys/devices/virtual/powercap", "sys/firmware" };
    static const char* const protected[]
        = { "proc/bus", "proc/fs", "proc/irq", "proc/sys", "proc/sysrq-trigger" };
    static const char* const empty[] = { "size", "0", NULL };
    struct stat status;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; ++i) {
        if (fstatat(root, hidden[i], &status, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
        attach(S_ISDIR(status.st_mode) ? new_mount("tmpfs", empty, MOUNT_ATTR_RDONLY)
                                       : copy_mount(root, "dev/null"),
            root, hidden[i]);
    }
    for (size_t i = 0; i < sizeof protected / sizeof *protected; ++i) {
        struct mount_attr attributes = { .attr_set = MOUNT_ATTR_RDONLY };
        if (faccessat(root, protected[i], F_OK, 0) < 0)
            continue;
        const int mount = copy_mount(root, protected[i]);
        check(syscall(SYS_mount_setattr, mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes),
            protected[i]);
        attach(mount, root, protected[i]);
    }
}

enum { layer, writable, layers }; // what is stacked

// Where the stacked directories are for overlayfs; MAPPED are their idmapped mounts.
static void name_layers(const struct setup* setup, const int* mapped, char names[layers][256])
{
    const char* const plain[layers] = { setup->layer, setup->scratch };
    for (int i = 0; i < layers; ++i) {
        snprintf(names[i], sizeof names[i], "%s", plain[i]);
        if (!setup->with_user)
            continue;
        const int moved = syscall(
            SYS_move_mount, mapped[i], "", AT_FDCWD, setup->scratch, MOVE_MOUNT_F_EMPTY_PATH);
        check(moved, setup->scratch);
        snprintf(names[i], sizeof names[i], "/proc/self/fd/%d", mapped[i]);
    }
}

static void make_root(const struct setup* setup, const int* mapped)
{
    char names[layers][256], upper[512], work[512];
    check(mount(NULL, "/", NULL, slave | recursive, NULL), "propagation");
    name_layers(setup, mapped, names);
    snprintf(upper, sizeof upper, "%s/upper", names[writable]);
    snprintf(work, sizeof work, "%s/work", names[writable]);
    const char* const overlay[]
        = { "lowerdir", names[layer], "upperdir", upper, "workdir", work, NULL };
    const unsigned strict = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

    const int root = new_mount("overlay", overlay, MOUNT_ATTR_NODEV);
    check(syscall(SYS_move_mount, root, "", AT_FDCWD, setup->scratch, MOVE_MOUNT_F_EMPTY_PATH),
        setup->scratch);
    attach(new_mount("proc", NULL, strict), root, "proc");
    attach(new_mount("sysfs", NULL, strict | MOUNT_ATTR_RDONLY), root, "sys");
    attach(new_mount("cgroup2", NULL, strict | MOUNT_ATTR_RDONLY), root, "sys/fs/cgroup");
    make_devices(root);
    hide_and_protect(root);
    check(fchdir(root), "fchdir");
    check(syscall(SYS_pivot_root, ".", "."), "pivot_root");
    check(umount2(".", detach), "umount");
    check(chdir("/"), "chdir");
}

static void bring_loopback_up(void)
{
    struct ifreq request = { .ifr_name = "lo" };
    const int socket_ = check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    check(ioctl(socket_, SIOCSIFFLAGS, &request), "lo");
    close(socket_);
}

static void drop_privileges(const struct setup* setup)
{
    // Docker's default set.
    const uint32_t kept = 0xa80425fb;
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) {
        if (capability > 31 || !(kept >> capability & 1))
            check(prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "bounding set");
    }
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    const struct __user_cap_data_struct data[2] = { { .effective = kept, .permitted = kept } };
    check(syscall(SYS_capset, &header, data), "capset");
    check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
    if (setup->filter.len)
        check(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &setup->filter), "seccomp");
}

// A message of one byte with the mounts of the layers, over the socket GATE.
union layer_message {
    char space[CMSG_SPACE(layers * sizeof(int))];
    struct cmsghdr align;
};

static struct msghdr layer_header(union layer_message* control, struct iovec* byte)
{
    return (struct msghdr) { .msg_iov = byte,
        .msg_iovlen = 1,
        .msg_control = control->space,
        .msg_controllen = sizeof control->space };
}

static void send_layers(int gate, const int* mapped)
{
    char byte = 0;
    union layer_message control = { 0 };
    struct msghdr message = layer_header(&control, &(struct iovec) { &byte, 1 });
    struct cmsghdr* const part = CMSG_FIRSTHDR(&message);
    *part = (struct cmsghdr) { CMSG_LEN(layers * sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
    memcpy(CMSG_DATA(part), mapped, layers * sizeof(int));
    check(sendmsg(gate, &message, 0), "sendmsg");
}

static void receive_layers(int gate, int* mapped)
{
    char byte;
    union layer_message control = { 0 };
    struct msghdr message = layer_header(&control, &(struct iovec) { &byte, 1 });
    check(recvmsg(gate, &message, MSG_CMSG_CLOEXEC), "recvmsg");
    if (!CMSG_FIRSTHDR(&message))
        errx(1, "no layers came");
    memcpy(mapped, CMSG_DATA(CMSG_FIRSTHDR(&message)), layers * sizeof(int));
}

// In all of the new namespaces, still with the parent's root. GATE closes when the parent is done.
static _Noreturn void run_child(const struct setup* setup, int gate)
{
    char byte;
    int mapped[layers];
    if (setup->with_user)
        receive_layers(gate, mapped);
    else
        check(read(gate, &byte, 1), "gate");
    if (setup->with_user) {
        check(setresgid(0, 0, 0), "setresgid");
        check(setresuid(0, 0, 0), "setresuid");
    }
    check(setsid(), "setsid");
    make_root(setup, mapped);
    check(sethostname("floor", 5), "sethostname");
    bring_loopback_up();
    drop_privileges(setup);
    char* const arguments[] = { (char*)setup->program, NULL };
    char* const environment[] = { "PATH=/bin", NULL };
    execve(setup->program, arguments, environment);
    err(1, "exec %s", setup->program);
}

static void write_file(const char* path, const char* text)
{
    const int file = check(open(path, O_WRONLY | O_CLOEXEC), path);
    check(write(file, text, strlen(text)), path);
    close(file);
}

static void map_ids(pid_t child)
{
    static const char* const names[] = { "uid_map", "gid_map" };
    for (int i = 0; i < 2; ++i) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/%s", child, names[i]);
        write_file(path, "0 100000 65536\n");
    }
}

// Idmapped mounts of the layers, for the user namespace of CHILD.
static void hand_over_layers(const struct setup* setup, pid_t child, int gate)
{
    const char* const paths[layers] = { setup->layer, setup->scratch };
    int mapped[layers];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/user", child);
    const int namespace = check(open(path, O_RDONLY | O_CLOEXEC), path);
    struct mount_attr attributes
        = { .attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (unsigned)namespace };
    for (int i = 0; i < layers; ++i) {
        mapped[i] = copy_mount(AT_FDCWD, paths[i]);
        check(syscall(
                  SYS_mount_setattr, mapped[i], "", AT_EMPTY_PATH, &attributes, sizeof attributes),
            paths[i]);
    }
    send_layers(gate, mapped);
    close(namespace);
    for (int i = 0; i < layers; ++i)
        close(mapped[i]);
}

static void make_scratch(int scratch)
{
    check(mkdirat(scratch, "upper", 0755), "upper");
    check(mkdirat(scratch, "work", 0755), "work");
}

static void remove_scratch(int scratch)
{
    // The mount points in the upper directory are the layer's own, so that it is empty.
    check(unlinkat(scratch, "work/work", AT_REMOVEDIR), "work/work");
    check(unlinkat(scratch, "work", AT_REMOVEDIR), "work");
    check(unlinkat(scratch, "upper", AT_REMOVEDIR), "upper");
}

static void run_once(const struct setup* setup)
{
    const int64_t start = now();
    int gate[2], execed[2], status, pidfd = -1;
    const int scratch
        = check(open(setup->scratch, O_PATH | O_DIRECTORY | O_CLOEXEC), setup->scratch);
    make_scratch(scratch);
    check(mkdir(setup->cgroup, 0755), setup->cgroup);
    const int cgroup = check(open(setup->cgroup, O_PATH | O_DIRECTORY | O_CLOEXEC), setup->cgroup);
    check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, gate), "socketpair");
    check(pipe2(execed, O_CLOEXEC), "pipe");
    struct clone_args arguments = {
        .flags = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET
            | CLONE_NEWCGROUP | CLONE_NEWTIME | CLONE_INTO_CGROUP | CLONE_PIDFD
            | (setup->with_user ? CLONE_NEWUSER : 0),
        .pidfd = (uintptr_t)&pidfd,
        .exit_signal = SIGCHLD,
        .cgroup = (uintptr_t)cgroup,
    };
    const pid_t child = check(syscall(SYS_clone3, &arguments, sizeof arguments), "clone3");
    if (child == 0) {
        close(gate[1]);
        run_child(setup, gate[0]);
    }
    close(gate[0]);
    close(execed[1]);
    if (setup->with_user) {
        map_ids(child);
        hand_over_layers(setup, child, gate[1]);
    }
    close(gate[1]);
    char byte;
    check(read(execed[0], &byte, 1), "exec"); // end of file: the exec closed the other end
    const int64_t started = now();
    check(waitid(P_PIDFD, pidfd, &(siginfo_t) { 0 }, WEXITED | WNOWAIT), "waitid");
    check(waitpid(child, &status, 0), "waitpid");
    close(execed[0]);
    close(pidfd);
    close(cgroup);
    check(rmdir(setup->cgroup), setup->cgroup);
    remove_scratch(scratch);
    close(scratch);
    if (status != 0)
        errx(1, "%s ended with status %#x", setup->program, status);
    printf("%lld %lld\n", (long long)(started - start), (long long)(now() - start));
    fflush(stdout);
}

static void read_filter(const char* path, struct sock_fprog* filter)
{
    struct stat status;
    const int file = check(open(path, O_RDONLY | O_CLOEXEC), path);
    check(fstat(file, &status), path);
    filter->filter = malloc((size_t)status.st_size);
    if (!filter->filter || read(file, filter->filter, (size_t)status.st_size) != status.st_size)
        errx(1, "%s cannot be read", path);
    filter->len = (unsigned short)((size_t)status.st_size / sizeof(struct sock_filter));
    close(file);
}

int main(int count, char** arguments)
{
    struct setup setup = { 0 };
    char** next = arguments + 1;
    if (*next && strcmp(*next, "--user") == 0) {
        setup.with_user = 1;
        ++next;
    }
    if (*next && strcmp(*next, "--seccomp") == 0) {
        read_filter(next[1], &setup.filter);
        next += 2;
    }
    if (arguments + count - next != 4)
        errx(2, "usage: bench-floor [--user] [--seccomp FILE] LAYER SCRATCH CGROUP PROGRAM");
    setup.layer = next[0];
    setup.scratch = next[1];
    setup.cgroup = next[2];
    setup.program = next[3];
    char byte;
    while (read(0, &byte, 1) == 1)
        run_once(&setup);
    return 0;
}
