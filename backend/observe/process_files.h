// SPDX-License-Identifier: GPL-3.0-or-later
// Parsers of /proc/PID/{stat,status,cgroup,cmdline} and of namespace links (proc(5)).
#pragma once

#include "backend/observe/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::observe {

/// The fields of /proc/PID/stat that we use.
struct ProcessStat {
    std::int64_t pid = 0;
    std::string name; ///< as it is: any bytes
    char state = '?';
    std::int64_t parent = 0;
    bool kernelThread = false;
    std::uint64_t minorFaults = 0, majorFaults = 0;
    std::uint64_t userTicks = 0, systemTicks = 0;
    std::uint64_t reapedTicks = 0; ///< both, of children that it has waited for
    std::int64_t threads = 0;
    std::int64_t startTime = 0;
    std::uint64_t virtualBytes = 0;
    std::int64_t residentPages = 0;
    bool operator==(const ProcessStat&) const = default;
};

/// Parses a line of stat. The name may hold spaces, newlines and ")": it ends at the last ")".
[[nodiscard]] std::optional<ProcessStat> parseStat(std::string_view text);

struct ProcessStatus {
    std::uint32_t realUid = 0;
    std::int64_t innerPid = 0; ///< last of NSpid, 0 when the kernel has none
};

/// Parses status; nothing without a "Uid:" line.
[[nodiscard]] std::optional<ProcessStatus> parseStatus(std::string_view text);

/// The path of the cgroup2 line ("0::/path"), empty when there is none.
[[nodiscard]] std::string parseCgroup(std::string_view text);

/// Arguments joined by spaces.
[[nodiscard]] std::string parseCommandLine(std::string_view text);

struct NamespaceId {
    NamespaceType type = NamespaceType::Mnt;
    std::uint64_t inode = 0;
    auto operator<=>(const NamespaceId&) const = default;
};

/// Parses "net:[4026531840]", the target of a namespace link.
[[nodiscard]] std::optional<NamespaceId> parseNamespaceLink(std::string_view target);

} // namespace vitrine::observe
