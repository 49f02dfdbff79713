// SPDX-License-Identifier: GPL-3.0-or-later
// Two ways to look into other network namespaces.
#pragma once

#include "backend/base/result.h"
#include "backend/base/unique_fd.h"
#include "backend/observe/link_messages.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace vitrine::observe {

/// A network namespace to look into.
struct NetworkNamespace {
    std::uint64_t inode = 0;
    std::function<Result<UniqueFd>()> open;
};

class LinkSource {
public:
    virtual ~LinkSource() = default;

    /// Prepares a look at exactly these namespaces.
    virtual void begin(const std::vector<NetworkNamespace>& namespaces) = 0;
    /// The links of one of them. Fails when it cannot be looked into, or is gone.
    [[nodiscard]] virtual Result<std::vector<RawLink>> links(const NetworkNamespace& space) = 0;
    /// The inode behind the id that a link of SPACE has for the namespace of its other end, 0 when
    /// it is none of the namespaces of begin(). To be asked after links(SPACE).
    [[nodiscard]] virtual std::uint64_t resolve(const NetworkNamespace& space, std::int32_t id) = 0;

    /// The best way that this process may go: an observer namespace, else visits.
    [[nodiscard]] static std::unique_ptr<LinkSource> create();
};

} // namespace vitrine::observe
