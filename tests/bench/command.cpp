// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/command.h"

#include "tests/bench/samples.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>

namespace vitrine::bench {

namespace {

class FileActions {
public:
    FileActions() { ::posix_spawn_file_actions_init(&m_actions); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    ~FileActions() { ::posix_spawn_file_actions_destroy(&m_actions); }

    void open(int target, int flags)
    {
        ::posix_spawn_file_actions_addopen(&m_actions, target, "/dev/null", flags, 0);
    }
    void duplicate(int fd, int target)
    {
        ::posix_spawn_file_actions_adddup2(&m_actions, fd, target);
    }
    [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &m_actions; }

private:
    posix_spawn_file_actions_t m_actions {};
};

Result<pid_t> spawn(const Command& command, const FileActions& actions)
{
    std::vector<char*> arguments;
    for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    pid_t pid = 0;
    const int error
        = ::posix_spawnp(&pid, arguments[0], actions.get(), nullptr, arguments.data(), environ);
    if (error)
        return Error::kernel(error, "posix_spawn", command[0]);
    return pid;
}

} // namespace

Result<double> timeCommand(const Command& command)
{
    return timeAtOnce({ command });
}

Result<double> timeAtOnce(const std::vector<Command>& commands)
{
    FileActions actions;
    actions.open(0, O_RDONLY);
    actions.open(1, O_WRONLY);
    const double start = now();
    std::vector<pid_t> pids;
    for (const Command& command : commands)
        pids.push_back(TRY(spawn(command, actions)));
    int failed = 0;
    for (const pid_t pid : pids) {
        int status = 0;
        if (::waitpid(pid, &status, 0) < 0)
            return Error::fromErrno("waitpid", commands[0][0]);
        if (status != 0)
            failed = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    const double end = now();
    if (failed != 0)
        return Error::of(ErrorKind::NotSupported, commands[0][0],
            "it ended with status " + std::to_string(failed));
    return (end - start) * 1e3;
}

Coprocess::Coprocess(pid_t pid, UniqueFd requests, UniqueFd answers)
    : m_pid(pid)
    , m_requests(std::move(requests))
    , m_answers(std::move(answers))
{
}

Result<Coprocess> Coprocess::start(const Command& command)
{
    std::array<int, 2> requests {}, answers {};
    if (::pipe2(requests.data(), O_CLOEXEC) < 0 || ::pipe2(answers.data(), O_CLOEXEC) < 0)
        return Error::fromErrno("pipe2");
    const UniqueFd theirInput(requests[0]), theirOutput(answers[1]);
    UniqueFd ourOutput(requests[1]), ourInput(answers[0]);
    FileActions actions;
    actions.duplicate(theirInput.get(), 0);
    actions.duplicate(theirOutput.get(), 1);
    const pid_t pid = TRY(spawn(command, actions));
    return Coprocess(pid, std::move(ourOutput), std::move(ourInput));
}

Coprocess::~Coprocess()
{
    if (!m_requests)
        return; // moved from
    m_requests.reset(); // end of input ends it
    ::waitpid(m_pid, nullptr, 0);
}

Result<std::vector<double>> Coprocess::run()
{
    std::array<char, 256> line {};
    if (::write(m_requests.get(), "r", 1) != 1)
        return Error::fromErrno("write", "coprocess");
    const ssize_t size = ::read(m_answers.get(), line.data(), line.size() - 1);
    if (size <= 0)
        return Error::of(ErrorKind::NotSupported, "coprocess", "it ended without an answer");
    std::istringstream text(line.data());
    std::vector<double> values;
    for (double value; text >> value;)
        values.push_back(value);
    return values;
}

std::string programFolder()
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

} // namespace vitrine::bench
