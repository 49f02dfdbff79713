// SPDX-License-Identifier: GPL-3.0-or-later
// seccomp(2) filters. libseccomp takes about 10 ms to build one, so a filter is compiled once and
// kept as a BPF program that any number of containers load.
#pragma once

#include "backend/base/result.h"
#include "backend/kernel/seccomp_compaction.h"

namespace vitrine::kernel {

/// The default profile (seccomp_profile.h) compiled for this machine's architecture and its
/// 32-bit one.
[[nodiscard]] Result<BpfProgram> compileDefaultProfile();

/// Load PROGRAM for the calling process. Needs no_new_privs or CAP_SYS_ADMIN.
[[nodiscard]] Result<void> loadSeccomp(const BpfProgram& program);

} // namespace vitrine::kernel
