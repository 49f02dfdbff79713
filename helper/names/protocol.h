// SPDX-License-Identifier: GPL-3.0-or-later
// What vitrine-names is started with: vitrine-names /ID PROGRAM ARGUMENT…
#pragma once

#include <sys/types.h>

namespace vitrine::names {

/// Its descriptors.
inline constexpr int go = 3; ///< a byte comes when it may go on; its end when nobody wants it
inline constexpr int directory = 4; ///< of the network, shown as /ID
inline constexpr int leases = 5; ///< a file, shown as /ID/leases
inline constexpr int filter = 6; ///< a seccomp program; empty: none

/// Of an ordinary user, else missing: the namespaces that their network is in. dnsmasq then runs as
/// they do, with its capabilities there only.
inline constexpr int userNamespace = 7;
inline constexpr int networkNamespace = 8;

/// Who dnsmasq of root runs as: nobody else, just below the ids that containers of root have.
inline constexpr uid_t user = 1'073'741'823;

/// In the network's directory: what dnsmasq said when it could not start.
inline constexpr auto messages = "messages";

} // namespace vitrine::names
