// SPDX-License-Identifier: GPL-3.0-or-later
// What a container may use of the machine, as cgroup v2 keeps it
// (Documentation/admin-guide/cgroup-v2.rst). Pure values: no I/O, no root.
#pragma once

#include "backend/base/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// The numbers of a block device.
struct DeviceNumber {
    unsigned major = 0, minor = 0;
    bool operator==(const DeviceNumber&) const = default;
};

/// Most that a container does to one block device; what is not set has no limit.
struct IoLimit {
    std::optional<std::uint64_t> readBytes, writeBytes; ///< a second
    std::optional<std::uint64_t> readOperations, writeOperations; ///< a second
    /// Of the device; "8:0" has it from the start, a path once it is looked up
    /// (kernel/block_devices.h). No part of the JSON.
    std::optional<DeviceNumber> number;
    bool operator==(const IoLimit&) const = default;
};

/// What is not set is not limited, or has the kernel's default.
struct Limits {
    std::optional<std::uint64_t> memory; ///< bytes: above, processes are killed (memory.max)
    std::optional<double> cpu; ///< processors: 0.5 is half of one (cpu.max)
    std::optional<std::uint64_t> pids; ///< processes and threads (pids.max)

    std::optional<std::uint64_t> memoryHigh; ///< bytes: above, it is slowed down and reclaimed from
    std::optional<std::uint64_t> memoryLow; ///< bytes that are reclaimed last
    std::optional<std::uint64_t> memoryMin; ///< bytes that are never reclaimed
    std::optional<std::uint64_t> swap; ///< bytes; 0: none (memory.swap.max)
    bool oomGroup = false; ///< out of memory, all its processes are killed, not one

    std::optional<std::uint64_t> cpuPeriod; ///< µs over which `cpu` is counted; 100,000
    std::optional<std::uint64_t> cpuWeight; ///< 1 to 10000, 100 is usual: share when all want it
    std::string cpus; ///< processors that it may run on, "0-3,6"; empty: all
    std::string memoryNodes; ///< memory nodes that it may use, "0"; empty: all

    std::optional<std::uint64_t> ioWeight; ///< 1 to 10000, 100 is usual
    std::map<std::string, IoLimit> io; ///< by device: a path below /dev, or "major:minor"
    std::map<std::string, std::uint64_t> hugePages; ///< bytes by page size: "2MB"

    bool operator==(const Limits&) const = default;
};

namespace bounds {
inline constexpr std::uint64_t smallestMemory = 1024 * 1024;
inline constexpr double smallestCpu = 0.01;
inline constexpr double largestCpu = 1024;
inline constexpr std::uint64_t smallestCpuPeriod = 1000, largestCpuPeriod = 1'000'000; ///< µs
inline constexpr std::uint64_t smallestCpuQuota = 1000; ///< µs; the kernel takes no less
inline constexpr std::uint64_t largestPids = 4194304; ///< PID_MAX_LIMIT of 64-bit Linux
inline constexpr std::uint64_t largestWeight = 10000;
inline constexpr std::size_t limitedDevices = 16;
inline constexpr std::size_t hugePageSizes = 8;
inline constexpr std::size_t deviceNameLength = 255;
inline constexpr std::size_t listLength = 1024; ///< of `cpus` and `memoryNodes`
}

/// Parse and validate the member "limits" of a spec. Errors are InvalidSpec with the field's dotted
/// path ("limits.memory") as object.
[[nodiscard]] Result<Limits> parseLimits(const Json& json);

/// The same as JSON: only what is set.
[[nodiscard]] Json toJson(const Limits& limits);

/// "8:0" as numbers; nothing when TEXT has another form.
[[nodiscard]] std::optional<DeviceNumber> deviceNumberIn(std::string_view text);

/// True for "0-3,6": numbers and rising ranges (cpuset(7), list format).
[[nodiscard]] bool isNumberList(std::string_view text);

/// Whether all of INNER are in OUTER; both are number lists.
[[nodiscard]] bool containsList(std::string_view outer, std::string_view inner);

} // namespace vitrine
