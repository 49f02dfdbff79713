// SPDX-License-Identifier: GPL-3.0-or-later
// Looks into all network namespaces from one empty namespace of our own, by numbering the others
// there. It needs CAP_SYS_ADMIN and CAP_NET_ADMIN, and holds no other namespace alive.
#pragma once

#include "backend/observe/link_source.h"

#include <unordered_map>

namespace vitrine::observe {

class ObserverNamespace : public LinkSource {
public:
    /// Makes the namespace; the calling process does not enter it. Fails with the errno of unshare.
    [[nodiscard]] static Result<std::unique_ptr<LinkSource>> create();

    void begin(const std::vector<NetworkNamespace>& namespaces) override;
    Result<std::vector<RawLink>> links(const NetworkNamespace& space) override;
    std::uint64_t resolve(const NetworkNamespace& space, std::int32_t id) override;

private:
    ObserverNamespace(RouteSocket requests, RouteSocket events);
    Result<std::int32_t> identify(const NetworkNamespace& space);
    Result<std::int32_t> askId(int file);
    void forget(std::int32_t id);

    RouteSocket m_requests, m_events;
    std::unordered_map<std::uint64_t, std::int32_t> m_ids; ///< inode → our id
    std::unordered_map<std::int32_t, std::uint64_t> m_inodes; ///< and back
};

} // namespace vitrine::observe
