// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/adoption.h"

#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/pidfd.h"
#include "backend/plan/planner.h"
#include "helper/launcher/ending.h"
#include "helper/launcher/shim_search.h"
#include "helper/shim/protocol.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <set>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace vitrine::launcher {

namespace {

bool isFrozen(const std::string& cgroup)
{
    const auto parent = kernel::findCgroupParent();
    if (!parent || cgroup.empty())
        return false;
    const auto group = kernel::Cgroup::open(parent.value().path, cgroup);
    const auto value = group ? group.value().read("cgroup.freeze") : Result<std::string>("0");
    return value && value.value().rfind('1', 0) == 0;
}

/// The leader that state.json names is the one that was started only if its start time is the
/// same: numbers are used again.
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
    return {};
}

Json readSteps(int directory)
{
    const auto text = readFile(directory, stepsFileName);
    auto steps = text ? parseJson(text.value(), 1 << 20, "steps") : text.error();
    return steps && steps.value().is_array() ? std::move(steps).value() : Json::array();
}

/// None when it was not changed since its start, or when that cannot be read any more.
std::optional<ContainerSpec> readStartedSpec(int directory)
{
    const auto text = readFile(directory, startedSpecFileName);
    const auto json
        = text ? parseJson(text.value(), bounds::specBytes, "started spec") : text.error();
    auto spec = json ? parseContainerSpec(json.value()) : json.error();
    return spec ? std::optional(std::move(spec).value()) : std::nullopt;
}

/// CLOCK_REALTIME in µs at which process PID was started.
std::int64_t startedAt(pid_t pid)
{
    const auto ticks = kernel::startTimeOf(pid);
    timespec sinceBoot {};
    ::clock_gettime(CLOCK_BOOTTIME, &sinceBoot);
    const std::int64_t now = std::int64_t(sinceBoot.tv_sec) * 1'000'000 + sinceBoot.tv_nsec / 1000;
    const std::int64_t then
        = ticks ? std::int64_t(ticks.value()) * 1'000'000 / ::sysconf(_SC_CLK_TCK) : now;
    return timeNow() - (now - then);
}

/// What state.json should have said, as the shim has it.
void takeFrom(FoundShim shim, LeftContainer& left)
{
    left.leader = shim.leader;
    left.process = std::move(shim.leaderProcess);
    left.started = startedAt(shim.leader);
    const auto groups = readFile(AT_FDCWD, "/proc/" + std::to_string(shim.leader) + "/cgroup");
    const std::string group = groups ? kernel::cgroupPathIn(groups.value()) : std::string();
    const std::string own = "/vitrine-" + left.id;
    left.cgroup = group.size() >= own.size()
            && group.compare(group.size() - own.size(), own.size(), own) == 0
        ? group
        : std::string();
}

/// Its shim answers. What state.json says of another process is wrong.
Result<void> adopt(int directory, UniqueFd socket, LeftContainer& left)
{
    FoundShim shim = TRY(shimBehind(socket.get()));
    left.shimProcess = std::move(shim.process);
    left.shim = std::move(socket);
    if (left.leader != shim.leader) {
        takeFrom(std::move(shim), left);
        TRY(keepState(directory, left));
    }
    left.running = true;
    left.frozen = isFrozen(left.cgroup);
    left.steps = readSteps(directory);
    left.startedSpec = readStartedSpec(directory);
    return {};
}

/// NotFound when it was not started, or nothing is left of it.
Result<LeftContainer> look(
    const std::string& runtimeDirectory, const std::string& id, ShimSearch& shims)
{
    LeftContainer left;
    left.id = id;
    const UniqueFd directory = TRY(openDirectory(AT_FDCWD, runtimeDirectory));
    const auto known = readState(directory.get(), left);
    // A shim listens once its container is started, not before.
    auto socket = connectToShim(directory.get(), shim::socketName);
    if (socket && adopt(directory.get(), std::move(socket).value(), left))
        return left;
    left.running = false;
    if (const auto shim = shims.workingIn(runtimeDirectory))
        endWithShim(shim.value());
    else if (left.process) // its shim has gone: nobody would notice its end
        (void)kernel::signalProcess(left.process.get(), SIGKILL);
    const auto status = readFile(directory.get(), shim::exitFileName, 1 << 20);
    if (!known && !status)
        return known.error();
    left.waitStatus = status ? std::atoi(status.value().c_str()) : SIGKILL;
    left.steps = readSteps(directory.get());
    return left;
}

/// The group and the processes of a container whose runtime directory somebody has removed.
void endWithoutDirectory(const std::string& runtimeDirectory,
    const std::optional<plan::MakeCgroup>& group, ShimSearch& shims, plan::NetworkMachine& network,
    std::vector<Error>& problems)
{
    if (group && ::access((group->mount + group->path).c_str(), F_OK) != 0)
        return; // it lives nowhere
    if (const auto shim = shims.workingIn(runtimeDirectory))
        endWithShim(shim.value());
    if (auto cleared = clearRuntime(runtimeDirectory, group, network); !cleared)
        problems.push_back(std::move(cleared).error());
}

} // namespace

std::uint32_t firstIdOf(pid_t leader)
{
    const auto text = readFile(AT_FDCWD, "/proc/" + std::to_string(leader) + "/uid_map");
    std::istringstream map(text ? text.value() : std::string());
    std::uint32_t inside = 0, outside = 0;
    return map >> inside >> outside ? outside : 0;
}

Result<void> keepState(int directory, const LeftContainer& left)
{
    const Json state { { "leader", left.leader },
        { "startTime", TRY(kernel::startTimeOf(left.leader)) }, { "cgroup", left.cgroup },
        { "started", left.started } };
    return replaceFile(directory, stateFileName, dumpJson(state), Durability::Process);
}

std::vector<LeftContainer> adoptRunning(const ContainerStore& store, const kernel::HostFacts& facts,
    plan::NetworkMachine& network, std::vector<Error>& problems)
{
    std::vector<LeftContainer> found;
    const auto running = openDirectory(AT_FDCWD, store.places().running());
    const auto names = running ? namesIn(running.value().get()) : running.error();
    if (!names) {
        problems.push_back(names.error());
        return found;
    }
    ShimSearch shims;
    for (const auto& id : names.value()) {
        const std::string directory = store.runtimeDirectoryOf(id);
        auto left = look(directory, id, shims);
        if (left && store.find(id)) {
            found.push_back(std::move(left).value());
            continue;
        }
        // No state: the start was not finished, and its child ended with the launcher.
        if (left && left.value().process)
            (void)kernel::signalProcess(left.value().process.get(), SIGKILL);
        if (auto cleared = clearRuntime(directory, groupOf(id, facts), network); !cleared)
            problems.push_back(std::move(cleared).error());
    }
    const std::set<std::string> looked(names.value().begin(), names.value().end());
    for (const auto& [id, container] : store.all())
        if (!looked.contains(id))
            endWithoutDirectory(
                store.runtimeDirectoryOf(id), groupOf(id, facts), shims, network, problems);
    return found;
}

} // namespace vitrine::launcher
