// SPDX-License-Identifier: GPL-3.0-or-later
// The container's side of a run: from clone3 to execve.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/seccomp.h"
#include "backend/plan/network_machine.h"
#include "backend/plan/oci_child.h"
#include "backend/plan/record.h"
#include "backend/plan/steps.h"

#include <array>
#include <sys/types.h>
#include <vector>

namespace vitrine::plan {

inline constexpr std::size_t maximumSteps = 1024;

/// Memory that launcher and child share: what the child did, and how it failed.
struct Ledger {
    std::array<StepRecord, maximumSteps> records;
    int failedStep = -1;
    ErrorKind kind = ErrorKind::Kernel;
    int number = 0;
    std::array<char, 64> call {};
    std::array<char, 512> object {};
    std::array<char, 512> text {};
    pid_t sibling = 0; ///< JoinNamespaces: the process that was forked inside
};

/// Tokens between launcher and child; see kernel::sendToken.
namespace token {
inline constexpr char release = 'p'; ///< launcher → child, with the layers when root opened them
inline constexpr char network = 'n'; ///< launcher → child: it may execute, and its network
inline constexpr char mounts = 'm'; ///< child → launcher, with its mount namespace
inline constexpr char ready = 'w'; ///< child → launcher: it would wait for its start now
inline constexpr char wait = 'g'; ///< launcher → child: it may, all is written down
}

/// Kinds of what the child sends to its shim.
namespace stream_token {
inline constexpr char terminal = 't'; ///< one descriptor: the master
inline constexpr char pipes = 'p'; ///< three: input, output, errors
}

struct ChildContext {
    const Plan* plan = nullptr;
    Ledger* ledger = nullptr;
    const kernel::BpfProgram* seccomp = nullptr;
    int launcher = -1; ///< the child's end of the socket to the launcher
    int launcherEnd = -1; ///< the launcher's own end, to be closed at once
    int shim = -1; ///< the child's end of the socket to its shim
    const std::vector<UniqueFd>* mounts = nullptr; ///< of TakeMount, in their order
    int init = -1; ///< the program that is process 1 where Execute asks for it
    int leader = -1; ///< JoinNamespaces: pidfd of the process to join
    std::int64_t began = 0; ///< kernelClock() at the start of the run
    const oci::Parts* parts = nullptr; ///< for steps of oci_steps.h
    NetworkMachine* network = nullptr; ///< for steps of network_steps.h
};

/// Runs in the child: applies the plan's Child steps, those after the last Host step when the
/// launcher has done that one, and executes the payload.
/// Returns only on failure, with an exit status; what failed is in the ledger.
int runChild(ChildContext context);

/// Nanoseconds of CLOCK_TAI, which no time namespace shifts: the same clock on both sides.
[[nodiscard]] std::int64_t kernelClock();

} // namespace vitrine::plan
