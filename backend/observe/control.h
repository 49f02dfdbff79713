// SPDX-License-Identifier: GPL-3.0-or-later
// What the launcher tells the observer: AF_UNIX SOCK_SEQPACKET, one datagram is one JSON object.
//   {"workload": {"id", "name", "owner" (uid), "leader" (pid, 0: stopped), "cgroup", "lower": […],
//                 "upper", "work", "piecewise", "limits": {…}}}   new or changed
//   {"removed": ID}
//   {"subscribe": "observe" or "stats", "uid", "all": bool, "tables": […], "workload", "interval"}
//                 with one descriptor: where the lines go
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/observe/viewer.h"
#include "backend/observe/workloads.h"
#include "backend/observe/world.h"

#include <chrono>
#include <string>
#include <variant>

namespace vitrine::observe {

struct Subscription {
    Viewer viewer;
    Wanted wanted; ///< tables, or only wantedStats
    std::chrono::milliseconds interval { 1000 };
    UniqueFd stream;
};

struct WorkloadRemoved {
    std::string id;
};

struct ControlClosed { };

using ControlMessage = std::variant<Workload, WorkloadRemoved, Subscription, ControlClosed>;

inline constexpr std::size_t maximumControlMessage = 192 * 1024;
inline constexpr std::chrono::milliseconds minimumInterval { 100 };
inline constexpr std::chrono::milliseconds maximumInterval { 60'000 };

/// Receives one message. Fails with Busy when there is none now, with InvalidSpec when it is none
/// of the above; its descriptors are closed then.
[[nodiscard]] Result<ControlMessage> receiveControl(int socket);

/// Reads TEXT, with the descriptor that came with it. Fails with InvalidSpec.
[[nodiscard]] Result<ControlMessage> parseControl(std::string_view text, UniqueFd descriptor);

} // namespace vitrine::observe
