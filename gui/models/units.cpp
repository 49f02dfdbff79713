// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/units.h"

#include "gui/models/format.h"

#include <QLocale>

namespace vitrine::units {

QString unknown()
{
    return QStringLiteral("–");
}

QString bytes(double count)
{
    return count >= 0 ? formatBytes(qint64(count)) : unknown();
}

QString networkRate(double bytesPerSecond)
{
    return bytesPerSecond >= 0 ? formatRate(bytesPerSecond) : unknown();
}

QString percent(double fraction)
{
    return fraction >= 0 ? formatPercent(fraction * 100) : unknown();
}

QString count(qint64 number)
{
    return number >= 0 ? QLocale().toString(number) : unknown();
}

QString duration(qint64 microseconds)
{
    return microseconds >= 0 ? formatDuration(microseconds * 1000) : unknown();
}

} // namespace vitrine::units
