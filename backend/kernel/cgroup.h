// SPDX-License-Identifier: GPL-3.0-or-later
// cgroup v2: Documentation/admin-guide/cgroup-v2.rst.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::kernel {

/// Where the cgroup2 file system is mounted, and the group in which containers' groups are made.
struct CgroupMount {
    std::string path; ///< "/sys/fs/cgroup", "/sys/fs/cgroup/unified" (hybrid)
    std::string parent; ///< path of the group below `path`, "" for the root group
    std::vector<std::string> controllers; ///< that `parent` has (cgroup.controllers)
    std::vector<std::string> enabled; ///< that its children get (cgroup.subtree_control)
    std::vector<std::string> host; ///< that the machine has: controllers of the root group
    std::string cpus, memoryNodes; ///< that `parent` can have: lists such as "0-3", "" unknown
    bool operator==(const CgroupMount&) const = default;
};

/// Finds the mount in MOUNTINFO (the text of /proc/self/mountinfo); empty when there is none.
[[nodiscard]] std::string findCgroupMount(const std::string& mountinfo);

/// The path of the cgroup v2 line ("0::/a/b") of /proc/PID/cgroup, "/" when there is none.
[[nodiscard]] std::string cgroupPathIn(const std::string& procCgroup);

/// The leaf that the launcher moves to in a group that was delegated to it: a group whose children
/// have controllers holds no processes itself.
inline constexpr auto launcherLeaf = "/launcher";

/// The end of the group that the daemon asks systemd for (helper/daemon/delegation.h).
inline constexpr auto delegatedScope = "/vitrine.scope";

/// The group that new groups are made in: the caller's own where systemd has delegated it (the
/// caller is then moved to its leaf), otherwise the root for root, the caller's own for others.
/// NotSupported says why when there is no cgroup2 mount or it may not be written.
[[nodiscard]] Result<CgroupMount> findCgroupParent();

/// The group that paths given by others begin at, for a command that stays in its own: the root for
/// root; for others the group that was delegated to them, else their own. Fails as the above.
[[nodiscard]] Result<CgroupMount> findCgroupBase();

/// A cgroup directory, open.
class Cgroup {
public:
    /// Make MOUNT.path + PATH; Exists when it is there.
    [[nodiscard]] static Result<void> create(const std::string& mount, const std::string& path);
    [[nodiscard]] static Result<Cgroup> open(const std::string& mount, const std::string& path);

    [[nodiscard]] int descriptor() const { return m_directory.get(); }
    [[nodiscard]] Result<void> write(const std::string& file, const std::string& value) const;
    [[nodiscard]] Result<std::string> read(const std::string& file) const;

    /// SIGKILL to all in it and below, by cgroup.kill (Linux 5.14).
    [[nodiscard]] Result<void> kill() const;
    /// cgroup.freeze; returns when the kernel reports the wanted state, ETIMEDOUT after 2 s.
    [[nodiscard]] Result<void> freeze(bool frozen) const;
    /// Reclaim until at most BYTES of memory are in use; Busy when that cannot be.
    [[nodiscard]] Result<void> reclaimTo(std::uint64_t bytes) const;
    /// Waits until no process is left in it; ETIMEDOUT after TIMEOUT milliseconds.
    [[nodiscard]] Result<void> waitUntilEmpty(int timeout) const;

private:
    explicit Cgroup(UniqueFd directory)
        : m_directory(std::move(directory))
    {
    }
    /// Waits for LINE ("populated 0") in cgroup.events.
    [[nodiscard]] Result<void> waitForEvent(const std::string& line, int timeout) const;
    UniqueFd m_directory;
};

/// Kill what is in the group, wait for it to be empty and remove it and the groups below it.
/// No error when it is not there.
[[nodiscard]] Result<void> removeCgroup(const std::string& mount, const std::string& path);

} // namespace vitrine::kernel
