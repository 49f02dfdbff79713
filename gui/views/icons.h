// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

namespace vitrine {

/// The icon NAME of resources/icons, drawn in the text colour of the application's palette (or in
/// ROLE) at the size and scale that is asked for; follows a change of the palette.
[[nodiscard]] QIcon icon(const QString& name, QPalette::ColorRole role = QPalette::ButtonText);

/// The same in a fixed colour.
[[nodiscard]] QIcon icon(const QString& name, const QColor& colour);

} // namespace vitrine
