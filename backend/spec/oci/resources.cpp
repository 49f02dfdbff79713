// SPDX-License-Identifier: GPL-3.0-or-later
// "linux.resources" of config.json as what cgroup v2 takes: config-linux.md, section Control
// groups, and Documentation/admin-guide/cgroup-v2.rst. What only cgroup v1 had is an error.
#include "backend/spec/oci/fields.h"

#include <algorithm>

namespace vitrine::oci {

namespace {

using Values = std::vector<GroupValue>;

/// -1 stands for "no limit" throughout.
std::string limitText(std::int64_t limit)
{
    return limit < 0 ? std::string("max") : std::to_string(limit);
}

Result<void> refuseNumbers(ObjectReader& fields, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        std::optional<std::int64_t> value;
        TRY(readNumber(fields, name, value));
        if (value && *value != 0 && *value != -1)
            return notSupported(fields.pathOf(name), "is of cgroup v1; v2 has nothing like it");
    }
    return {};
}

Result<void> readSwap(ObjectReader& fields, std::optional<std::int64_t> memory, Values& out)
{
    std::optional<std::int64_t> swap;
    TRY(readNumber(fields, "swap", swap, std::int64_t(-1)));
    if (!swap || *swap == 0)
        return {};
    if (*swap > 0 && (!memory || *memory < 0))
        return Error::invalid(fields.pathOf("swap"), "counts memory, too, so it needs \"limit\"");
    if (*swap > 0 && *swap < *memory)
        return Error::invalid(fields.pathOf("swap"), "counts memory, too: it must reach \"limit\"");
    // The specification's figure is memory and swap; that of v2 is swap alone.
    out.push_back({ fields.pathOf("swap"), "memory.swap.max",
        *swap < 0 ? "max" : std::to_string(*swap - *memory) });
    return {};
}

Result<void> readMemory(ObjectReader& resources, Values& out)
{
    ObjectReader fields = TRY(resources.object("memory"));
    std::optional<std::int64_t> limit, reservation;
    bool noKiller = false, hierarchy = true, check = false;
    TRY(readNumber(fields, "limit", limit, std::int64_t(-1)));
    TRY(readNumber(fields, "reservation", reservation, std::int64_t(-1)));
    if (limit && *limit != 0)
        out.push_back({ fields.pathOf("limit"), "memory.max", limitText(*limit) });
    if (reservation && *reservation != 0)
        out.push_back({ fields.pathOf("reservation"), "memory.low", limitText(*reservation) });
    TRY(readSwap(fields, limit, out));
    TRY(refuseNumbers(fields, { "kernel", "kernelTCP", "swappiness" }));
    TRY(fields.read("disableOOMKiller", noKiller));
    if (noKiller)
        return notSupported(
            fields.pathOf("disableOOMKiller"), "is of cgroup v1; v2 has nothing like it");
    TRY(fields.read("useHierarchy", hierarchy)); // v2 always does
    if (!hierarchy)
        return notSupported(fields.pathOf("useHierarchy"), "cgroup v2 always counts the hierarchy");
    TRY(fields.read("checkBeforeUpdate", check));
    if (check)
        return notSupported(fields.pathOf("checkBeforeUpdate"),
            "is not done: update kills what "
            "is over its new limit");
    return fields.finish();
}

Result<void> readBandwidth(ObjectReader& fields, Values& out)
{
    std::optional<std::int64_t> quota;
    std::optional<std::uint64_t> period, burst;
    TRY(readNumber(fields, "quota", quota, std::int64_t(-1)));
    TRY(readNumber(fields, "period", period));
    TRY(readNumber(fields, "burst", burst));
    const bool limited = quota && *quota > 0;
    if (quota.value_or(0) != 0 || period.value_or(0) != 0) {
        const std::uint64_t microseconds = period.value_or(0) == 0 ? 100'000 : *period;
        out.push_back({ fields.pathOf(quota ? "quota" : "period"), "cpu.max",
            (limited ? std::to_string(*quota) : "max") + " " + std::to_string(microseconds) });
    }
    if (burst)
        out.push_back({ fields.pathOf("burst"), "cpu.max.burst", std::to_string(*burst) });
    return {};
}

Result<void> readCpu(ObjectReader& resources, Values& out)
{
    ObjectReader fields = TRY(resources.object("cpu"));
    std::optional<std::uint64_t> shares;
    std::optional<std::int64_t> idle;
    constexpr std::uint64_t fewest = 2, most = 262144; // cgroup v1's range
    TRY(readNumber(fields, "shares", shares));
    if (shares && *shares != 0) {
        const std::uint64_t kept = std::clamp(*shares, fewest, most);
        const std::uint64_t weight = 1 + (kept - fewest) * 9999 / (most - fewest);
        out.push_back({ fields.pathOf("shares"), "cpu.weight", std::to_string(weight) });
    }
    TRY(readBandwidth(fields, out));
    TRY(readNumber(fields, "idle", idle, std::int64_t(0), std::int64_t(1)));
    if (idle)
        out.push_back({ fields.pathOf("idle"), "cpu.idle", std::to_string(*idle) });
    for (const char* name : { "cpus", "mems" }) {
        std::string list;
        TRY(fields.read(name, list));
        if (list.find_first_not_of("0123456789,-") != std::string::npos)
            return Error::invalid(fields.pathOf(name), "must be a list as \"0-3,7\"");
        if (!list.empty())
            out.push_back({ fields.pathOf(name), std::string("cpuset.") + name, list });
    }
    TRY(refuseNumbers(fields, { "realtimeRuntime", "realtimePeriod" }));
    return fields.finish();
}

Result<void> readPids(ObjectReader& resources, Values& out)
{
    ObjectReader fields = TRY(resources.object("pids"));
    std::optional<std::int64_t> limit;
    TRY(readNumber(fields, "limit", limit));
    if (limit)
        out.push_back(
            { fields.pathOf("limit"), "pids.max", *limit <= 0 ? "max" : std::to_string(*limit) });
    return fields.finish();
}

struct DeviceNumber {
    std::uint32_t major = 0, minor = 0;
    [[nodiscard]] std::string text() const
    {
        return std::to_string(major) + ":" + std::to_string(minor);
    }
};

Result<DeviceNumber> readDeviceNumber(ObjectReader& fields)
{
    DeviceNumber number;
    TRY(readNumber(fields, "major", number.major));
    TRY(readNumber(fields, "minor", number.minor));
    return number;
}

/// The specification's weights are those of the BFQ scheduler, 1 to 1000 in its own file.
Result<void> readWeights(ObjectReader& fields, Values& out)
{
    constexpr std::uint16_t lightest = 10, heaviest = 1000;
    std::optional<std::uint16_t> weight, leaf;
    TRY(readNumber(fields, "weight", weight));
    TRY(readNumber(fields, "leafWeight", leaf));
    if (leaf.value_or(0) != 0)
        return notSupported(fields.pathOf("leafWeight"), "is of cgroup v1; v2 has nothing like it");
    if (weight.value_or(0) != 0) {
        if (*weight < lightest || *weight > heaviest)
            return Error::invalid(fields.pathOf("weight"), "must be 10 to 1000");
        const unsigned scaled = 1 + unsigned(*weight - lightest) * 9999 / (heaviest - lightest);
        out.push_back(
            { fields.pathOf("weight"), "io.weight", "default " + std::to_string(scaled) });
    }
    return readObjects(fields, "weightDevice", out, [](ObjectReader& entry) -> Result<GroupValue> {
        const DeviceNumber number = TRY(readDeviceNumber(entry));
        std::uint16_t value = 0, leafValue = 0;
        TRY(readNumber(entry, "weight", value, lightest, heaviest));
        TRY(readNumber(entry, "leafWeight", leafValue));
        if (leafValue != 0)
            return notSupported(
                entry.pathOf("leafWeight"), "is of cgroup v1; v2 has nothing like it");
        const unsigned scaled = 1 + unsigned(value - lightest) * 9999 / (heaviest - lightest);
        return GroupValue { entry.pathOf("weight"), "io.weight",
            number.text() + " " + std::to_string(scaled) };
    });
}

Result<void> readBlockIo(ObjectReader& resources, Values& out)
{
    ObjectReader fields = TRY(resources.object("blockIO"));
    TRY(readWeights(fields, out));
    for (auto [name, key] :
        { std::pair("throttleReadBpsDevice", "rbps"), std::pair("throttleWriteBpsDevice", "wbps"),
            std::pair("throttleReadIOPSDevice", "riops"),
            std::pair("throttleWriteIOPSDevice", "wiops") }) {
        const auto read = [key = key](ObjectReader& entry) -> Result<GroupValue> {
            const DeviceNumber number = TRY(readDeviceNumber(entry));
            std::uint64_t rate = 0;
            TRY(readNumber(entry, "rate", rate));
            return GroupValue { entry.pathOf("rate"), "io.max",
                number.text() + " " + key + "=" + (rate == 0 ? "max" : std::to_string(rate)) };
        };
        TRY(readObjects(fields, name, out, read));
    }
    return fields.finish();
}

Result<GroupValue> readHugePages(ObjectReader& fields)
{
    std::string size;
    std::uint64_t limit = 0;
    TRY(fields.read("pageSize", size));
    TRY(readNumber(fields, "limit", limit));
    const std::size_t digits = size.find_first_not_of("0123456789");
    const bool known = digits != std::string::npos && digits > 0 && size.front() != '0'
        && (size.substr(digits) == "KB" || size.substr(digits) == "MB"
            || size.substr(digits) == "GB");
    if (!known)
        return Error::invalid(
            fields.pathOf("pageSize"), "must look like 2MB or 1GB, not '" + size + "'");
    return GroupValue { fields.pathOf("limit"), "hugetlb." + size + ".max", std::to_string(limit) };
}

Result<void> readRdma(ObjectReader& resources, Values& out)
{
    const Json* devices = TRY(resources.dictionary("rdma"));
    if (!devices)
        return {};
    for (const auto& [name, json] : devices->items()) {
        ObjectReader fields = TRY(objectOf(json, resources.pathOf("rdma." + name)));
        if (name.empty() || name.find_first_of(" \n\t") != std::string::npos)
            return Error::invalid(resources.pathOf("rdma." + name), "is no name of a device");
        std::optional<std::uint32_t> handles, objects;
        TRY(readNumber(fields, "hcaHandles", handles));
        TRY(readNumber(fields, "hcaObjects", objects));
        TRY(fields.finish());
        std::string text = name;
        if (handles)
            text += " hca_handle=" + std::to_string(*handles);
        if (objects)
            text += " hca_object=" + std::to_string(*objects);
        out.push_back({ resources.pathOf("rdma." + name), "rdma.max", text });
    }
    return {};
}

Result<void> refuseNetwork(ObjectReader& resources)
{
    ObjectReader fields = TRY(resources.object("network"));
    TRY(refuseNumbers(fields, { "classID" }));
    const Json* priorities = TRY(fields.list("priorities"));
    if (priorities && !priorities->empty())
        return notSupported(fields.pathOf("priorities"), "is of cgroup v1; v2 has nothing like it");
    return fields.finish();
}

Result<void> readUnified(ObjectReader& resources, Values& out)
{
    std::map<std::string, std::string> files;
    TRY(resources.read("unified", files));
    for (const auto& [file, value] : files) {
        const std::string field = resources.pathOf("unified." + file);
        TRY(checkText(field, file + value));
        const auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
        const std::size_t dot = file.find('.');
        if (dot == 0 || dot == std::string::npos
            || file.find_first_not_of(plain) != std::string::npos)
            return Error::invalid(field, "is no name of a control file");
        if (file.rfind("cgroup.", 0) == 0 && file != "cgroup.max.depth"
            && file != "cgroup.max.descendants")
            return Error::invalid(field, "is this runtime's to write");
        out.push_back({ field, file, value });
    }
    return {};
}

Result<DeviceRule> readRule(ObjectReader& fields)
{
    DeviceRule rule;
    std::string type = "a", access = "rwm";
    std::optional<std::int64_t> major, minor;
    TRY(fields.read("allow", rule.allow));
    TRY(fields.read("type", type));
    TRY(fields.read("access", access));
    constexpr std::int64_t all = -1, highestMajor = (1 << 12) - 1, highestMinor = (1 << 20) - 1;
    TRY(readNumber(fields, "major", major, all, highestMajor));
    TRY(readNumber(fields, "minor", minor, all, highestMinor));
    if (type.empty())
        type = "a";
    if (type != "a" && type != "c" && type != "b")
        return Error::invalid(fields.pathOf("type"), "must be a, c or b, not '" + type + "'");
    if (access.empty() || access.find_first_not_of("rwm") != std::string::npos)
        return Error::invalid(fields.pathOf("access"), "must be some of rwm, not '" + access + "'");
    rule.type = type.front();
    if (major && *major != all)
        rule.major = std::uint32_t(*major);
    if (minor && *minor != all)
        rule.minor = std::uint32_t(*minor);
    rule.read = access.find('r') != std::string::npos;
    rule.write = access.find('w') != std::string::npos;
    rule.make = access.find('m') != std::string::npos;
    return rule;
}

} // namespace

Result<Resources> parseResources(const Json& json, const std::string& path)
{
    Resources resources;
    ObjectReader reader = TRY(objectOf(json, path));
    TRY(readObjects(reader, "devices", resources.devices, readRule));
    TRY(readMemory(reader, resources.values));
    TRY(readCpu(reader, resources.values));
    TRY(readPids(reader, resources.values));
    TRY(readBlockIo(reader, resources.values));
    TRY(readObjects(reader, "hugepageLimits", resources.values, readHugePages));
    TRY(readRdma(reader, resources.values));
    TRY(refuseNetwork(reader));
    TRY(readUnified(reader, resources.values));
    TRY(reader.finish());
    return resources;
}

} // namespace vitrine::oci
