// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner_cgroup.h"

#include "backend/plan/describe_text.h"

#include <algorithm>
#include <cmath>

namespace vitrine::plan {

namespace {

using kernel::HostFacts;
using Values = std::vector<CgroupValue>;

constexpr std::uint64_t usualPeriod = 100000; // µs, the kernel's own default
constexpr auto unlimited = "max";

bool has(const std::vector<std::string>& list, const std::string& entry)
{
    return std::find(list.begin(), list.end(), entry) != list.end();
}

void addMemory(Values& values, const Limits& limits)
{
    const auto size = [&](const char* field, const char* file, const char* reset,
                          const std::optional<std::uint64_t>& bytes, const std::string& before,
                          const std::string& behind) {
        if (bytes)
            values.push_back({ field, "memory", file, std::to_string(*bytes), reset,
                before + sizeText(*bytes) + behind });
    };
    size("limits.memoryMin", "memory.min", "0", limits.memoryMin, "", " of memory are its own");
    size("limits.memoryLow", "memory.low", "0", limits.memoryLow, "",
        " of memory are taken from it last");
    size("limits.memoryHigh", "memory.high", unlimited, limits.memoryHigh, "slowed down above ",
        " of memory");
    size("limits.swap", "memory.swap.max", unlimited, limits.swap, "at most ", " of swap");
    if (limits.oomGroup)
        values.push_back({ "limits.oomGroup", "memory", "memory.oom.group", "1", "0",
            "out of memory, all its processes end, not one" });
    size("limits.memory", "memory.max", unlimited, limits.memory, "at most ", " of memory");
}

void addCpu(Values& values, const Limits& limits, const HostFacts& facts)
{
    // A group with processes takes no empty list: without a limit it has all that its parent has.
    const std::string allCpus = facts.cgroup ? facts.cgroup->cpus : std::string();
    const std::string allNodes = facts.cgroup ? facts.cgroup->memoryNodes : std::string();
    if (!limits.cpus.empty())
        values.push_back({ "limits.cpus", "cpuset", "cpuset.cpus", limits.cpus, allCpus,
            "on processors " + limits.cpus + " only" });
    if (!limits.memoryNodes.empty())
        values.push_back({ "limits.memoryNodes", "cpuset", "cpuset.mems", limits.memoryNodes,
            allNodes, "with memory of nodes " + limits.memoryNodes + " only" });
    if (limits.cpuWeight) {
        const std::string weight = std::to_string(*limits.cpuWeight);
        values.push_back({ "limits.cpuWeight", "cpu", "cpu.weight", weight, "100",
            "its share of the CPU is " + weight + ", usual is 100" });
    }
    if (limits.cpu) {
        const std::uint64_t period = limits.cpuPeriod.value_or(usualPeriod);
        const auto quota = std::llround(*limits.cpu * double(period));
        const auto milliseconds = [](std::uint64_t microseconds) {
            std::string text = std::to_string(microseconds / 1000);
            if (const std::uint64_t rest = microseconds % 1000; rest != 0)
                text += "." + std::to_string(1000 + rest).substr(1);
            return text + " ms";
        };
        values.push_back(
            { "limits.cpu", "cpu", "cpu.max", std::to_string(quota) + " " + std::to_string(period),
                std::string(unlimited) + " " + std::to_string(usualPeriod),
                "at most " + milliseconds(std::uint64_t(quota)) + " of CPU in each "
                    + milliseconds(period) });
    }
}

/// io.max takes one device a write, with only what is to change.
CgroupValue ioValue(const std::string& device, const IoLimit& limit)
{
    const std::string number
        = std::to_string(limit.number->major) + ":" + std::to_string(limit.number->minor);
    CgroupValue value { "limits.io." + device, "io", "io.max", number,
        number + " rbps=max wbps=max riops=max wiops=max", {} };
    const auto add = [&](const char* key, const std::optional<std::uint64_t>& most,
                         const char* words, bool bytes) {
        value.value += std::string(" ") + key + "=" + (most ? std::to_string(*most) : unlimited);
        if (most)
            value.meaning += (value.meaning.empty() ? "at most " : ", ")
                + (bytes ? sizeText(*most) : std::to_string(*most)) + words;
    };
    add("rbps", limit.readBytes, "/s read", true);
    add("wbps", limit.writeBytes, "/s written", true);
    add("riops", limit.readOperations, " reads/s", false);
    add("wiops", limit.writeOperations, " writes/s", false);
    value.meaning += " on " + device;
    return value;
}

Result<void> addIo(Values& values, const Limits& limits, const HostFacts& facts)
{
    if (limits.ioWeight) {
        if (facts.ioWeightFile.empty())
            return Error::of(ErrorKind::NotSupported, "limits.ioWeight",
                "this limit cannot be kept here: no disk shares by weight; choose the scheduler "
                "bfq for it, or switch on io.cost.qos");
        // bfq counts to 1000, the rest of the kernel to 10000.
        const std::uint64_t weight = facts.ioWeightFile == "io.bfq.weight"
            ? 1 + (*limits.ioWeight - 1) * 999 / 9999
            : *limits.ioWeight;
        values.push_back({ "limits.ioWeight", "io", facts.ioWeightFile,
            "default " + std::to_string(weight), "default 100",
            "its share of the disks is " + std::to_string(*limits.ioWeight) + ", usual is 100" });
    }
    for (const auto& [device, limit] : limits.io) {
        if (!limit.number)
            return Error::of(
                ErrorKind::NotSupported, "limits.io." + device, "the device is not known");
        values.push_back(ioValue(device, limit));
    }
    return {};
}

Result<void> addHugePages(Values& values, const Limits& limits, const HostFacts& facts)
{
    for (const auto& [size, bytes] : limits.hugePages) {
        if (!has(facts.hugePageSizes, size)) {
            std::string known;
            for (const auto& entry : facts.hugePageSizes)
                known += (known.empty() ? "" : ", ") + entry;
            return Error::of(ErrorKind::NotSupported, "limits.hugePages." + size,
                "this kernel has no huge pages of that size"
                    + (known.empty() ? std::string() : ", but " + known));
        }
        values.push_back({ "limits.hugePages." + size, "hugetlb", "hugetlb." + size + ".max",
            std::to_string(bytes), unlimited,
            "at most " + sizeText(bytes) + " in huge pages of " + size });
    }
    return {};
}

/// The kernel would take a list that reaches beyond the parent's, and quietly use another.
Result<void> checkLists(const Limits& limits, const kernel::CgroupMount& cgroup)
{
    const auto check = [](const char* field, const std::string& wanted, const std::string& there,
                           const char* what) -> Result<void> {
        if (wanted.empty() || containsList(there, wanted))
            return {};
        return Error::of(ErrorKind::NotSupported, field,
            std::string("not all of these ") + what
                + " are there: " + (there.empty() ? "none is" : "it can have " + there));
    };
    TRY(check("limits.cpus", limits.cpus, cgroup.cpus, "processors"));
    return check("limits.memoryNodes", limits.memoryNodes, cgroup.memoryNodes, "memory nodes");
}

SetCgroupValue stepOf(const CgroupValue& value, const std::string& path, const HostFacts& facts)
{
    return { facts.cgroup->path, path, value.file, value.value, value.meaning, value.field, {} };
}

SetCgroupValue changeOf(const CgroupValue& value, const std::string& before,
    const std::string& path, const HostFacts& facts)
{
    SetCgroupValue step = stepOf(value, path, facts);
    step.before = before;
    return step;
}

/// The controllers that VALUES need and the parent of PATH does not hand down yet, as a step before
/// them.
void addControllers(
    Plan& plan, const Values& values, const std::string& path, const HostFacts& facts)
{
    const std::string parent = path.substr(0, path.rfind('/'));
    std::vector<std::string> missing;
    for (const auto& value : values)
        if (!has(facts.cgroup->enabled, value.controller) && !has(missing, value.controller))
            missing.push_back(value.controller);
    if (!missing.empty())
        plan.push_back(EnableControllers { facts.cgroup->path, parent, missing });
}

/// The line of VALUES that stands for the same as VALUE: of the same file, and device.
const CgroupValue* counterpart(const Values& values, const CgroupValue& value)
{
    const auto found = std::find_if(values.begin(), values.end(), [&](const CgroupValue& other) {
        return other.file == value.file && (value.file != "io.max" || other.reset == value.reset);
    });
    return found == values.end() ? nullptr : &*found;
}

/// Without limits: nothing fails here any more, whatever the host has.
Values valuesBefore(const Limits& limits, const HostFacts& facts)
{
    auto values = cgroupValues(limits, facts);
    return values ? std::move(values).value() : Values();
}

} // namespace

Result<std::vector<CgroupValue>> cgroupValues(const Limits& limits, const HostFacts& facts)
{
    Values values;
    addMemory(values, limits);
    addCpu(values, limits, facts);
    if (limits.pids) {
        const std::string count = std::to_string(*limits.pids);
        values.push_back({ "limits.pids", "pids", "pids.max", count, unlimited,
            "at most " + count + " processes" });
    }
    TRY(addIo(values, limits, facts));
    TRY(addHugePages(values, limits, facts));
    for (const auto& value : values)
        if (!facts.cgroup || !has(facts.cgroup->controllers, value.controller))
            return Error::of(ErrorKind::NotSupported, value.field,
                "this limit cannot be kept here: "
                    + kernel::whyNoController(facts, value.controller));
    if (facts.cgroup)
        TRY(checkLists(limits, *facts.cgroup));
    return values;
}

Result<Plan> planCgroup(const Limits& limits, const std::string& path, const HostFacts& facts)
{
    Plan plan;
    const Values values = TRY(cgroupValues(limits, facts));
    if (!facts.cgroup)
        return plan;
    addControllers(plan, values, path, facts);
    plan.push_back(MakeCgroup { facts.cgroup->path, path });
    for (const auto& value : values)
        plan.push_back(stepOf(value, path, facts));
    return plan;
}

Result<Plan> planLimitChange(const Limits& before, const Limits& after, Room room,
    const std::string& path, const HostFacts& facts)
{
    Plan plan;
    const Values wanted = TRY(cgroupValues(after, facts));
    const Values present = valuesBefore(before, facts);
    if (!facts.cgroup)
        return plan;
    Values changed;
    for (const auto& value : wanted) {
        const CgroupValue* now = counterpart(present, value);
        if (!now || now->value != value.value)
            changed.push_back(value);
    }
    addControllers(plan, changed, path, facts);
    for (const auto& value : present)
        if (!counterpart(wanted, value))
            plan.push_back(changeOf({ value.field, value.controller, value.file, value.reset, {},
                                        "lifted: " + value.meaning },
                value.value, path, facts));
    const bool shrinks = after.memory && (!before.memory || *after.memory < *before.memory);
    for (const auto& value : changed) {
        if (value.file == "memory.max" && shrinks && room == Room::MustBeThere)
            plan.push_back(FitMemory { facts.cgroup->path, path, *after.memory, value.field });
        const CgroupValue* now = counterpart(present, value);
        plan.push_back(changeOf(value, now ? now->value : value.reset, path, facts));
    }
    return plan;
}

std::string cgroupPathOf(const std::string& id, const HostFacts& facts)
{
    return facts.cgroup ? facts.cgroup->parent + "/vitrine-" + id : std::string();
}

} // namespace vitrine::plan
