// SPDX-License-Identifier: GPL-3.0-or-later
// update and events: the limits of a container that runs, and what it uses.
#include "backend/base/files.h"
#include "backend/kernel/cgroup.h"
#include "backend/kernel/device_filter.h"
#include "helper/launcher/oci/launch.h"

#include <cstdio>
#include <fcntl.h>
#include <sstream>
#include <unistd.h>

namespace vitrine::oci {

namespace {

const std::vector<OptionName>& optionNames()
{
    static const std::vector<OptionName> names {
        { "resources", 'r', true, "file with them, as linux.resources; - is standard input" },
        { "memory", 0, true, "bytes" },
        { "memory-reservation", 0, true, "bytes" },
        { "memory-swap", 0, true, "bytes of memory and swap" },
        { "cpu-share", 0, true, "2 to 262144" },
        { "cpu-quota", 0, true, "microseconds in a period" },
        { "cpu-period", 0, true, "microseconds" },
        { "cpuset-cpus", 0, true, "0-3,7" },
        { "cpuset-mems", 0, true, "0-3,7" },
        { "blkio-weight", 0, true, "10 to 1000" },
        { "pids-limit", 0, true, "how many processes" },
    };
    return names;
}

/// Options as the parts of linux.resources that they stand for.
Result<Json> fromOptions(const Options& options)
{
    struct Field {
        const char *option, *part, *name;
        bool number;
    };
    static constexpr Field fields[] { { "memory", "memory", "limit", true },
        { "memory-reservation", "memory", "reservation", true },
        { "memory-swap", "memory", "swap", true }, { "cpu-share", "cpu", "shares", true },
        { "cpu-quota", "cpu", "quota", true }, { "cpu-period", "cpu", "period", true },
        { "cpuset-cpus", "cpu", "cpus", false }, { "cpuset-mems", "cpu", "mems", false },
        { "blkio-weight", "blockIO", "weight", true }, { "pids-limit", "pids", "limit", true } };
    Json json = Json::object();
    for (const auto& field : fields) {
        if (!options.has(field.option))
            continue;
        const std::string text = options.value(field.option);
        if (!field.number)
            json[field.part][field.name] = text;
        else if (text == "-1")
            json[field.part][field.name] = -1;
        else
            json[field.part][field.name]
                = TRY(parseNumber(std::string("--") + field.option, text, INT64_MAX));
    }
    return json;
}

Result<Json> wantedResources(const Options& options)
{
    const std::string file = options.value("resources");
    if (file.empty())
        return fromOptions(options);
    const std::string text
        = TRY(readFile(AT_FDCWD, file == "-" ? "/dev/stdin" : file, bounds::configBytes));
    return parseJson(text, bounds::configBytes, file);
}

/// "usage_usec 123" → 123
std::uint64_t valueIn(const std::string& text, const std::string& key)
{
    std::istringstream lines(text);
    std::string name;
    for (std::uint64_t value = 0; lines >> name >> value;)
        if (name == key)
            return value;
    return 0;
}

std::uint64_t numberIn(const kernel::Cgroup& group, const char* file)
{
    const auto text = group.read(file);
    return text ? std::strtoull(text.value().c_str(), nullptr, 10) : 0; // "max" is 0: no limit
}

Json statistics(const kernel::Cgroup& group)
{
    const auto cpu = group.read("cpu.stat");
    const std::string text = cpu ? cpu.value() : std::string();
    constexpr std::uint64_t nanoseconds = 1000;
    Json data { { "cpu",
        { { "usage",
              { { "total", valueIn(text, "usage_usec") * nanoseconds },
                  { "kernel", valueIn(text, "system_usec") * nanoseconds },
                  { "user", valueIn(text, "user_usec") * nanoseconds } } },
            { "throttling",
                { { "periods", valueIn(text, "nr_periods") },
                    { "throttledPeriods", valueIn(text, "nr_throttled") },
                    { "throttledTime", valueIn(text, "throttled_usec") * nanoseconds } } } } } };
    if (group.read("memory.current"))
        data["memory"]["usage"] = { { "usage", numberIn(group, "memory.current") },
            { "limit", numberIn(group, "memory.max") } };
    if (group.read("pids.current"))
        data["pids"] = { { "current", numberIn(group, "pids.current") },
            { "limit", numberIn(group, "pids.max") } };
    return data;
}

Result<kernel::Cgroup> groupOf(const Container& container)
{
    if (container.cgroupPath.empty())
        return Error::of(
            ErrorKind::NotSupported, container.id, "the container has no control group of its own");
    return kernel::Cgroup::open(container.cgroupMount, container.cgroupPath);
}

} // namespace

Result<int> updateContainer(const Runtime& runtime, const Arguments& arguments)
{
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, optionNames()));
    const std::string id = TRY(onlyId(arguments, at));
    const Store store = TRY(Store::open(runtime.root));
    const Container container = TRY(store.find(id));
    const kernel::Cgroup group = TRY(groupOf(container));
    const Resources wanted = TRY(parseResources(TRY(wantedResources(options)), "linux.resources"));
    const auto values = TRY(plan::oci::possibleValues(wanted.values, findFacts()));
    for (const auto& value : values)
        TRY(group.write(value.file, value.value));
    if (!wanted.devices.empty())
        return Error::of(ErrorKind::NotSupported, "linux.resources.devices",
            "the devices of a container are fixed when it is created");
    return 0;
}

Result<int> showEvents(const Runtime& runtime, const Arguments& arguments)
{
    static const std::vector<OptionName> names { { "stats", 0, false, "once, and end" },
        { "interval", 0, true, "seconds between" } };
    std::size_t at = 0;
    const Options options = TRY(Options::parse(arguments, at, names));
    const std::string id = TRY(onlyId(arguments, at));
    const auto interval = TRY(parseNumber("--interval", options.value("interval", "5"), 86400));
    const Store store = TRY(Store::open(runtime.root));
    const Container container = TRY(store.find(id));
    const kernel::Cgroup group = TRY(groupOf(container));
    for (;;) {
        const Json line { { "type", "stats" }, { "id", id }, { "data", statistics(group) } };
        std::puts(dumpJson(line).c_str());
        std::fflush(stdout);
        if (options.has("stats") || TRY(statusOf(store, container)) == Status::Stopped)
            return 0;
        ::sleep(unsigned(std::max<std::uint64_t>(interval, 1)));
    }
}

} // namespace vitrine::oci
