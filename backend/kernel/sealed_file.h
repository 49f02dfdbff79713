// SPDX-License-Identifier: GPL-3.0-or-later
// Programs in memory that nobody can change: memfd_create(2), F_ADD_SEALS.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <string>

namespace vitrine::kernel {

/// A sealed, executable copy of FILE in memory, shown as NAME.
[[nodiscard]] Result<UniqueFd> sealedCopy(int file, const std::string& name);

/// True when FILE is such a copy.
[[nodiscard]] bool isSealed(int file);

} // namespace vitrine::kernel
