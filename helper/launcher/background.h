// SPDX-License-Identifier: GPL-3.0-or-later
// Work of the disk's speed, done in a child process so that it holds nobody up.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/kernel/subordinate_ids.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <string>

namespace vitrine::launcher {

/// In a forked child: close every descriptor but the standard ones and KEEP (-1: none), which
/// becomes the number that is returned.
int keepOnly(int keep);

/// Run WORK in a forked child that has no descriptor but KEEP, as number 3 (-1: none), then call
/// ENDED from the loop.
[[nodiscard]] Result<void> runInBackground(
    EventLoop& loop, int keep, const std::function<void()>& work, std::function<void()> ended);

/// Remove the tree PATH, then call DONE.
void removeInBackground(EventLoop& loop, const std::string& path, const kernel::SubordinateIds* ids,
    std::function<void(Result<void>)> done);

/// Let go of ROOT, the last reference to a container's overlay: the kernel then writes its files to
/// the disk. Then empty its work directory in STORAGE, which the next mount would do otherwise, and
/// call DONE from the loop.
void releaseRootInBackground(
    EventLoop& loop, UniqueFd root, const std::string& storage, std::function<void()> done);

} // namespace vitrine::launcher
