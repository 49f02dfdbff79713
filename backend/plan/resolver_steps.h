// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that tell a container its names and those of others; see steps.h.
#pragma once

#include <string>

namespace vitrine::plan {

/// A file of this start only, on a memory file system: what the layers have there is covered, not
/// changed.
struct ShowText {
    std::string name; ///< "hosts": of the file that is shown, below /dev/.vitrine
    std::string path; ///< "/etc/hosts"
    std::string text;
};

/// A setting of the kernel in the namespaces of the container.
struct SetKernelSetting {
    std::string name; ///< "net/ipv4/ping_group_range"
    std::string value;
    std::string meaning; ///< "Let everybody in it use ping"
};

} // namespace vitrine::plan
