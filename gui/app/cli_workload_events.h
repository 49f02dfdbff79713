// SPDX-License-Identifier: GPL-3.0-or-later
// What has happened, found by comparing what the bus said before with what it says now. Pure
// functions.
#pragma once

#include "helper/api/values.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace vitrine::cli {

/// One thing that happened, as `vitrine events` tells it.
struct Event {
    quint64 time = 0; ///< CLOCK_REALTIME, µs
    QString what; ///< "started", "stopped", "health", …
    QString path; ///< object path of the workload, "/" when there is none
    QString id; ///< of the workload, empty when it is not known
    QString name; ///< of the workload
    QString text; ///< the rest for people, may be empty
    QJsonObject details; ///< the rest for programs
};

/// What happened to a workload between BEFORE and AFTER, in the order of time. What the bus gives
/// no time of happened NOW. A BEFORE without a path: all that is known of it.
[[nodiscard]] QList<Event> eventsBetween(
    const api::WorkloadInfo& before, const api::WorkloadInfo& after, quint64 now);

/// WORKLOAD is gone.
[[nodiscard]] Event deletion(const api::WorkloadInfo& workload, quint64 now);

/// WORKLOAD met a limit.
[[nodiscard]] Event limitEvent(
    const api::WorkloadInfo& workload, const api::LimitReached& limit, quint64 now);

/// JOB failed or was cancelled; nothing otherwise.
[[nodiscard]] std::optional<Event> failureOf(const api::JobInfo& job);

} // namespace vitrine::cli
