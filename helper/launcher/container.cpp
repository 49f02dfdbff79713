// SPDX-License-Identifier: GPL-3.0-or-later
#include "helper/launcher/container.h"

#include "backend/plan/describe.h"
#include "backend/spec/spec_change.h"

#include <csignal>
#include <cstring>
#include <ctime>
#include <limits>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::launcher {

const char* nameOf(State state)
{
    switch (state) {
    case State::Stopped:
        return "stopped";
    case State::Running:
        return "running";
    case State::Paused:
        return "paused";
    case State::Stopping:
        return "stopping";
    case State::Failed:
        return "failed";
    case State::Damaged:
        return "damaged";
    case State::Restarting:
        return "restarting";
    }
    return "stopped";
}

bool isUserId(std::int64_t number)
{
    return number >= 0 && number < std::int64_t(std::numeric_limits<uid_t>::max()); // -1: nobody
}

namespace {

Json connectionsOf(const Container& container)
{
    Json connections = Json::array();
    for (const auto& assignment : container.assignments)
        connections.push_back(toJson(assignment));
    return connections;
}

} // namespace

Json recordOf(const Container& container)
{
    return { { "id", container.id }, { "owner", container.owner },
        { "spec", toJson(container.spec) }, { "firstId", container.firstId },
        { "created", container.created }, { "started", container.started },
        { "finished", container.finished }, { "exitStatus", container.exitStatus },
        { "exitReason", container.exitReason }, { "error", container.error },
        { "limitEvents", toJson(container.counts) }, { "history", toJson(container.history) },
        { "connections", connectionsOf(container) } };
}

Json toJson(const kernel::GroupCounts& counts)
{
    return { { "oom", counts.oom }, { "oomKills", counts.oomKills },
        { "memoryMax", counts.memoryMax }, { "memoryHigh", counts.memoryHigh },
        { "pidsMax", counts.pidsMax } };
}

namespace {

Result<kernel::GroupCounts> countsFrom(const Json& record)
{
    kernel::GroupCounts counts;
    const Json none = Json::object();
    const auto found = record.find("limitEvents"); // records of older versions have none
    ObjectReader reader
        = TRY(ObjectReader::of(found == record.end() ? none : *found, "record.limitEvents"));
    const auto read = [&](const char* name, std::uint64_t& out) -> Result<void> {
        std::optional<std::uint64_t> value;
        TRY(reader.read(name, value));
        out = value.value_or(0);
        return {};
    };
    TRY(read("oom", counts.oom));
    TRY(read("oomKills", counts.oomKills));
    TRY(read("memoryMax", counts.memoryMax));
    TRY(read("memoryHigh", counts.memoryHigh));
    TRY(read("pidsMax", counts.pidsMax));
    return counts;
}

} // namespace

Result<Container> containerFrom(const Json& record)
{
    Container container;
    std::int64_t owner = 0;
    std::int64_t firstId = 0;
    std::int64_t exitStatus = -1;
    ObjectReader reader = TRY(ObjectReader::of(record, "record"));
    TRY(reader.read("id", container.id));
    TRY(reader.read("owner", owner));
    TRY(reader.read("firstId", firstId));
    TRY(reader.read("created", container.created));
    TRY(reader.read("started", container.started));
    TRY(reader.read("finished", container.finished));
    TRY(reader.read("exitStatus", exitStatus));
    TRY(reader.read("exitReason", container.exitReason));
    container.counts = TRY(countsFrom(record));
    if (const auto history = record.find("history"); history != record.end())
        container.history = TRY(historyFrom(*history)); // older records have none
    for (const Json& assignment : record.value("connections", Json::array())) // as above
        container.assignments.push_back(TRY(assignmentFrom(assignment)));
    Json spec = record.value("spec", Json::object());
    if (spec.is_object())
        spec.erase("network"); // of the time when there were none
    container.spec = TRY(parseContainerSpec(spec));
    if (!isUserId(owner))
        return Error::invalid("owner", "is no user's number");
    if (::geteuid() != 0 && owner != ::geteuid())
        return Error::invalid("owner",
            "is user " + std::to_string(owner) + ", but this is the storage of user "
                + std::to_string(::geteuid()));
    if (!isUserId(firstId))
        return Error::invalid("firstId", "is no user's number");
    container.owner = uid_t(owner);
    container.firstId = std::uint32_t(firstId);
    container.exitStatus = int(exitStatus);
    if (const Json error = record.value("error", Json::object()); error.is_object())
        container.error = error;
    if (!container.error.empty())
        container.state = State::Failed;
    return container;
}

Json stepsOf(const Container& container)
{
    Json steps = container.plan.empty() ? container.adoptedSteps
                                        : plan::toJson(container.plan, container.records);
    for (Json step : container.changes) {
        step["index"] = steps.size();
        steps.push_back(std::move(step));
    }
    return steps;
}

Json wireOf(const Container& container, Steps steps)
{
    Json wire = recordOf(container);
    wire.erase("firstId");
    wire.erase("history");
    wire["restarts"] = container.history.restarts;
    wire["nextTry"] = container.state == State::Restarting ? container.history.nextTry : 0;
    wire["health"] = toJson(container.health);
    wire["watched"] = isWatched(container);
    wire["name"] = container.spec.name;
    wire["image"] = container.spec.image;
    wire["command"] = container.spec.command;
    wire["hostname"] = container.spec.hostname;
    wire["state"] = nameOf(container.state);
    if (!container.damage.empty())
        wire["error"] = container.damage;
    wire["leader"] = container.leader;
    wire["cgroup"] = container.cgroup;
    wire["pending"] = container.startedSpec
        ? fieldsToRestart(*container.startedSpec, container.spec)
        : std::vector<std::string>();
    if (steps == Steps::Include)
        wire["steps"] = stepsOf(container);
    return wire;
}

bool isWatched(const Container& container)
{
    return container.state == State::Restarting
        || (container.isRunning()
            && (container.spec.lifecycle.restart.when != RestartWhen::No
                || !container.spec.health.command.empty()));
}

void setExit(Container& container, int waitStatus)
{
    if (WIFSIGNALED(waitStatus)) {
        const int signal = WTERMSIG(waitStatus);
        container.exitStatus = 128 + signal;
        container.exitReason = "killed by " + signalName(signal);
        if (signal == SIGKILL && container.counts.oomKills > 0)
            container.exitReason = "killed for lack of memory";
    } else {
        container.exitStatus = WEXITSTATUS(waitStatus);
        container.exitReason = "exited with status " + std::to_string(container.exitStatus);
    }
}

std::int64_t timeNow()
{
    timespec time {};
    ::clock_gettime(CLOCK_REALTIME, &time);
    return std::int64_t(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

void keepChange(Container& container, const Json& steps)
{
    container.changes.insert(container.changes.end(), steps.begin(), steps.end());
    if (container.changes.size() > maximumChangeSteps)
        container.changes.erase(container.changes.begin(),
            container.changes.end() - std::ptrdiff_t(maximumChangeSteps));
}

} // namespace vitrine::launcher
