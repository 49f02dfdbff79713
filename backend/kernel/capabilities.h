// SPDX-License-Identifier: GPL-3.0-or-later
// capabilities(7) through libcap-ng, rlimits and the no_new_privs bit.
#pragma once

#include "backend/base/result.h"

#include <string>
#include <vector>

namespace vitrine::kernel {

/// What root in a container may keep: the set that Docker, podman and containerd share, without
/// CAP_MKNOD and CAP_AUDIT_WRITE (no device can be opened and no audit record sent in a user
/// namespace) and without CAP_NET_RAW.
[[nodiscard]] const std::vector<std::string>& defaultCapabilities();

/// Keep only CAPABILITIES (names as "chown") in the effective, permitted and bounding sets and
/// none in the inheritable and ambient ones.
[[nodiscard]] Result<void> keepCapabilities(const std::vector<std::string>& capabilities);

/// Every capability that this library knows, by name.
[[nodiscard]] std::vector<std::string> allCapabilities();

/// Keep only CAPABILITIES in the bounding set and none in the ambient one.
[[nodiscard]] Result<void> narrowCapabilities(const std::vector<std::string>& capabilities);

/// Give up all of the effective, permitted and inheritable sets.
[[nodiscard]] Result<void> dropCapabilities();

/// PR_SET_NO_NEW_PRIVS: execve(2) grants nothing from here on.
[[nodiscard]] Result<void> setNoNewPrivileges();

struct ResourceLimit {
    int resource = 0; ///< RLIMIT_*
    std::string name; ///< "nofile"
    unsigned long long soft = 0, hard = 0;
    bool operator==(const ResourceLimit&) const = default;
};

/// setrlimit(2). Raising a hard limit needs CAP_SYS_RESOURCE over the initial user namespace.
[[nodiscard]] Result<void> setResourceLimit(const ResourceLimit& limit);

} // namespace vitrine::kernel
