// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace vitrine {

/// Makes the application light or dark ("light", "dark") on Qt's own Fusion style, whatever the
/// desktop says; with anything else the desktop's style and colours stay, or the light theme where
/// there is no desktop.
void applyTheme(const QString& name);

} // namespace vitrine
