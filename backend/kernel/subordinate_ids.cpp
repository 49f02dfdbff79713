// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/subordinate_ids.h"

#include "backend/base/files.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <pwd.h>
#include <sched.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::kernel {

namespace {

constexpr auto userProgram = "/usr/bin/newuidmap";
constexpr auto groupProgram = "/usr/bin/newgidmap";

Error missing(std::string text, std::string advice)
{
    return Error::of(ErrorKind::NotSupported, std::move(advice), std::move(text));
}

Result<std::vector<IdRange>> rangesOf(const char* table, const std::string& name, uid_t user)
{
    const auto text = readFile(AT_FDCWD, table);
    auto ranges = rangesIn(text ? text.value() : std::string(), name, user);
    if (ranges.empty())
        return missing(std::string(table) + " lists no range for " + name,
            "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + name);
    return ranges;
}

/// Root is OWN; 1 and up are RANGES, one after the other.
IdMap mapOf(std::uint32_t own, const std::vector<IdRange>& ranges)
{
    IdMap map { { 0, own, 1 } };
    std::uint32_t next = 1;
    for (const auto& range : ranges) {
        map.push_back({ next, range.outside, range.count });
        next += range.count;
    }
    return map;
}

/// The rest of a process that becomes PROGRAM; never returns.
[[noreturn]] void becomeProgram(const char* program, std::vector<std::string>& words)
{
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char* const environment[] { nullptr };
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execve(program, arguments.data(), environment);
    ::_exit(127);
}

pid_t startProgram(const char* program, pid_t pid, const IdMap& map)
{
    std::vector<std::string> words { program, std::to_string(pid) };
    for (const auto& range : map)
        for (const std::uint32_t number : { range.inside, range.outside, range.count })
            words.push_back(std::to_string(number));
    clone_args arguments {};
    arguments.exit_signal = SIGCHLD;
    const auto child = pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
    if (child == 0)
        becomeProgram(program, words);
    return child;
}

Result<void> waitFor(pid_t child, const char* program)
{
    if (child < 0)
        return Error::fromErrno("clone3", program);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return Error::fromErrno("waitpid", program);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    Error error = Error::kernel(EPERM, program, "idMap");
    error.text = "the ids could not be mapped: the ranges of /etc/subuid and /etc/subgid may have "
                 "changed, or set idMap to \"single\"";
    return error;
}

} // namespace

std::vector<IdRange> rangesIn(const std::string& text, const std::string& name, uid_t user)
{
    constexpr std::uint64_t largest = UINT32_MAX;
    std::vector<IdRange> ranges;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream parts(line);
        std::string who, first, count;
        if (!std::getline(parts, who, ':') || !std::getline(parts, first, ':')
            || !std::getline(parts, count))
            continue;
        const auto start = std::strtoull(first.c_str(), nullptr, 10);
        const auto many = std::strtoull(count.c_str(), nullptr, 10);
        if ((who == name || who == std::to_string(user)) && start > 0 && many > 0 && start < largest
            && many <= largest - start)
            ranges.push_back({ 0, std::uint32_t(start), std::uint32_t(many) });
    }
    constexpr std::size_t mostRanges = 300; // of the kernel, 340, and of an argument list
    if (ranges.size() > mostRanges)
        ranges.resize(mostRanges);
    return ranges;
}

Result<SubordinateIds> findSubordinateIds()
{
    const passwd* entry = ::getpwuid(::geteuid());
    const std::string name = entry ? entry->pw_name : std::to_string(::geteuid());
    const uid_t user = ::geteuid();
    const auto users = TRY(rangesOf("/etc/subuid", name, user));
    const auto groups = TRY(rangesOf("/etc/subgid", name, user));
    for (const char* program : { userProgram, groupProgram })
        if (::access(program, X_OK) != 0)
            return missing(std::string(program) + " is not there", "sudo apt install uidmap");
    if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
        return missing("newuidmap has no effect in a process that may gain no privileges "
                       "(no_new_privs)",
            "start Vitrine from your own session, not from a confined service");
    return SubordinateIds { mapOf(user, users), mapOf(::getegid(), groups) };
}

Result<void> writeSubordinateIdMaps(pid_t pid, const IdMap& users, const IdMap& groups)
{
    // Side by side: each takes some milliseconds to start.
    const pid_t first = startProgram(userProgram, pid, users);
    const pid_t second = startProgram(groupProgram, pid, groups);
    auto usersDone = waitFor(first, userProgram);
    auto groupsDone = waitFor(second, groupProgram);
    return usersDone ? groupsDone : usersDone;
}

Result<void> runWithSubordinateIds(
    const SubordinateIds& ids, const std::function<Result<void>()>& work)
{
    std::array<int, 2> gate { -1, -1 };
    if (::pipe2(gate.data(), O_CLOEXEC) != 0)
        return Error::fromErrno("pipe2");
    UniqueFd readEnd(gate[0]);
    UniqueFd writeEnd(gate[1]);
    clone_args arguments {};
    arguments.flags = CLONE_NEWUSER;
    arguments.exit_signal = SIGCHLD;
    const auto child = pid_t(::syscall(SYS_clone3, &arguments, sizeof arguments));
    if (child < 0)
        return Error::fromErrno("clone3(CLONE_NEWUSER)");
    if (child == 0) {
        writeEnd.reset();
        char go = 0;
        const bool released = ::read(readEnd.get(), &go, 1) == 1;
        const bool root = released && ::setresgid(0, 0, 0) == 0 && ::setresuid(0, 0, 0) == 0;
        ::_exit(root && work() ? 0 : 1);
    }
    auto mapped = writeSubordinateIdMaps(child, ids.users, ids.groups);
    if (mapped)
        (void)::write(writeEnd.get(), "g", 1); // fails only when it has gone: then it did nothing
    writeEnd.reset();
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    TRY(std::move(mapped));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return Error::kernel(EPERM, "remove", "files of subordinate ids");
    return {};
}

} // namespace vitrine::kernel
