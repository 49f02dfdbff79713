// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/spawn.h"

#include "backend/base/unique_fd.h"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

constexpr int firstDescriptor = 3;

/// What posix_spawn shall do, freed in the end.
struct SpawnSettings {
    SpawnSettings()
    {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
    }
    ~SpawnSettings()
    {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
};

} // namespace

Result<pid_t> spawnProgram(const std::string& program, std::vector<std::string> arguments,
    const std::vector<int>& descriptors, int errors)
{
    SpawnSettings settings;
    ::posix_spawn_file_actions_addopen(&settings.actions, 0, "/dev/null", O_RDWR, 0);
    if (errors >= 0) {
        ::posix_spawn_file_actions_addopen(
            &settings.actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_adddup2(&settings.actions, errors, STDERR_FILENO);
    }
    std::vector<UniqueFd> high; // dup2 onto itself would leave close-on-exec set
    int next = firstDescriptor;
    for (const int fd : descriptors) {
        const int above = firstDescriptor + int(descriptors.size());
        high.emplace_back(::fcntl(fd, F_DUPFD_CLOEXEC, above));
        if (!high.back())
            return Error::fromErrno("fcntl(F_DUPFD_CLOEXEC)");
        ::posix_spawn_file_actions_adddup2(&settings.actions, high.back().get(), next++);
    }
    ::posix_spawn_file_actions_addclosefrom_np(&settings.actions, next);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&settings.attributes, &none);
    ::posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSIGMASK);
    std::string name = program;
    std::vector<char*> pointers { name.data() };
    for (std::string& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    pid_t child = 0;
    const int failed = ::posix_spawn(
        &child, program.c_str(), &settings.actions, &settings.attributes, pointers.data(), environ);
    if (failed != 0)
        return Error::kernel(failed, "posix_spawn", program);
    return child;
}

} // namespace vitrine::launcher
