// SPDX-License-Identifier: GPL-3.0-or-later
// A profile of the OCI runtime specification as a seccomp filter.
#pragma once

#include "backend/base/unique_fd.h"
#include "backend/kernel/seccomp.h"
#include "backend/spec/oci/runtime_config.h"

namespace vitrine::kernel {

/// Compile PROFILE with libseccomp and shorten the program: some milliseconds. Calls that this
/// libseccomp does not know get the default action, as the specification has it. Errors name the
/// field below "linux.seccomp".
[[nodiscard]] Result<BpfProgram> compileProfile(const oci::SeccompProfile& profile);

/// SECCOMP_FILTER_FLAG_* of the profile; also the one for a listener when it has one.
[[nodiscard]] Result<unsigned> filterFlags(const oci::SeccompProfile& profile);

/// Load PROGRAM with FLAGS; returns the listener's descriptor when FLAGS ask for one.
[[nodiscard]] Result<UniqueFd> loadFilter(const BpfProgram& program, unsigned flags);

// What `features` tells.
[[nodiscard]] std::vector<std::string> seccompActions();
[[nodiscard]] std::vector<std::string> seccompOperators();
[[nodiscard]] std::vector<std::string> seccompArchitectures();
[[nodiscard]] std::vector<std::string> seccompFlags();
/// "2.5.4", the version of libseccomp that runs.
[[nodiscard]] std::string seccompLibraryVersion();

} // namespace vitrine::kernel
