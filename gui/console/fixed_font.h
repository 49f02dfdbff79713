// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace vitrine {

/// The desktop's font of equal widths; where it names one that has not (a platform without a
/// desktop, such as VNC), the font database's.
[[nodiscard]] QFont fixedFont();

} // namespace vitrine
