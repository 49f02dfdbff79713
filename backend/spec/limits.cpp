// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/spec/limits.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace vitrine {

namespace {

constexpr auto top = "limits";
constexpr unsigned largestListed = 65535; // more than any kernel has processors or nodes

using Range = std::pair<unsigned, unsigned>;

/// The number that TEXT begins with, which is cut off.
std::optional<unsigned> takeNumber(std::string_view& text)
{
    unsigned number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc())
        return {};
    text.remove_prefix(std::size_t(parsed.ptr - text.data()));
    return number;
}

std::optional<std::vector<Range>> rangesIn(std::string_view text)
{
    std::vector<Range> ranges;
    while (!text.empty()) {
        const auto first = takeNumber(text);
        auto last = first;
        if (first && text.starts_with('-')) {
            text.remove_prefix(1);
            last = takeNumber(text);
        }
        if (!first || !last || *last < *first || *last > largestListed)
            return {};
        ranges.emplace_back(*first, *last);
        if (text.empty())
            break;
        if (text.front() != ',' || text.size() == 1)
            return {};
        text.remove_prefix(1);
    }
    return ranges;
}

std::string path(const std::string& field)
{
    return std::string(top) + "." + field;
}

Result<void> checkSize(
    const std::string& field, const std::optional<std::uint64_t>& bytes, std::uint64_t smallest = 0)
{
    if (bytes && *bytes < smallest)
        return Error::invalid(path(field), "must be at least 1 MiB (1048576 bytes)");
    if (bytes && *bytes > std::uint64_t(INT64_MAX))
        return Error::invalid(path(field), "is larger than the kernel can count");
    return {};
}

Result<void> checkWeight(const std::string& field, const std::optional<std::uint64_t>& weight)
{
    if (weight && (*weight < 1 || *weight > bounds::largestWeight))
        return Error::invalid(path(field), "must be 1 to 10000; 100 is usual");
    return {};
}

Result<void> checkMemory(const Limits& limits)
{
    TRY(checkSize("memory", limits.memory, bounds::smallestMemory));
    TRY(checkSize("memoryHigh", limits.memoryHigh, bounds::smallestMemory));
    TRY(checkSize("memoryLow", limits.memoryLow));
    TRY(checkSize("memoryMin", limits.memoryMin));
    TRY(checkSize("swap", limits.swap));
    if (!limits.memory)
        return {};
    const auto aboveMaximum = [&](const std::optional<std::uint64_t>& bytes) {
        return bytes && *bytes > *limits.memory;
    };
    constexpr auto rule = "must not be above limits.memory: it would have no effect";
    if (aboveMaximum(limits.memoryHigh))
        return Error::invalid(path("memoryHigh"), rule);
    if (aboveMaximum(limits.memoryLow))
        return Error::invalid(path("memoryLow"), rule);
    if (aboveMaximum(limits.memoryMin))
        return Error::invalid(path("memoryMin"), rule);
    return {};
}

Result<void> checkList(const std::string& field, const std::string& list)
{
    if (list.size() > bounds::listLength || !isNumberList(list))
        return Error::invalid(path(field), "must be numbers and ranges such as 0-3,6");
    return {};
}

Result<void> checkCpu(const Limits& limits)
{
    if (limits.cpu && (*limits.cpu < bounds::smallestCpu || *limits.cpu > bounds::largestCpu))
        return Error::invalid(path("cpu"), "must be 0.01 to 1024 processors");
    if (limits.cpuPeriod
        && (*limits.cpuPeriod < bounds::smallestCpuPeriod
            || *limits.cpuPeriod > bounds::largestCpuPeriod))
        return Error::invalid(path("cpuPeriod"), "must be 1000 to 1000000 microseconds");
    if (limits.cpuPeriod && !limits.cpu)
        return Error::invalid(path("cpuPeriod"), "has no effect without limits.cpu");
    if (limits.cpuPeriod
        && *limits.cpu * double(*limits.cpuPeriod) < double(bounds::smallestCpuQuota))
        return Error::invalid(path("cpuPeriod"),
            "is too short for limits.cpu: the kernel hands out 1000 microseconds or more at a "
            "time");
    TRY(checkWeight("cpuWeight", limits.cpuWeight));
    TRY(checkList("cpus", limits.cpus));
    return checkList("memoryNodes", limits.memoryNodes);
}

Result<IoLimit> parseDevice(const std::string& device, ObjectReader reader)
{
    const bool isPath = device.rfind("/dev/", 0) == 0 && device.size() > 5
        && device.find("/../") == std::string::npos && device.find('\0') == std::string::npos;
    IoLimit limit;
    limit.number = deviceNumberIn(device);
    if (device.size() > bounds::deviceNameLength || (!isPath && !limit.number))
        return Error::invalid(
            path("io"), "'" + device + "' is no disk: write /dev/sda, or its numbers as 8:0");
    TRY(reader.read("readBytes", limit.readBytes));
    TRY(reader.read("writeBytes", limit.writeBytes));
    TRY(reader.read("readOperations", limit.readOperations));
    TRY(reader.read("writeOperations", limit.writeOperations));
    TRY(reader.finish());
    bool some = false;
    for (const auto& value :
        { limit.readBytes, limit.writeBytes, limit.readOperations, limit.writeOperations }) {
        some = some || value.has_value();
        if (value && (*value < 1 || *value > std::uint64_t(INT64_MAX)))
            return Error::invalid(path("io." + device), "every value must be at least 1");
    }
    if (!some)
        return Error::invalid(path("io." + device),
            "limits nothing: give readBytes, writeBytes, readOperations or writeOperations");
    return limit;
}

Result<void> readIo(ObjectReader& reader, Limits& limits)
{
    ObjectReader devices = TRY(reader.object("io"));
    const auto names = devices.names();
    if (names.size() > bounds::limitedDevices)
        return Error::invalid(
            path("io"), "more than " + std::to_string(bounds::limitedDevices) + " devices");
    for (const auto& device : names)
        limits.io[device] = TRY(parseDevice(device, TRY(devices.object(device))));
    return {};
}

bool isPageSize(const std::string& name)
{
    std::string_view text = name;
    const auto number = takeNumber(text);
    return number && *number > 0 && (text == "KB" || text == "MB" || text == "GB");
}

Result<void> readHugePages(ObjectReader& reader, Limits& limits)
{
    ObjectReader sizes = TRY(reader.object("hugePages"));
    const auto names = sizes.names();
    if (names.size() > bounds::hugePageSizes)
        return Error::invalid(
            path("hugePages"), "more than " + std::to_string(bounds::hugePageSizes) + " sizes");
    for (const auto& size : names) {
        if (size.size() > 16 || !isPageSize(size))
            return Error::invalid(
                path("hugePages"), "'" + size + "' is no page size such as 2MB or 1GB");
        std::optional<std::uint64_t> bytes;
        TRY(sizes.read(size, bytes));
        TRY(checkSize("hugePages." + size, bytes));
        limits.hugePages[size] = *bytes;
    }
    return {};
}

Json toJson(const IoLimit& limit)
{
    Json json = Json::object();
    const auto put = [&](const char* name, const std::optional<std::uint64_t>& value) {
        if (value)
            json[name] = *value;
    };
    put("readBytes", limit.readBytes);
    put("writeBytes", limit.writeBytes);
    put("readOperations", limit.readOperations);
    put("writeOperations", limit.writeOperations);
    return json;
}

} // namespace

std::optional<DeviceNumber> deviceNumberIn(std::string_view text)
{
    const auto major = takeNumber(text);
    if (!major || !text.starts_with(':'))
        return {};
    text.remove_prefix(1);
    const auto minor = takeNumber(text);
    if (!minor || !text.empty())
        return {};
    return DeviceNumber { *major, *minor };
}

bool isNumberList(std::string_view text)
{
    return rangesIn(text).has_value();
}

bool containsList(std::string_view outer, std::string_view inner)
{
    const auto all = rangesIn(outer);
    const auto some = rangesIn(inner);
    if (!all || !some)
        return false;
    const auto has = [&](unsigned number) {
        return std::any_of(all->begin(), all->end(), [number](const Range& range) {
            return range.first <= number && number <= range.second;
        });
    };
    for (const auto& [first, last] : *some)
        for (unsigned number = first; number <= last; ++number)
            if (!has(number))
                return false;
    return true;
}

Result<Limits> parseLimits(const Json& json)
{
    Limits limits;
    ObjectReader reader = TRY(ObjectReader::of(json, top));
    TRY(reader.read("memory", limits.memory));
    TRY(reader.read("cpu", limits.cpu));
    TRY(reader.read("pids", limits.pids));
    TRY(reader.read("memoryHigh", limits.memoryHigh));
    TRY(reader.read("memoryLow", limits.memoryLow));
    TRY(reader.read("memoryMin", limits.memoryMin));
    TRY(reader.read("swap", limits.swap));
    TRY(reader.read("oomGroup", limits.oomGroup));
    TRY(reader.read("cpuPeriod", limits.cpuPeriod));
    TRY(reader.read("cpuWeight", limits.cpuWeight));
    TRY(reader.read("cpus", limits.cpus));
    TRY(reader.read("memoryNodes", limits.memoryNodes));
    TRY(reader.read("ioWeight", limits.ioWeight));
    TRY(readIo(reader, limits));
    TRY(readHugePages(reader, limits));
    TRY(reader.finish());
    TRY(checkMemory(limits));
    TRY(checkCpu(limits));
    if (limits.pids && (*limits.pids < 1 || *limits.pids > bounds::largestPids))
        return Error::invalid(path("pids"), "must be 1 to 4194304");
    TRY(checkWeight("ioWeight", limits.ioWeight));
    return limits;
}

Json toJson(const Limits& limits)
{
    Json json = Json::object();
    const auto put = [&](const char* name, const auto& value) {
        if (value)
            json[name] = *value;
    };
    put("memory", limits.memory);
    put("cpu", limits.cpu);
    put("pids", limits.pids);
    put("memoryHigh", limits.memoryHigh);
    put("memoryLow", limits.memoryLow);
    put("memoryMin", limits.memoryMin);
    put("swap", limits.swap);
    put("cpuPeriod", limits.cpuPeriod);
    put("cpuWeight", limits.cpuWeight);
    put("ioWeight", limits.ioWeight);
    if (limits.oomGroup)
        json["oomGroup"] = true;
    if (!limits.cpus.empty())
        json["cpus"] = limits.cpus;
    if (!limits.memoryNodes.empty())
        json["memoryNodes"] = limits.memoryNodes;
    for (const auto& [device, limit] : limits.io)
        json["io"][device] = toJson(limit);
    for (const auto& [size, bytes] : limits.hugePages)
        json["hugePages"][size] = bytes;
    return json;
}

} // namespace vitrine
