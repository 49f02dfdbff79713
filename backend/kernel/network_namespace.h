// SPDX-License-Identifier: GPL-3.0-or-later
// network_namespaces(7). To make one takes the kernel longer than to make all the other kinds
// together, so it is made by a process of its own while the container's first process does what
// needs no network.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"

#include <memory>

namespace vitrine::kernel {

class NetworkNamespaceMaker {
public:
    /// Begin to make a network namespace that belongs to the user namespace OWNER, with clone(2),
    /// setns(2) and unshare(2). The caller must be privileged over OWNER and keep it open
    /// meanwhile.
    [[nodiscard]] static Result<NetworkNamespaceMaker> begin(int owner);

    NetworkNamespaceMaker(NetworkNamespaceMaker&&) noexcept;
    NetworkNamespaceMaker& operator=(NetworkNamespaceMaker&&) = delete;
    /// Waits for the process.
    ~NetworkNamespaceMaker();

    /// Wait until it is made: a descriptor of it, for setns(2) with CLONE_NEWNET.
    [[nodiscard]] Result<UniqueFd> finish();

private:
    struct Work;
    explicit NetworkNamespaceMaker(std::unique_ptr<Work> work);
    std::unique_ptr<Work> m_work;
};

} // namespace vitrine::kernel
