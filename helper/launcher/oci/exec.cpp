// SPDX-License-Identifier: GPL-3.0-or-later
// exec: one more process in a container.
#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/seccomp_rules.h"
#include "helper/launcher/oci/console.h"
#include "helper/launcher/oci/launch.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

const std::vector<OptionName>& optionNames()
{
    static const std::vector<OptionName> names {
        { "process", 'p', true, "file with the process, as in config.json" },
        { "console-socket", 0, true, "socket that gets the terminal's other end" },
        { "pid-file", 0, true, "file for its number" },
        { "preserve-fds", 0, true, "how many descriptors from 3 on it gets" },
        { "detach", 'd', false, "do not wait for its end" },
        { "tty", 't', false, "with a terminal" },
        { "cwd", 0, true, "working directory" },
        { "env", 'e', true, "NAME=value" },
        { "user", 'u', true, "UID[:GID]" },
        { "cap", 'c', true, "one more capability" },
        { "no-new-privs", 0, false, "no program may gain privileges" },
    };
    return names;
}

Result<void> applyUser(const std::string& text, User& user)
{
    constexpr std::uint64_t highest = 0xfffffffe;
    const std::size_t colon = text.find(':');
    user.uid = std::uint32_t(TRY(parseNumber("--user", text.substr(0, colon), highest)));
    if (colon != std::string::npos)
        user.gid = std::uint32_t(TRY(parseNumber("--user", text.substr(colon + 1), highest)));
    user.additionalGroups.clear();
    return {};
}

void setVariable(std::vector<std::string>& environment, const std::string& entry)
{
    const std::string name = entry.substr(0, entry.find('=') + 1);
    std::erase_if(environment, [&](const std::string& other) { return other.rfind(name, 0) == 0; });
    environment.push_back(entry);
}

Result<void> applyCapability(const std::string& text, Process& process)
{
    const std::string name = TRY(parseCapability("--cap", text));
    if (!process.capabilities)
        process.capabilities.emplace();
    for (auto* set : { &process.capabilities->bounding, &process.capabilities->effective,
             &process.capabilities->permitted })
        if (std::find(set->begin(), set->end(), name) == set->end())
            set->push_back(name);
    return {};
}

/// The container's own process with what the command line changes.
Result<Process> changed(
    Process process, const Options& options, const Arguments& arguments, std::size_t at)
{
    process.arguments.assign(arguments.begin() + long(at), arguments.end());
    process.terminal = options.has("tty");
    process.oomScoreAdjustment.reset(); // it has its creator's
    process.workingDirectory = options.value("cwd", process.workingDirectory);
    if (process.workingDirectory.empty() || process.workingDirectory.front() != '/')
        return Error::invalid("--cwd", "must be an absolute path");
    for (const auto& entry : options.values("env")) {
        if (entry.find('=') == std::string::npos || entry.front() == '=')
            return Error::invalid("--env", "must look like NAME=value, not '" + entry + "'");
        setVariable(process.environment, entry);
    }
    if (options.has("user"))
        TRY(applyUser(options.value("user"), process.user));
    for (const auto& name : options.values("cap"))
        TRY(applyCapability(name, process));
    process.noNewPrivileges = process.noNewPrivileges || options.has("no-new-privs");
    return process;
}

Result<Process> processFor(
    const RuntimeConfig& config, const Options& options, const Arguments& arguments, std::size_t at)
{
    const std::string file = options.value("process");
    if (!file.empty()) {
        if (at < arguments.size())
            return Error::invalid(arguments[at], "is one word too many beside --process");
        const std::string text = TRY(readFile(AT_FDCWD, file, bounds::configBytes));
        Process process
            = TRY(parseProcess(TRY(parseJson(text, bounds::configBytes, file)), "process"));
        if (process.arguments.empty())
            return Error::invalid("process.args", "is missing: name a program to run");
        process.terminal = process.terminal || options.has("tty");
        return process;
    }
    if (at >= arguments.size())
        return Error::invalid("COMMAND", "is missing: name a program to run");
    return changed(*config.process, options, arguments, at);
}

/// Those of its namespaces that this process is not in.
Result<std::vector<std::uint64_t>> foreignNamespaces(pid_t pid)
{
    std::vector<std::uint64_t> flags;
    for (const auto& [name, flag] : namespaceKinds()) {
        const std::string file = name == "network" ? "net" : name == "mount" ? "mnt" : name;
        struct stat ours {
        }, theirs {};
        const std::string path = "/proc/" + std::to_string(pid) + "/ns/" + file;
        if (::stat(path.c_str(), &theirs) != 0)
            return Error::fromErrno("stat", path);
        if (::stat(("/proc/self/ns/" + file).c_str(), &ours) != 0)
            return Error::fromErrno("stat", file);
        if (ours.st_ino != theirs.st_ino || ours.st_dev != theirs.st_dev)
            flags.push_back(flag);
    }
    return flags;
}

class Session {
public:
    Session(const Runtime& runtime, const Options& options)
        : m_runtime(runtime)
        , m_options(options)
    {
    }

    Result<void> start(const Arguments& arguments, std::size_t at)
    {
        const Store store = TRY(Store::open(m_runtime.root));
        const Container container = TRY(store.find(arguments[at]));
        const UniqueFd leader = TRY(running(store, container));
        const RuntimeConfig config = TRY(store.configOf(container));
        const Process process = TRY(processFor(config, m_options, arguments, at + 1));
        const bool detached = m_options.has("detach");
        TRY(openConsoleSocket(m_sockets, process, m_options, detached));
        TRY(prepare(container, config, store));
        m_plan = plan::oci::planExec(process, m_running, TRY(keptDescriptors(m_options)));
        m_parts.consoleSocket = m_sockets.console.get();
        m_parts.stateForHooks = dumpJson(stateJson(container, Status::Running));
        plan::KernelMachineOptions options;
        options.seccomp = config.seccomp ? &m_filter : nullptr;
        options.cgroup = m_group.get();
        options.parts = &m_parts;
        m_machine = TRY(plan::KernelMachine::make(m_plan, options));
        // The namespaces were its own if it is still there when they have been opened.
        const plan::RunHooks hooks { {}, [&] { return stillThere(container, leader); } };
        auto outcome = plan::run(m_plan, *m_machine, hooks);
        if (outcome.failure)
            return failureOf(std::move(outcome));
        auto written = writePidFile(m_options, m_machine->spawned().pid);
        if (!written) { // nobody would know of it
            (void)kernel::signalProcess(m_machine->spawned().process.get(), SIGKILL);
            (void)::waitpid(m_machine->spawned().pid, nullptr, 0);
        }
        return written;
    }

    Result<int> attendIt()
    {
        UniqueFd master;
        if (m_sockets.ownConsole)
            master = TRY(receiveTerminal(m_sockets.ownConsole.get()));
        const auto& spawned = m_machine->spawned();
        return attend(spawned.pid, spawned.process.get(), master.get());
    }

private:
    Result<UniqueFd> running(const Store& store, const Container& container)
    {
        const Status status = TRY(statusOf(store, container));
        if (status != Status::Running && status != Status::Created)
            return Error::of(ErrorKind::Busy, container.id,
                std::string("the container is ") + nameOf(status) + ", not running");
        return processOf(container);
    }

    static Result<void> stillThere(const Container& container, const UniqueFd&)
    {
        const auto process = processOf(container);
        return process ? Result<void>() : process.error();
    }

    Result<void> prepare(
        const Container& container, const RuntimeConfig& config, const Store& store)
    {
        m_running.pid = container.pid;
        m_running.namespaces = TRY(foreignNamespaces(container.pid));
        if (!container.cgroupPath.empty()) {
            m_group = TRY(openDirectory(AT_FDCWD, container.cgroupMount + container.cgroupPath));
            m_running.inCgroup = true;
        }
        const auto groups
            = readFile(AT_FDCWD, "/proc/" + std::to_string(container.pid) + "/setgroups");
        m_running.setGroupsDenied = groups && groups.value().rfind("deny", 0) == 0;
        if (config.seccomp && !config.seccomp->listenerPath.empty())
            return Error::of(ErrorKind::NotSupported, "linux.seccomp.listenerPath",
                "no more processes can be run in a container whose calls somebody else decides on");
        if (config.seccomp) {
            m_filter = TRY(filterFor(store.root(), *config.seccomp, m_runtime));
            m_running.seccompFlags = TRY(kernel::filterFlags(*config.seccomp));
        }
        return {};
    }

    const Runtime& m_runtime;
    const Options& m_options;
    Sockets m_sockets;
    UniqueFd m_group;
    plan::oci::Running m_running;
    plan::oci::Parts m_parts;
    plan::Plan m_plan;
    kernel::BpfProgram m_filter;
    std::unique_ptr<plan::KernelMachine> m_machine;
};

} // namespace

Result<int> execInContainer(const Runtime& runtime, const Arguments& arguments)
{
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, optionNames()));
    if (at >= arguments.size())
        return Error::invalid("ID", "is missing: name a container");
    const bool inFront = !options.has("detach");
    if (inFront)
        holdSignals();
    Session session(runtime, options);
    TRY(session.start(arguments, at));
    return inFront ? session.attendIt() : Result<int>(0);
}

} // namespace vitrine::oci
