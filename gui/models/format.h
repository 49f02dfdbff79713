// SPDX-License-Identifier: GPL-3.0-or-later
// How numbers read everywhere: units always, binary for memory and files, decimal for rates.
#pragma once

#include "helper/api/values.h"

#include <QString>

namespace vitrine {

/// "12.3 MiB".
[[nodiscard]] QString formatBytes(qint64 bytes);
/// Bytes a second, "1.2 MB/s".
[[nodiscard]] QString formatRate(double bytesPerSecond);
/// "10.0 Mbit/s": what links are named by.
[[nodiscard]] QString formatBitRate(quint64 bitsPerSecond);
/// "12.3 %" of one processor.
[[nodiscard]] QString formatPercent(double percent);
/// Nanoseconds as "850 ns", "120 µs", "4.2 ms", "1.3 s"; empty when negative.
[[nodiscard]] QString formatDuration(qint64 nanoseconds);
/// In a word.
[[nodiscard]] QString textOf(const api::HealthInfo& health);
/// CLOCK_REALTIME in µs as local time: the time alone when it is today; empty for 0.
[[nodiscard]] QString formatTime(quint64 microseconds);
/// The same, always with its date.
[[nodiscard]] QString formatDateTime(quint64 microseconds);
/// Arguments as a shell would take them: quoted where needed.
[[nodiscard]] QString formatCommand(const QStringList& command);
/// "running", in the user's language.
[[nodiscard]] QString textOf(api::WorkloadState state);
[[nodiscard]] QString textOf(api::JobState state);
/// A restart policy of the specification in words.
[[nodiscard]] QString textOfRestart(const QString& policy);
/// The names of the specification's FIELDS, for people.
[[nodiscard]] QString textOfFields(const QStringList& fields);
/// Operation of a job as a noun phrase for a list: "Start", "Delete"…
[[nodiscard]] QString textOfOperation(const QString& operation);
/// TEXT with a capital letter and a full stop, for what the helper says in half sentences.
[[nodiscard]] QString asSentence(QString text);
/// One sentence for people about ERROR: its own text, or what its name means.
[[nodiscard]] QString textOf(const api::ErrorInfo& error);
/// What the user can do about ERROR; empty when nothing general helps.
[[nodiscard]] QString adviceFor(const api::ErrorInfo& error);

} // namespace vitrine
