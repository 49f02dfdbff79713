// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/unique_fd.h"
#include "helper/daemon/call.h"
#include "helper/daemon/callers.h"
#include "helper/daemon/launcher_link.h"

#include <map>

namespace vitrine::daemon {

inline constexpr int maximumStreams = 64; ///< open at once, of one user

/// Hands out descriptors from the launcher (consoles, sessions, observations) and knows how many
/// each user holds open.
class Streams {
public:
    explicit Streams(LauncherLink& launcher);

    /// Answer CALL with the descriptor that the launcher gives for REQUEST; with Quota when the
    /// caller has maximumStreams open.
    void open(const Call& call, const Caller& caller, const std::string& request,
        const nlohmann::json& arguments);

private:
    /// What a user holds. A descriptor stays in the epoll set until its last copy, wherever that
    /// is, is closed: the kernel counts for us, and nobody wakes up.
    struct Holdings {
        UniqueFd epoll;
        int requested = 0;
    };

    [[nodiscard]] Result<void> reserve(uid_t user);
    [[nodiscard]] Result<int> take(Holdings& holdings, LauncherLink::Outcome outcome);

    LauncherLink& m_launcher;
    std::map<uid_t, Holdings> m_holdings;
};

} // namespace vitrine::daemon
