// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that subscribers get. Members and their meaning are those of helper/api/observation.h.
#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::observe {

/// The eight types, in the order of the arrays below.
enum class NamespaceType { Mnt, Uts, Ipc, Pid, Net, User, Cgroup, Time };
inline constexpr std::size_t namespaceTypes = 8;
inline constexpr std::array<std::string_view, namespaceTypes> namespaceNames { "mnt", "uts", "ipc",
    "pid", "net", "user", "cgroup", "time" };

struct ProcessRow {
    std::string key;
    std::int64_t pid = 0;
    std::int64_t parent = 0;
    std::int64_t startTime = 0;
    std::uint32_t uid = 0;
    std::string name;
    std::string command;
    std::string state;
    std::int64_t threads = 0;
    std::int64_t innerPid = 0;
    std::string cgroup;
    std::array<std::uint64_t, namespaceTypes> namespaces {}; ///< 0: not readable
    std::int64_t cpuUsec = 0;
    std::int64_t residentBytes = 0;
    std::string workload;
    bool operator==(const ProcessRow&) const = default;
};

struct NamespaceRow {
    std::string key;
    std::string type;
    std::uint64_t inode = 0;
    std::uint64_t parent = 0;
    std::uint64_t owner = 0;
    std::int64_t ownerUid = -1;
    std::int64_t processes = 0;
    std::int64_t leader = 0;
    std::string leaderName;
    std::vector<std::string> pins;
    bool initial = false;
    std::string workload;
    bool operator==(const NamespaceRow&) const = default;
};

/// What a kind of link has beside what all have, by the names of helper/api/observation.h.
using LinkDetails = std::map<std::string, std::string>;

struct LinkRow {
    std::string key;
    std::uint64_t netns = 0;
    std::int64_t index = 0;
    std::string name;
    std::string kind;
    std::string mac;
    std::int64_t mtu = 0;
    bool up = false;
    bool carrier = false;
    std::string operState;
    std::int64_t master = 0;
    std::uint64_t parentNetns = 0;
    std::int64_t parentIndex = 0;
    std::uint64_t peerNetns = 0;
    std::int64_t peerIndex = 0;
    std::vector<std::string> addresses;
    std::uint64_t rxBytes = 0, txBytes = 0, rxPackets = 0, txPackets = 0;
    std::uint64_t rxErrors = 0, txErrors = 0, rxDropped = 0, txDropped = 0;
    LinkDetails details;
    std::string workload;
    bool operator==(const LinkRow&) const = default;
};

struct OverlayRow {
    std::string key;
    std::string workload;
    std::vector<std::string> lower;
    std::string upper, work;
    std::string options;
    std::int64_t upperBytes = 0;
    bool operator==(const OverlayRow&) const = default;
};

struct ChangeRow {
    std::string key;
    std::string workload;
    std::string path;
    std::string change;
    std::string type;
    std::int64_t size = 0;
    std::int64_t modified = 0;
    bool operator==(const ChangeRow&) const = default;
};

/// What the kernel's files say of one cgroup.
struct CgroupFigures {
    bool populated = false, frozen = false;
    std::vector<std::string> controllers;
    std::int64_t cpuUsec = 0, cpuUserUsec = 0, cpuSystemUsec = 0;
    std::int64_t throttledUsec = -1, periods = -1, throttledPeriods = -1;
    std::int64_t memoryBytes = -1; ///< -1: no memory controller
    std::int64_t memoryMax = -1, pidsMax = -1;
    std::string cpuMax;
    double cpuPressure = -1, memoryPressure = -1, ioPressure = -1;
    std::int64_t oomKills = -1;
    std::int64_t readBytes = -1, writtenBytes = -1; ///< io.stat, -1: no io controller
    bool operator==(const CgroupFigures&) const = default;
};

struct CgroupRow {
    std::string key; ///< also the row's "path"
    std::int64_t processes = 0;
    std::int64_t memoryBytes = 0;
    std::string memorySource;
    CgroupFigures figures;
    std::string workload;
    bool operator==(const CgroupRow&) const = default;
};

/// Figures of one workload or of the host.
struct Stat {
    std::int64_t cpuUsec = 0;
    std::int64_t memoryBytes = 0;
    std::string memorySource;
    std::int64_t memoryMax = -1;
    double cpuMax = -1;
    std::int64_t processes = 0;
    std::int64_t readBytes = -1, writtenBytes = -1;
    std::int64_t rxBytes = -1, txBytes = -1;
    std::int64_t throttledUsec = -1, periods = -1, throttledPeriods = -1;
    std::int64_t pidsMax = -1;
    std::int64_t oomKills = -1;
};

/// The JSON object of a row, all fields present.
[[nodiscard]] nlohmann::json toJson(const ProcessRow& row);
[[nodiscard]] nlohmann::json toJson(const NamespaceRow& row);
[[nodiscard]] nlohmann::json toJson(const LinkRow& row);
[[nodiscard]] nlohmann::json toJson(const OverlayRow& row);
[[nodiscard]] nlohmann::json toJson(const ChangeRow& row);
[[nodiscard]] nlohmann::json toJson(const CgroupRow& row);
[[nodiscard]] nlohmann::json toJson(const Stat& stat);

/// JSON in one line of valid UTF-8, whatever bytes its strings hold.
[[nodiscard]] std::string toLine(const nlohmann::json& json);

} // namespace vitrine::observe
