// SPDX-License-Identifier: GPL-3.0-or-later
// nft(8)'s own library, in the network namespace that the process is in when it first uses it.
#pragma once

#include "backend/base/result.h"

#include <string>
#include <vector>

namespace vitrine::network {

/// Run COMMANDS, in nft(8)'s language, all or nothing. Errors are Kernel with the errno that nft
/// names and nft's words. NotSupported when there is no libnftables.
[[nodiscard]] Result<void> runFirewall(const std::string& commands);

/// Run commands that take something away; what is not there is no error.
[[nodiscard]] Result<void> removeFromFirewall(const std::vector<std::string>& commands);

/// Let go of the network namespace in which it was first used; the next use is in the caller's.
void leaveFirewall();

/// Whether the set NAME of our table has elements; false where there is no such table.
[[nodiscard]] Result<bool> hasElements(const std::string& set);

/// What nft prints for the listing COMMAND ("list chains"): as JSON, or as text in which "# handle
/// 7" ends each rule.
enum class Listing { Json, Text };
[[nodiscard]] Result<std::string> listFirewall(const std::string& command, Listing listing);

} // namespace vitrine::network
