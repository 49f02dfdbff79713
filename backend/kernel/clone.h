// SPDX-License-Identifier: GPL-3.0-or-later
// clone3(2): a process in new namespaces whose parent is a shim of its own.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstdint>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace vitrine::kernel {

/// A namespace to enter: DESCRIPTOR is one of /proc/PID/ns, or a pidfd of a process in it.
struct NamespaceToJoin {
    int descriptor = -1;
    std::uint64_t kind = 0; ///< CLONE_NEW*
};

struct SpawnRequest {
    std::uint64_t namespaces = 0; ///< CLONE_NEW* flags
    /// Entered before, by a process in between; a user namespace first.
    std::vector<NamespaceToJoin> join;
    /// A user namespace that is entered by the shim, too, -1: none. What runs while the shim starts
    /// runs in it. The caller must own it.
    int within = -1;
    int cgroup = -1; ///< directory to be born in, -1: the caller's
    std::string shim; ///< absolute path of the shim's program
    std::string shimRole; ///< its first argument; the second is the child's pid
    std::vector<std::string> shimArguments {}; ///< that follow
    std::vector<int> shimDescriptors; ///< become its descriptors 3, 4, …
    /// Runs in the child, which then exits with the value returned. Before it execs, the child is a
    /// copy of this single-threaded process, so that it may do whatever that may.
    std::function<int()> child;
    /// Runs once the child exists, before the shim execs: in the shim-to-be, which shares memory
    /// and descriptors with the caller while the caller waits. May be empty.
    std::function<void(pid_t child)> whileShimStarts;
};

struct Spawned {
    pid_t pid = 0;
    UniqueFd process; ///< pidfd of the child
    pid_t shimPid = 0;
    UniqueFd shim; ///< pidfd of the shim, which is a child of the caller
};

/// Start a shim and, as its child, a process in new namespaces.
///
/// The shim is forked with CLONE_VM|CLONE_VFORK, which copies no page tables; it makes the child
/// with clone3 and execs its own small program while the child sets itself up. The caller must
/// have one thread.
[[nodiscard]] Result<Spawned> spawnUnderShim(const SpawnRequest& request);

/// Fork a sibling: a process whose parent is the caller's parent, in the pid namespace that the
/// caller has joined for its children. Returns its pid, 0 in the sibling itself.
[[nodiscard]] Result<pid_t> forkSibling();

} // namespace vitrine::kernel
