// SPDX-License-Identifier: GPL-3.0-or-later
// Ends the processes of a session whose last client has gone.
#pragma once

#include <sys/types.h>

namespace vitrine::shim {

/// How long they have between SIGHUP and SIGKILL, milliseconds.
inline constexpr int hangUpPatience = 2000;

/// Send SIGNAL to the processes whose session (setsid(2)) LEADER leads, or led: a child that the
/// caller has not reaped, so that the number is its own. What has made itself the leader of another
/// session, as daemons do, is not meant. Returns how many live.
int signalSession(pid_t leader, int signal);

} // namespace vitrine::shim
