// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace vitrine {

/// TEXT as it is written, also where the window runs from right to left: figures with their units,
/// paths and addresses keep their order. What is written from right to left itself stays.
[[nodiscard]] QString inOrder(const QString& text);

} // namespace vitrine
