// SPDX-License-Identifier: GPL-3.0-or-later
// What one viewer sees of a look, and the lines that tell him.
#pragma once

#include "backend/observe/table.h"
#include "backend/observe/viewer.h"
#include "backend/observe/world.h"

#include <cstdint>
#include <string>

namespace vitrine::observe {

/// The rows of one viewer.
struct View {
    Records<ProcessRow> processes;
    Records<NamespaceRow> namespaces;
    Records<LinkRow> links;
    Records<OverlayRow> mounts;
    Records<ChangeRow> changes;
    Records<CgroupRow> cgroups;
};

/// What VIEWER sees of the tables WANTED of WORLD's last look. BEFORE is what he saw until now.
[[nodiscard]] View viewOf(
    const World& world, const Viewer& viewer, const Wanted& wanted, const View& before);

/// The line of OpenObserve, with its newline, that leads from BEFORE to AFTER; empty when nothing
/// changed. With FULL, all rows of AFTER.
enum class LineKind { Full, Delta };
[[nodiscard]] std::string observationLine(std::uint64_t sequence, LineKind kind,
    const Wanted& wanted, const View& before, const View& after);

/// The row of a namespace as the viewer of VISIBILITY may see it.
[[nodiscard]] NamespaceRow namespaceRow(
    const World& world, const NamespaceFact& fact, const Visibility& visibility);

} // namespace vitrine::observe
