// SPDX-License-Identifier: GPL-3.0-or-later
// Names and flags of namespaces: namespaces(7).
#pragma once

#include "backend/base/result.h"

#include <array>
#include <cstdint>
#include <string>

namespace vitrine::kernel {

struct NamespaceKind {
    const char* name; ///< as in /proc/PID/ns
    std::uint64_t flag; ///< CLONE_NEW*
};

/// All eight, user first: what follows may belong to it.
[[nodiscard]] const std::array<NamespaceKind, 8>& namespaceKinds();

/// CLONE_NEW* of NAME, 0 when there is no such kind.
[[nodiscard]] std::uint64_t namespaceFlag(const std::string& name);

/// A time namespace of this process's own, its clocks shifted by seconds. The process must have
/// one thread; nobody else is in the namespace yet.
[[nodiscard]] Result<void> enterShiftedTime(std::int64_t boottime, std::int64_t monotonic);

} // namespace vitrine::kernel
