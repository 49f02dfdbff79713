// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/direction.h"

#include <QGuiApplication>

namespace vitrine {

QString inOrder(const QString& text)
{
    constexpr QChar leftToRightIsolate(0x2066), popIsolate(0x2069);
    if (text.isEmpty() || !QGuiApplication::isRightToLeft() || text.isRightToLeft())
        return text;
    return leftToRightIsolate + text + popIsolate;
}

} // namespace vitrine
