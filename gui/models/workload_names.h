// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace vitrine {

/// Names of containers by ID; the rows of the kernel carry IDs only.
using WorkloadNames = QHash<QString, QString>;

/// The name of WORKLOAD, its ID when the name is not known.
[[nodiscard]] inline QString workloadName(const WorkloadNames& names, const QString& workload)
{
    return names.value(workload, workload);
}

} // namespace vitrine
