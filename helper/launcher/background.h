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

/// Remove the tree PATH, then call DONE.
void removeInBackground(EventLoop& loop, const std::string& path, const kernel::SubordinateIds* ids,
    std::function<void(Result<void>)> done);

} // namespace vitrine::launcher
