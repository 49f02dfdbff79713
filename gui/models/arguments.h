// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace vitrine {

/// Splits TEXT into arguments as a POSIX shell would, without expanding anything: blanks separate,
/// '…' is literal, "…" knows \" and \\, a backslash takes the next character. Nothing when a quote
/// is not closed.
[[nodiscard]] std::optional<QStringList> splitArguments(const QString& text);

} // namespace vitrine
