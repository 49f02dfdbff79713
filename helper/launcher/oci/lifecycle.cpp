// SPDX-License-Identifier: GPL-3.0-or-later
// start, kill, delete, pause, resume.
#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/hook.h"
#include "backend/kernel/pidfd.h"
#include "backend/plan/oci_child.h"
#include "backend/spec/text_rules.h"
#include "helper/launcher/oci/options.h"
#include "helper/launcher/oci/runtime.h"
#include "helper/launcher/oci/start_socket.h"

#include "backend/spec/oci/fields.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sstream>

namespace vitrine::oci {

namespace {

/// 0 only asks whether there is somebody.
Result<int> signalOf(const std::string& text)
{
    return text == "0" ? Result<int>(0) : parseSignal("SIGNAL", text);
}

Result<kernel::Cgroup> groupOf(const Container& container)
{
    if (container.cgroupPath.empty())
        return Error::of(
            ErrorKind::NotSupported, container.id, "the container has no control group of its own");
    return kernel::Cgroup::open(container.cgroupMount, container.cgroupPath);
}

/// Each process of the group and of those below it.
Result<void> signalAll(const Container& container, int signal)
{
    const kernel::Cgroup group = TRY(groupOf(container));
    if (signal == SIGKILL)
        return group.kill();
    std::istringstream numbers(TRY(group.read("cgroup.procs")));
    for (pid_t pid = 0; numbers >> pid;) {
        const auto process = kernel::openProcess(pid);
        if (process)
            (void)kernel::signalProcess(process.value().get(), signal); // ESRCH: it has ended
    }
    return {};
}

bool waitForEnd(int process, int milliseconds)
{
    pollfd end { process, POLLIN, 0 };
    return ::poll(&end, 1, milliseconds) == 1;
}

/// Kill its first process, which takes all of its pid namespace with it.
Result<void> killProcess(const Container& container)
{
    const auto process = processOf(container);
    if (!process && process.error().number == ESRCH)
        return {};
    if (!process)
        return process.error();
    const auto killed = kernel::signalProcess(process.value().get(), SIGKILL);
    if (!killed && killed.error().number != ESRCH)
        return killed.error();
    constexpr int patience = 10'000;
    if (!waitForEnd(process.value().get(), patience))
        return Error::kernel(ETIMEDOUT, "poll", "end of " + container.id);
    return {};
}

Error wrongStatus(const Container& container, Status status, const char* wanted)
{
    return Error::of(ErrorKind::Busy, container.id,
        std::string("the container is ") + nameOf(status) + ", not " + wanted);
}

Result<int> setFrozen(const Runtime& runtime, const Arguments& arguments, bool frozen)
{
    const std::string id = TRY(onlyId(arguments, 0));
    const Store store = TRY(Store::open(runtime.root));
    const Container container = TRY(store.find(id));
    const Status status = TRY(statusOf(store, container));
    const bool right = frozen ? status == Status::Running || status == Status::Created
                              : status == Status::Paused;
    if (!right)
        return wrongStatus(container, status, frozen ? "running" : "paused");
    TRY(TRY(groupOf(container)).freeze(frozen));
    return 0;
}

} // namespace

Result<std::string> onlyId(const Arguments& arguments, std::size_t at)
{
    if (at >= arguments.size())
        return Error::invalid("ID", "is missing: name a container");
    if (at + 1 < arguments.size())
        return Error::invalid(arguments[at + 1], "is one word too many");
    return arguments[at];
}

void runHooksOf(
    const Runtime& runtime, const Container& container, const char* phase, Status status)
{
    if (!container.hooks.contains(phase))
        return;
    RuntimeConfig config;
    const Json wrapped { { "hooks", container.hooks } };
    auto reader = objectOf(wrapped, "");
    const auto read = reader ? readHooks(reader.value(), config) : Result<void>(reader.error());
    if (!read)
        return runtime.warn(read.error().message());
    const auto& hooks
        = std::string(phase) == "poststart" ? config.hooks.poststart : config.hooks.poststop;
    const std::string state = dumpJson(stateJson(container, status));
    for (const auto& hook : hooks)
        if (const auto done
            = kernel::runHook({ hook.path, hook.arguments, hook.environment, hook.timeout }, state);
            !done)
            runtime.warn(done.error().message());
}

Result<void> destroy(const Runtime& runtime, const Store& store, const Container& container)
{
    TRY(killProcess(container));
    if (!container.cgroupPath.empty())
        TRY(kernel::removeCgroup(container.cgroupMount, container.cgroupPath));
    TRY(store.remove(container.id));
    runHooksOf(runtime, container, "poststop", Status::Stopped);
    return {};
}

Result<int> startContainer(const Runtime& runtime, const Arguments& arguments)
{
    const std::string id = TRY(onlyId(arguments, 0));
    const Store store = TRY(Store::open(runtime.root));
    const Container container = TRY(store.find(id));
    const Status status = TRY(statusOf(store, container));
    if (status != Status::Created)
        return wrongStatus(container, status, "created");
    TRY(letStart(store.directoryOf(id)));
    runHooksOf(runtime, container, "poststart", Status::Running);
    return 0;
}

Result<int> killContainer(const Runtime& runtime, const Arguments& arguments)
{
    static const std::vector<OptionName> names { { "all", 'a', false, "all of its processes" } };
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, names));
    if (at >= arguments.size() || at + 2 < arguments.size())
        return Error::invalid("ID", "name one container, and a signal after it");
    const int signal = TRY(signalOf(at + 1 < arguments.size() ? arguments[at + 1] : "TERM"));
    const Store store = TRY(Store::open(runtime.root));
    const Container container = TRY(store.find(arguments[at]));
    if (options.has("all")) {
        TRY(signalAll(container, signal));
        return 0;
    }
    const auto process = processOf(container);
    if (!process && process.error().number == ESRCH)
        return wrongStatus(container, Status::Stopped, "running");
    if (!process)
        return process.error();
    TRY(kernel::signalProcess(process.value().get(), signal));
    return 0;
}

Result<int> deleteContainer(const Runtime& runtime, const Arguments& arguments)
{
    static const std::vector<OptionName> names { { "force", 'f', false, "kill it if it runs" } };
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, names));
    const std::string id = TRY(onlyId(arguments, at));
    const bool force = options.has("force");
    const Store store = TRY(Store::open(runtime.root));
    TRY(checkId(id));
    TRY(store.clearLeftovers(id));
    auto found = store.find(id);
    if (!found && force && found.error().kind == ErrorKind::NotFound)
        return 0;
    if (!found)
        return found.error();
    auto lock = TRY(DirectoryLock::take(store.directoryOf(id), DirectoryLock::Wait::Yes));
    const Container& container = found.value();
    const Status status = TRY(statusOf(store, container));
    if (status != Status::Stopped && !force)
        return wrongStatus(container, status, "stopped; --force kills it");
    TRY(destroy(runtime, store, container));
    return 0;
}

Result<int> pauseContainer(const Runtime& runtime, const Arguments& arguments)
{
    return setFrozen(runtime, arguments, true);
}

Result<int> resumeContainer(const Runtime& runtime, const Arguments& arguments)
{
    return setFrozen(runtime, arguments, false);
}

} // namespace vitrine::oci
