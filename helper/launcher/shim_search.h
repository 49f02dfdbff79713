// SPDX-License-Identifier: GPL-3.0-or-later
// Which process a container's shim is, and which its first process, when no file tells any more.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <map>
#include <optional>
#include <string>
#include <sys/types.h>

namespace vitrine::launcher {

struct FoundShim {
    UniqueFd process; ///< pidfd of the shim
    pid_t leader = 0; ///< its child, the container's first process
    UniqueFd leaderProcess; ///< pidfd of that
};

/// Connect to the socket NAME of a shim in the runtime directory DIRECTORY, whose path's length
/// does not matter.
[[nodiscard]] Result<UniqueFd> connectToShim(int directory, const std::string& name);
/// Which process listens at the other end of SOCKET.
[[nodiscard]] Result<pid_t> peerOf(int socket);

/// The shim at the other end of SOCKET. NotFound when that is none of this user's, or when its
/// child has gone.
[[nodiscard]] Result<FoundShim> shimBehind(int socket);

/// All shims of this user, found when the first one is asked for.
class ShimSearch {
public:
    /// The shim that works in RUNTIMEDIRECTORY, which may be removed already. NotFound when there
    /// is none.
    [[nodiscard]] Result<FoundShim> workingIn(const std::string& runtimeDirectory);

private:
    [[nodiscard]] static Result<std::map<std::string, pid_t>> search();
    std::optional<std::map<std::string, pid_t>> m_found; ///< by runtime directory
};

/// Kill the container's first process and wait for its shim to end, which is killed too when it
/// does not.
void endWithShim(const FoundShim& shim);

} // namespace vitrine::launcher
