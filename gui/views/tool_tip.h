// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace vitrine {

/// TEXT as a tool tip that shows it as it is: Qt would take markup in the names of files, processes
/// and interfaces, which anybody can choose, for markup, and load what it names.
[[nodiscard]] QString plainToolTip(const QString& text);

} // namespace vitrine
