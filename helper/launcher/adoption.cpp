// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/adoption.h"

#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/pidfd.h"
#include "helper/launcher/ending.h"
#include "helper/shim/protocol.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace vitrine::launcher {

namespace {

/// Connect to the shim's socket in DIRECTORY. The path goes through /proc/self/fd, so that its
/// length does not matter.
Result<UniqueFd> connectToShim(int directory)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(directory) + "/" + shim::socketName;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (!socket)
        return Error::fromErrno("socket");
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return Error::fromErrno("connect", shim::socketName);
    return socket;
}

bool isFrozen(const std::string& cgroup)
{
    const auto parent = kernel::findCgroupParent();
    if (!parent || cgroup.empty())
        return false;
    const auto group = kernel::Cgroup::open(parent.value().path, cgroup);
    const auto value = group ? group.value().read("cgroup.freeze") : Result<std::string>("0");
    return value && value.value().rfind('1', 0) == 0;
}

/// Fill in what state.json says. The leader is the one that was started only if its start time is
/// the same: numbers are used again.
Result<void> readState(int directory, LeftContainer& left)
{
    const Json state = TRY(parseJson(TRY(readFile(directory, stateFileName)), 65536, "state"));
    ObjectReader reader = TRY(ObjectReader::of(state, "state"));
    std::int64_t leader = 0;
    std::int64_t startTime = 0;
    TRY(reader.read("leader", leader));
    TRY(reader.read("startTime", startTime));
    TRY(reader.read("cgroup", left.cgroup));
    TRY(reader.read("started", left.started));
    auto process = kernel::openProcess(pid_t(leader));
    const auto present = kernel::startTimeOf(pid_t(leader));
    if (process && present && std::int64_t(present.value()) == startTime) {
        left.leader = pid_t(leader);
        left.process = std::move(process).value();
    }
    if (const auto steps = readFile(directory, stepsFileName))
        if (auto json = parseJson(steps.value(), 1 << 20, "steps"))
            left.steps = std::move(json).value();
    if (const auto spec = readFile(directory, startedSpecFileName))
        left.startedSpec = TRY(
            parseContainerSpec(TRY(parseJson(spec.value(), bounds::specBytes, "started spec"))));
    return {};
}

Result<LeftContainer> look(const std::string& runtimeDirectory, const std::string& id)
{
    LeftContainer left;
    left.id = id;
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, runtimeDirectory));
    TRY(readState(directory.get(), left));
    auto socket = connectToShim(directory.get());
    left.running = socket && left.process;
    if (left.running) {
        left.shim = std::move(socket).value();
        left.frozen = isFrozen(left.cgroup);
        return left;
    }
    if (left.process) // its shim has gone: nobody would notice its end
        (void)kernel::signalProcess(left.process.get(), SIGKILL);
    const auto status = readFile(directory.get(), shim::exitFileName, 1 << 20);
    left.waitStatus = status ? std::atoi(status.value().c_str()) : SIGKILL;
    return left;
}

} // namespace

std::vector<LeftContainer> adoptRunning(const ContainerStore& store, std::vector<Error>& problems)
{
    std::vector<LeftContainer> found;
    const auto running = openDirectory(AT_FDCWD, store.places().running());
    const auto names = running ? namesIn(running.value().get()) : running.error();
    if (!names) {
        problems.push_back(names.error());
        return found;
    }
    for (const auto& id : names.value()) {
        const std::string directory = store.runtimeDirectoryOf(id);
        auto left = look(directory, id);
        if (left && store.find(id)) {
            found.push_back(std::move(left).value());
            continue;
        }
        // No state: the start was not finished, and its child ended with the launcher.
        if (left && left.value().process)
            (void)kernel::signalProcess(left.value().process.get(), SIGKILL);
        if (auto cleared = clearRuntime(directory); !cleared)
            problems.push_back(std::move(cleared).error());
    }
    return found;
}

} // namespace vitrine::launcher
