// SPDX-License-Identifier: GPL-3.0-or-later
// create and run.
#include "backend/base/files.h"
#include "backend/kernel/pidfd.h"
#include "backend/kernel/seccomp_rules.h"
#include "backend/plan/journal.h"
#include "helper/launcher/oci/console.h"
#include "helper/launcher/oci/launch.h"
#include "helper/launcher/oci/start_socket.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::oci {

namespace {

using plan::oci::Begin;

const std::vector<OptionName>& optionNames()
{
    static const std::vector<OptionName> names {
        { "bundle", 'b', true, "directory with config.json; the working one otherwise" },
        { "config", 'f', true, "the file to take instead of config.json" },
        { "console-socket", 0, true, "socket that gets the terminal's other end" },
        { "pid-file", 0, true, "file for the number of its first process" },
        { "preserve-fds", 0, true, "how many descriptors from 3 on it gets" },
        { "no-pivot", 0, false, "refused: see below" },
        { "no-new-keyring", 0, false, "keep the caller's session keyring" },
        { "detach", 'd', false, "run: do not wait for its end" },
        { "keep", 0, false, "run: keep it when it has ended" },
    };
    return names;
}

std::string timeNow()
{
    timespec now {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    tm parts {};
    ::gmtime_r(&now.tv_sec, &parts);
    char text[40], whole[64];
    (void)std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(whole, sizeof whole, "%s.%09ldZ", text, now.tv_nsec);
    return whole;
}

Result<std::string> realPath(const std::string& field, const std::string& path)
{
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), ::free);
    if (!real)
        return Error::fromErrno("realpath", field + " " + path);
    return std::string(real.get());
}

/// A container on its way.
class Creation {
public:
    Creation(const Runtime& runtime, Store store, const Options& options, Begin begin)
        : m_runtime(runtime)
        , m_store(std::move(store))
        , m_options(options)
        , m_begin(begin)
    {
    }

    Result<void> prepare(const std::string& id)
    {
        TRY(checkId(id));
        m_container.id = id;
        if (m_options.has("no-pivot"))
            return Error::of(ErrorKind::NotSupported, "--no-pivot",
                "a chroot does not keep root inside: pivot_root(2) is always used");
        if (m_runtime.systemdCgroup)
            return Error::of(ErrorKind::NotSupported, "--systemd-cgroup",
                "groups are made by this runtime itself: use --cgroup-manager=cgroupfs");
        m_place.keptDescriptors = TRY(keptDescriptors(m_options));
        m_container.bundle = TRY(realPath("--bundle", m_options.value("bundle", ".")));
        if (::chdir(m_container.bundle.c_str()) != 0) // paths of config.json are relative to it
            return Error::fromErrno("chdir", m_container.bundle);
        m_text = TRY(
            readFile(AT_FDCWD, m_options.value("config", "config.json"), bounds::configBytes));
        const Json json = TRY(parseJson(m_text, bounds::configBytes, "config.json"));
        m_config = TRY(parseRuntimeConfig(json));
        if (json.contains("hooks") && json["hooks"].is_object())
            m_container.hooks = json["hooks"];
        return describe();
    }

    Result<void> run()
    {
        TRY(m_store.clearLeftovers(m_container.id));
        DirectoryLock rootLock = TRY(DirectoryLock::take(m_store.root(), DirectoryLock::Wait::Yes));
        // Before the plan runs: whose first step failed would be undone, and the other one with it.
        if (::access(m_place.runtimeDirectory.c_str(), F_OK) == 0)
            return Error::of(ErrorKind::Exists, m_container.id,
                "container with id `" + m_container.id + "` already exists");
        m_parts.consoleSocket = m_sockets.console.get();
        m_parts.listenerSocket = m_sockets.listener.get();
        m_parts.stateForHooks = dumpJson(stateJson(m_container, Status::Creating));
        plan::KernelMachineOptions options;
        options.seccomp = m_config.seccomp ? &m_filter : nullptr;
        options.parts = &m_parts;
        options.patience = -1; // hooks and slow disks may take their time; the caller has its own
        m_machine = TRY(plan::KernelMachine::make(m_plan, options));
        plan::Journal journal(m_place.runtimeDirectory);
        const plan::RunHooks hooks { [&](const plan::Step& step) -> Result<void> {
                                        if (!std::holds_alternative<plan::MakeRuntimeDirectory>(
                                                step))
                                            TRY(takeDirectory(rootLock));
                                        return journal.record(step);
                                    },
            [&] { return commit(); } };
        auto outcome = plan::run(m_plan, *m_machine, hooks);
        if (outcome.failure)
            return failureOf(std::move(outcome));
        return orUndo(writePidFile(m_options, m_container.pid));
    }

    /// create: all is written down, so it may wait without us.
    Result<void> letWait()
    {
        m_lock.release(); // before it goes its own way: it has the locked file open, too
        return orUndo(m_machine->letWait());
    }

    /// run: wait for its end.
    Result<int> attendIt()
    {
        UniqueFd master;
        if (m_sockets.ownConsole)
            master = TRY(orUndo(receiveTerminal(m_sockets.ownConsole.get())));
        return orUndo(attend(m_container.pid, m_machine->spawned().process.get(), master.get()));
    }

    Result<void> undo()
    {
        m_lock.release();
        return destroy(m_runtime, m_store, m_container);
    }

    void unlock() { m_lock.release(); }
    [[nodiscard]] const Container& container() const { return m_container; }
    [[nodiscard]] const Store& store() const { return m_store; }

private:
    /// A container whose command has failed is nobody's: DONE, or its error when it is undone.
    template <typename Value> Result<Value> orUndo(Result<Value> done)
    {
        if (done)
            return done;
        const auto undone = undo();
        forgetPidFile(m_options);
        return undone ? std::move(done).error()
                      : withLeftover(std::move(done).error(), undone.error());
    }

    Result<void> describe()
    {
        const auto facts = findFacts();
        m_container.version = m_config.version;
        m_container.created = timeNow();
        m_container.owner = facts.uid;
        m_container.annotations = m_config.annotations;
        m_container.hasConsole = m_config.process && m_config.process->terminal;
        if (m_config.root)
            m_place.root = m_container.root = TRY(realPath("root.path", m_config.root->path));
        m_place.id = m_container.id;
        m_place.runtimeDirectory = m_store.directoryOf(m_container.id);
        if (facts.cgroup) {
            m_container.cgroupMount = facts.cgroup->path;
            m_container.cgroupPath = TRY(plan::oci::groupOf(m_config, m_container.id, facts));
        }
        if (m_config.seccomp)
            m_place.filterFlags = TRY(kernel::filterFlags(*m_config.seccomp));
        m_plan = TRY(plan::oci::planContainer(m_config, m_place, facts, m_begin));
        const bool detached = m_begin == Begin::Waiting || m_options.has("detach");
        TRY(openConsoleSocket(m_sockets, *m_config.process, m_options, detached));
        if (!m_config.seccomp)
            return {};
        m_filter = TRY(filterFor(m_store.root(), *m_config.seccomp, m_runtime));
        if (!m_config.seccomp->listenerPath.empty())
            m_sockets.listener = TRY(connectTo(m_config.seccomp->listenerPath, SOCK_STREAM));
        return {};
    }

    /// The container's directory is there: from here on its own lock is enough.
    Result<void> takeDirectory(DirectoryLock& rootLock)
    {
        if (m_lock.descriptor() >= 0)
            return {};
        m_lock = TRY(DirectoryLock::take(m_place.runtimeDirectory, DirectoryLock::Wait::Yes));
        rootLock.release();
        if (m_begin == Begin::Waiting) {
            m_sockets.start = TRY(listenForStart(m_place.runtimeDirectory));
            m_parts.startSocket = m_sockets.start.get();
        }
        return {};
    }

    /// From here on it exists.
    Result<void> commit()
    {
        m_container.pid = m_machine->spawned().pid;
        m_container.startTime = TRY(kernel::startTimeOf(m_container.pid));
        TRY(replaceFile(m_lock.descriptor(), "config.json", m_text, Durability::Process));
        return m_store.save(m_container);
    }

    const Runtime& m_runtime;
    Store m_store;
    const Options& m_options;
    Begin m_begin;
    std::string m_text; ///< config.json
    RuntimeConfig m_config;
    Container m_container;
    plan::oci::Place m_place;
    plan::Plan m_plan;
    plan::oci::Parts m_parts;
    Sockets m_sockets;
    kernel::BpfProgram m_filter;
    std::unique_ptr<plan::KernelMachine> m_machine;
    DirectoryLock m_lock;
};

} // namespace

Result<int> createContainer(const Runtime& runtime, const Arguments& arguments)
{
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, optionNames()));
    const std::string id = TRY(onlyId(arguments, at));
    Creation creation(runtime, TRY(Store::open(runtime.root)), options, Begin::Waiting);
    TRY(creation.prepare(id));
    TRY(creation.run());
    TRY(creation.letWait());
    return 0;
}

Result<int> runContainer(const Runtime& runtime, const Arguments& arguments)
{
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, optionNames()));
    const std::string id = TRY(onlyId(arguments, at));
    Creation creation(runtime, TRY(Store::open(runtime.root)), options, Begin::AtOnce);
    TRY(creation.prepare(id));
    const bool inFront = !options.has("detach");
    if (inFront)
        holdSignals();
    TRY(creation.run());
    creation.unlock();
    runHooksOf(runtime, creation.container(), "poststart", Status::Running);
    if (!inFront)
        return 0;
    const int status = TRY(creation.attendIt());
    if (!options.has("keep"))
        TRY(creation.undo());
    return status;
}

} // namespace vitrine::oci
