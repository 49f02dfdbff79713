// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/clone.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/sched.h>
#include <new>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

constexpr std::size_t stackSize = 1024 * 1024;
constexpr int highestShimDescriptor = 64;

/// Memory for the shim's stack until it execs; the child's is a copy of it.
class Stack {
public:
    [[nodiscard]] static Result<Stack> make()
    {
        void* memory = ::mmap(nullptr, stackSize, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED)
            return Error::fromErrno("mmap", "stack");
        return Stack(memory);
    }
    Stack(Stack&& other) noexcept
        : m_memory(std::exchange(other.m_memory, nullptr))
    {
    }
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;
    Stack& operator=(Stack&&) = delete;
    ~Stack()
    {
        if (m_memory)
            ::munmap(m_memory, stackSize);
    }
    [[nodiscard]] void* top() const { return static_cast<char*>(m_memory) + stackSize; }

private:
    explicit Stack(void* memory)
        : m_memory(memory)
    {
    }
    void* m_memory;
};

/// What caller and shim share until the shim execs.
struct Shared {
    const SpawnRequest* request = nullptr;
    pid_t pid = 0;
    int pidfd = -1;
    int failure = 0; ///< errno of clone3 or of the shim's exec
    const char* failedCall = "clone3";
    bool execs = false; ///< it lived to exec the shim
};

clone_args cloneArguments(const SpawnRequest& request)
{
    clone_args arguments {};
    arguments.flags = request.namespaces;
    if (request.cgroup >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = std::uint64_t(request.cgroup);
    }
    return arguments;
}

pid_t cloneChild(const SpawnRequest& request, int& pidfd)
{
    clone_args arguments = cloneArguments(request);
    arguments.flags |= CLONE_PIDFD;
    arguments.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
    arguments.exit_signal = SIGCHLD;
    return pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
}

/// What the process that enters namespaces tells the one that waits for it.
struct Crossing {
    pid_t pid = 0;
    int failure = 0;
    bool joined = false; ///< else it failed before clone3
};

/// Runs in the process in between: enters the namespaces, makes the child a sibling of its own, so
/// that it is the shim's, and ends.
[[noreturn]] void cross(const SpawnRequest& request, Crossing& crossing)
{
    for (const auto& target : request.join)
        if (::setns(target.descriptor, int(target.kind)) != 0) {
            crossing.failure = errno;
            ::_exit(1);
        }
    crossing.joined = true;
    clone_args arguments = cloneArguments(request);
    arguments.flags |= CLONE_PARENT; // exit_signal stays 0: the parent's choice is inherited
    const auto pid = pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
    if (pid == 0)
        ::_exit(request.child());
    crossing.pid = pid;
    crossing.failure = pid < 0 ? errno : 0;
    ::_exit(0);
}

/// The child's pid as cloneChild() returns it, by a process that shares nothing with us: only such
/// a one may enter a time namespace, and only its entering must not be ours.
pid_t cloneAcross(Shared& shared)
{
    void* memory = ::mmap(
        nullptr, sizeof(Crossing), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return -1;
    auto& crossing = *new (memory) Crossing;
    clone_args arguments {};
    arguments.exit_signal = SIGCHLD;
    const auto between = pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
    if (between == 0)
        cross(*shared.request, crossing);
    if (between < 0)
        crossing.failure = errno;
    while (between > 0 && ::waitpid(between, nullptr, 0) < 0 && errno == EINTR) { }
    const Crossing result = crossing;
    ::munmap(memory, sizeof(Crossing));
    if (result.pid > 0)
        shared.pidfd = int(::syscall(SYS_pidfd_open, result.pid, 0));
    if (!result.joined && between > 0)
        shared.failedCall = "setns";
    errno = result.failure != 0 ? result.failure : result.pid > 0 ? errno : ECHILD;
    if (result.pid > 0 && shared.pidfd < 0) { // nobody could hold it: it must not stay
        const int failure = errno;
        ::kill(result.pid, SIGKILL); // our own child, not reaped: the number is its own
        while (::waitpid(result.pid, nullptr, 0) < 0 && errno == EINTR) { }
        shared.failedCall = "pidfd_open";
        errno = failure;
        return -1;
    }
    return result.pid > 0 ? result.pid : -1;
}

/// Put the request's descriptors at 3, 4, … of the shim's own table and close all others.
bool arrangeDescriptors(const std::vector<int>& wanted)
{
    if (::unshare(CLONE_FILES) != 0)
        return false;
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int standard = 0; standard <= 2; ++standard)
        if (null < 0 || ::dup2(null, standard) < 0)
            return false;
    std::vector<int> high;
    for (const int fd : wanted)
        high.push_back(::fcntl(fd, F_DUPFD_CLOEXEC, highestShimDescriptor));
    int next = 3;
    for (const int fd : high)
        if (fd < 0 || ::dup2(fd, next++) < 0)
            return false;
    return ::close_range(unsigned(next), ~0U, 0) == 0;
}

/// Runs as the shim-to-be: shares memory and descriptors with the caller, which is suspended.
int becomeShim(void* argument)
{
    auto& shared = *static_cast<Shared*>(argument);
    const SpawnRequest& request = *shared.request;
    if (request.within >= 0 && ::setns(request.within, CLONE_NEWUSER) != 0) {
        shared.failure = errno;
        shared.failedCall = "setns";
        return 1;
    }
    const pid_t pid
        = request.join.empty() ? cloneChild(request, shared.pidfd) : cloneAcross(shared);
    if (pid == 0)
        ::_exit(request.child());
    if (pid < 0) {
        shared.failure = errno;
        return 1;
    }
    shared.pid = pid;
    if (request.whileShimStarts)
        request.whileShimStarts(pid);
    std::string number = std::to_string(pid);
    std::string role = request.shimRole;
    std::string name = "vitrine-shim";
    std::vector<std::string> more = request.shimArguments;
    std::vector<char*> arguments { name.data(), role.data(), number.data() };
    for (std::string& argument : more)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    char* const environment[] { nullptr };
    sigset_t none;
    ::sigemptyset(&none);
    ::setsid();
    if (arrangeDescriptors(request.shimDescriptors)) {
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        shared.execs = true;
        ::execve(request.shim.c_str(), arguments.data(), environment);
    }
    shared.failure = errno;
    shared.failedCall = "execve";
    return 1;
}

void reap(int pidfd)
{
    siginfo_t info {};
    while (::waitid(P_PIDFD, id_t(pidfd), &info, WEXITED) != 0 && errno == EINTR) { }
}

} // namespace

Result<Spawned> spawnUnderShim(const SpawnRequest& request)
{
    const Stack stack = TRY(Stack::make());
    Shared shared;
    shared.request = &request;
    int shimFd = -1;
    const int flags = CLONE_VM | CLONE_VFORK | CLONE_FILES | CLONE_PIDFD | SIGCHLD;
    const pid_t shim = ::clone(becomeShim, stack.top(), flags, &shared, &shimFd);
    if (shim < 0)
        return Error::fromErrno("clone", "shim");
    Spawned spawned { shared.pid, UniqueFd(shared.pidfd), shim, UniqueFd(shimFd) };
    if (shared.failure == 0 && !shared.execs) { // somebody killed it
        shared.failure = ECHILD;
        shared.failedCall = "wait";
    }
    if (shared.failure != 0) {
        if (spawned.process) // the child waits for us: no shim will
            (void)::syscall(SYS_pidfd_send_signal, spawned.process.get(), SIGKILL, nullptr, 0);
        reap(spawned.shim.get());
        const bool shimFailed = spawned.pid != 0;
        return Error::kernel(
            shared.failure, shared.failedCall, shimFailed ? request.shim : "namespaces");
    }
    return spawned;
}

Result<pid_t> forkSibling()
{
    clone_args arguments {};
    arguments.flags = CLONE_PARENT; // exit_signal stays 0: the parent's choice is inherited
    const auto pid = pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
    if (pid < 0)
        return Error::fromErrno("clone3(CLONE_PARENT)");
    return pid;
}

} // namespace vitrine::kernel
