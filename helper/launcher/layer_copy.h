// SPDX-License-Identifier: GPL-3.0-or-later
// The copy of a writable layer, made by a process of its own: it takes as long as the disk does.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "helper/launcher/event_loop.h"

#include <functional>
#include <memory>
#include <string>

namespace vitrine::launcher {

class LayerCopy {
public:
    using Progress = std::function<void(double share)>; ///< 0 to 1
    using Done = std::function<void(Result<void>)>;

    /// Copy FROM/upper to TO/upper; both are directories of containers, TO/links is used meanwhile.
    /// Then DONE is called from LOOP, unless this object is destroyed before: that ends the
    /// copying.
    [[nodiscard]] static Result<std::unique_ptr<LayerCopy>> start(EventLoop& loop,
        const std::string& from, const std::string& to, Progress progress, Done done);
    ~LayerCopy();

    /// End the copying; what is returned becomes readable when that is over (pidfd_open(2)).
    [[nodiscard]] UniqueFd cancel();

    LayerCopy(const LayerCopy&) = delete;
    LayerCopy& operator=(const LayerCopy&) = delete;

private:
    LayerCopy(EventLoop& loop, Progress progress, Done done);
    void read();

    EventLoop& m_loop;
    Progress m_progress;
    Done m_done;
    UniqueFd m_socket; ///< what the process says
    UniqueFd m_process; ///< its pidfd
};

} // namespace vitrine::launcher
