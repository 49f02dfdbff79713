// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/unique_fd.h"
#include "backend/kernel/id_map.h"

namespace vitrine::kernel {

/// A user namespace that nobody is in, with these maps: what an idmapped mount is made with. The
/// caller must be privileged over its own user namespace.
[[nodiscard]] Result<UniqueFd> userNamespaceWith(const IdMap& users, const IdMap& groups);

} // namespace vitrine::kernel
