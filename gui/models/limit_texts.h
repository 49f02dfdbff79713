// SPDX-License-Identifier: GPL-3.0-or-later
// Limits, and what happened to them, in words. Pure functions.
#pragma once

#include "helper/api/values.h"

#include <QString>
#include <QVariantMap>

namespace vitrine {

/// FIELD of a container's specification, an object, as the bus takes it.
[[nodiscard]] QVariantMap mapIn(const QString& spec, const QString& field);
/// The limits in SPEC (WorkloadInfo::spec), as Container1.SetLimits takes them.
[[nodiscard]] QVariantMap limitsIn(const QString& spec);

/// All limits but memory, processors and processes, one after the other: "swap 0 B, share 50".
/// Empty when there is none.
[[nodiscard]] QString otherLimits(const QVariantMap& limits);

/// How often limits were met: "1 process killed for lack of memory". Empty: nothing that matters.
[[nodiscard]] QString limitEventsText(const api::LimitEvents& events);

/// What a person should be told of Container1.LimitReached.
struct LimitNotice {
    QString title; ///< "web was out of memory"; empty: nothing to tell
    QString text; ///< "The kernel killed process 123 (dd). Its limit is 64 MiB."
};
[[nodiscard]] LimitNotice limitNotice(const QString& workload, const api::LimitReached& event);

} // namespace vitrine
