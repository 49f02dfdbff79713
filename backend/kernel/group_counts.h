// SPDX-License-Identifier: GPL-3.0-or-later
// How often the processes of a control group met its limits, and whom the kernel killed for it.
#pragma once

#include "backend/base/unique_fd.h"
#include "backend/kernel/cgroup.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

/// memory.events and pids.events, since the group was made. 0 where there is no such controller.
struct GroupCounts {
    std::uint64_t oom = 0; ///< memory.max was met and nothing could be reclaimed
    std::uint64_t oomKills = 0; ///< processes that were killed for it
    std::uint64_t memoryMax = 0; ///< memory.max was met
    std::uint64_t memoryHigh = 0; ///< memory.high was met
    std::uint64_t pidsMax = 0; ///< a fork failed for pids.max
    bool operator==(const GroupCounts&) const = default;
};

[[nodiscard]] GroupCounts readCounts(const Cgroup& group);

/// A process that the kernel killed for lack of memory in a group.
struct OomVictim {
    std::string group; ///< path in the kernel's eyes, of the group that was full
    std::string name;
    pid_t pid = 0; ///< in the initial pid namespace
    bool operator==(const OomVictim&) const = default;
};

/// The victim that a record of /dev/kmsg tells of: "…;oom-kill:constraint=…,oom_memcg=/a,…,task=sh,
/// pid=7,uid=0". Its group is empty when it is about something else.
[[nodiscard]] OomVictim parseVictim(std::string_view record);

/// The kernel's log from now on; only some users may read it.
class KernelLog {
public:
    KernelLog();
    /// What was killed since the last call; none when the log may not be read.
    [[nodiscard]] std::vector<OomVictim> victims() const;

private:
    UniqueFd m_log;
};

} // namespace vitrine::kernel
