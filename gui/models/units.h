// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the kernel as people read them (format.h), with a dash for what is not known: a
// negative number or a NaN.
#pragma once

#include <QString>

namespace vitrine::units {

/// "12.3 MiB".
[[nodiscard]] QString bytes(double count);
/// Bytes a second, "1.2 MB/s".
[[nodiscard]] QString networkRate(double bytesPerSecond);
/// FRACTION of one processor as "12.3 %".
[[nodiscard]] QString percent(double fraction);
/// A whole number with the locale's separators.
[[nodiscard]] QString count(qint64 number);
/// Microseconds as "1.2 ms", "3.4 s".
[[nodiscard]] QString duration(qint64 microseconds);
/// What stands for a value that is not known.
[[nodiscard]] QString unknown();

} // namespace vitrine::units
