// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QRectF>

class QPainter;

namespace vitrine {

/// Draws VALUES, the newest at the right, as an area at 20 % under a line. The scale goes from 0
/// to the greatest value, at least to CEILING. CAPACITY values fill the width.
void paintSparkline(QPainter& painter, const QRectF& rect, const QList<double>& values,
    double ceiling, int capacity, const QColor& colour);

} // namespace vitrine
