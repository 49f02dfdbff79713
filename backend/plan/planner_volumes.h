// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the planner for volumes: files of the host, and empty file systems.
#pragma once

#include "backend/plan/planner.h"

namespace vitrine::plan {

/// The steps of the host, before the container's first process. Fails with NotSupported, naming the
/// field, when a volume cannot be had as asked for.
[[nodiscard]] Result<void> addVolumeSources(Plan& plan, const Volumes& volumes,
    const ContainerPlace& place, const kernel::HostFacts& facts);

/// The steps in the container, parents before what lies in them.
void addVolumeMounts(Plan& plan, const Volumes& volumes, const kernel::HostFacts& facts);

/// Whether root gives a container ids of its own, which its files are shown with.
[[nodiscard]] bool shiftsIds(const kernel::HostFacts& facts);

} // namespace vitrine::plan
