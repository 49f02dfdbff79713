// SPDX-License-Identifier: GPL-3.0-or-later
// All network interfaces of all network namespaces.
#pragma once

#include "backend/observe/link_source.h"
#include "backend/observe/namespace_scan.h"

#include <memory>
#include <vector>

namespace vitrine::observe {

class LinkScan {
public:
    /// Rows without workload, from a look into every network namespace of FACTS that can be opened.
    [[nodiscard]] std::vector<LinkRow> scan(const NamespaceScan::Facts& facts,
        const std::vector<Process>& processes, const ProcessScan& reader);
    /// The same of exactly these.
    [[nodiscard]] std::vector<LinkRow> scan(const std::vector<NetworkNamespace>& spaces);

private:
    std::unique_ptr<LinkSource> m_source; ///< made by the first scan
};

} // namespace vitrine::observe
