// SPDX-License-Identifier: GPL-3.0-or-later
// The launcher and its smallest client: what the daemon does, without Qt.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "helper/launcher/protocol.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::bench {

/// Make reads of SOCKET fail with EAGAIN when nothing comes for ten seconds: a benchmark may fail,
/// it may not hang.
[[nodiscard]] Result<void> limitWaiting(int socket);

/// A vitrine-launcher of our own with storage in a folder of ours; it ends with this object.
class LauncherClient {
public:
    /// FOLDER (absolute) gets the storage.
    [[nodiscard]] static Result<LauncherClient> start(const std::string& folder);
    LauncherClient(LauncherClient&&) noexcept = default;
    LauncherClient& operator=(LauncherClient&&) = delete;
    ~LauncherClient();

    /// One call. The container events that come meanwhile are kept for waitUntilEnded().
    [[nodiscard]] Result<launcher::Message> call(const std::string& name, nlohmann::json args);

    /// Wait for the event that says that CONTAINER, started by the last call, has ended.
    /// NotSupported when it failed to start or ended with a status other than 0.
    [[nodiscard]] Result<void> waitUntilEnded(const std::string& container);

    /// Start CONTAINERS without waiting for one before the next, and wait until all have ended.
    /// NotSupported as above.
    [[nodiscard]] Result<void> runAtOnce(const std::vector<std::string>& containers);

    /// Create a container of busybox that runs COMMAND without a terminal; its id.
    [[nodiscard]] Result<std::string> create(
        const std::string& name, const std::vector<std::string>& command);

    /// The launcher's process id.
    [[nodiscard]] pid_t pid() const { return m_pid; }

private:
    LauncherClient(pid_t pid, UniqueFd socket);

    pid_t m_pid;
    UniqueFd m_socket;
    int m_lastId = 0;
    std::vector<nlohmann::json> m_events; ///< CONTAINERs since the last call began
};

} // namespace vitrine::bench
