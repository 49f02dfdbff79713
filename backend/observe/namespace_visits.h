// SPDX-License-Identifier: GPL-3.0-or-later
// Looks into network namespaces by a socket in each, for who may not make an observer namespace: an
// ordinary user may enter the namespaces that belong to user namespaces of his own.
#pragma once

#include "backend/observe/link_source.h"

#include <optional>
#include <unordered_map>

namespace vitrine::observe {

class NamespaceVisits : public LinkSource {
public:
    void begin(const std::vector<NetworkNamespace>& namespaces) override;
    Result<std::vector<RawLink>> links(const NetworkNamespace& space) override;
    std::uint64_t resolve(const NetworkNamespace& space, std::int32_t id) override;

private:
    Result<RouteSocket> visit(const NetworkNamespace& space) const;

    std::vector<NetworkNamespace> m_namespaces;
    std::optional<RouteSocket> m_socket; ///< of the namespace that was looked into last
    std::unordered_map<std::int32_t, std::uint64_t> m_resolved; ///< of it
    std::uint64_t m_socketOf = 0;
};

} // namespace vitrine::observe
