// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of text that descriptions of steps are made of.
#pragma once

#include "backend/kernel/mounts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::plan {

[[nodiscard]] std::string join(const std::vector<std::string>& parts, const char* between);
/// ARGUMENT as a shell would need it.
[[nodiscard]] std::string shellQuoted(const std::string& argument);
/// "ro,nosuid,size=64k"
[[nodiscard]] std::string mountOptionText(const kernel::MountOptions& options, unsigned attributes);
/// "user", "mnt", …
[[nodiscard]] std::vector<std::string> namespaceNamesIn(std::uint64_t flags);
/// "user, mnt"
[[nodiscard]] std::string namespaceText(std::uint64_t flags);
/// " --user --mount"
[[nodiscard]] std::string unshareOptions(std::uint64_t flags);
/// "64 MiB"; bytes where it is no whole number of MiB.
[[nodiscard]] std::string sizeText(std::uint64_t bytes);
/// "rslave"
[[nodiscard]] std::string propagationText(unsigned long flags);

} // namespace vitrine::plan
