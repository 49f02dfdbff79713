// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/values.h"

#include <QColor>
#include <QIcon>
#include <QPalette>

namespace vitrine {

/// True when text is lighter than its background.
[[nodiscard]] bool isDark(const QPalette& palette);
/// A state's colour of the Okabe–Ito set, readable on the palette's background.
[[nodiscard]] QColor colourOf(api::WorkloadState state, const QPalette& palette);
/// What is wrong, and what is fine.
[[nodiscard]] QColor errorColour(const QPalette& palette);
[[nodiscard]] QColor goodColour(const QPalette& palette);
/// Text of second rank, with at least 4.5 : 1 contrast to the background.
[[nodiscard]] QColor quietColour(const QPalette& palette);
/// The state's shape in its colour.
[[nodiscard]] QIcon stateIcon(api::WorkloadState state, bool unhealthy, const QPalette& palette);

} // namespace vitrine
