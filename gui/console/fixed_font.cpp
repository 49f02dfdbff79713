// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/console/fixed_font.h"

#include <QFontDatabase>
#include <QFontInfo>

namespace vitrine {

QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    if (!QFontInfo(font).fixedPitch())
        font.setFamily(QStringLiteral("monospace"));
    return font;
}

} // namespace vitrine
