// SPDX-License-Identifier: GPL-3.0-or-later
// A container whose record cannot be read is still there: its files are, and it may run.
#pragma once

#include "helper/launcher/container.h"

#include <string>

namespace vitrine::launcher {

/// The container ID whose record could not be read because of ERROR. Name, image, owner, ids and
/// times are those that TEXT, what the record holds, tells before it breaks off.
[[nodiscard]] Container damagedContainer(
    const std::string& id, const std::string& text, const Error& error);

} // namespace vitrine::launcher
