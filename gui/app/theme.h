// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace vitrine {

/// Makes the application light or dark ("light", "dark") on Qt's own Fusion style, whatever the
/// desktop says; with anything else the desktop's style and colours stay.
void applyTheme(const QString& name);

} // namespace vitrine
