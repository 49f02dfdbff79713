// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <QString>
#include <QStringList>

#include <sys/types.h>

namespace vitrine::daemon {

/// A launcher that we started: its process, and our end of the socket to it.
struct LauncherProcess {
    UniqueFd socket;
    UniqueFd process; ///< pidfd
    pid_t pid = 0;
};

/// Start PROGRAM --socket FD ARGUMENTS… with one end of a socket pair on FD.
[[nodiscard]] Result<LauncherProcess> startLauncher(
    const QString& program, const QStringList& arguments);

/// Connect to the launcher that listens on PATH.
[[nodiscard]] Result<UniqueFd> connectLauncher(const QString& path);

/// How the process behind PIDFD, a child of ours, has ended: "exited with status 1". Reaps it.
/// Empty when it still runs.
[[nodiscard]] QString reap(const UniqueFd& process);

/// Give a launcher whose socket is closed a second to end, then kill it. Reaps it.
void endLauncher(UniqueFd process);

} // namespace vitrine::daemon
