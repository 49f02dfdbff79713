// SPDX-License-Identifier: GPL-3.0-or-later
// /proc/PID/mountinfo (Documentation/filesystems/proc.rst, 3.5).
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::observe {

struct Mount {
    std::int64_t id = 0;
    std::int64_t parent = 0;
    std::string root; ///< of the mount within its file system; "net:[4026531840]" for nsfs
    std::string point; ///< relative to the process's root
    std::string options; ///< of the mount
    std::string type;
    std::string source;
    std::string superOptions; ///< of the file system
};

/// One line without its newline; nothing when it is no line of mountinfo.
[[nodiscard]] std::optional<Mount> parseMount(std::string_view line);

/// Every line of TEXT that is a mount.
[[nodiscard]] std::vector<Mount> parseMounts(std::string_view text);

/// Where the whole cgroup2 hierarchy is mounted for this process. Fails with NotFound.
[[nodiscard]] Result<std::string> findCgroup2();

} // namespace vitrine::observe
