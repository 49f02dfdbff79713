// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <memory>
#include <string>

namespace vitrine::launcher {

/// Lets go of containers' mounts in processes of its own: with the last reference the kernel waits
/// for its readers (RCU) and writes an overlay's files to the disk, which takes its time. They are
/// forked by a small process that is
/// made early: each fork of the launcher itself would copy its page tables, and then each page that
/// it writes to.
class MountReleaser {
public:
    explicit MountReleaser(EventLoop& loop)
        : m_loop(loop)
    {
    }

    /// Make the small process anew, in the control group that this one is in now: one that stayed
    /// behind in a group that was delegated would keep it from having controllers. Without one to
    /// be had, the first release makes it.
    void begin() { (void)start(); }

    /// Close MOUNTS, the last reference to a mount namespace with an overlay, and empty its work
    /// directory in STORAGE, which the next mount would do otherwise; then call DONE from the loop.
    /// Without a process to be had it takes longer, but is done.
    void release(UniqueFd mounts, const std::string& storage, std::function<void()> done);

private:
    [[nodiscard]] Result<void> start();
    /// Gives MOUNTS, STORAGE and the writing end of a pipe away; DONE is called when that is
    /// closed.
    [[nodiscard]] Result<void> handOver(
        UniqueFd& mounts, const UniqueFd& storage, const std::function<void()>& done);

    EventLoop& m_loop;
    UniqueFd m_process; ///< socket to the small process; it ends when this is closed
    std::shared_ptr<UniqueFd> m_pidfd; ///< of it
};

} // namespace vitrine::launcher
