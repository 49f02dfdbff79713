// SPDX-License-Identifier: GPL-3.0-or-later
// Shorter seccomp programs. The kernel checks, translates and tries out a filter each time that a
// process loads it, which takes longer the longer it is. libseccomp asks for one call number after
// the other; most neighbours have the same verdict, and one comparison does for all of them.
#pragma once

#include <linux/filter.h>
#include <vector>

namespace vitrine::kernel {

using BpfProgram = std::vector<sock_filter>;

/// A program with the verdicts of PROGRAM for each architecture, call number and argument, found by
/// trying PROGRAM with all numbers between which it makes a difference. PROGRAM itself where it
/// does what libseccomp's never do (scratch memory, arithmetic on call numbers) or is as short.
[[nodiscard]] BpfProgram compactSeccomp(const BpfProgram& program);

} // namespace vitrine::kernel
