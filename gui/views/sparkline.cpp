// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace vitrine {

void paintSparkline(QPainter& painter, const QRectF& rect, const QList<double>& values,
    double ceiling, int capacity, const QColor& colour)
{
    if (values.size() < 2 || capacity < 2)
        return;
    const double top = std::max(ceiling, *std::max_element(values.begin(), values.end()));
    const double step = rect.width() / double(capacity - 1);
    const auto point = [&](qsizetype i) {
        const double x = rect.right() - double(values.size() - 1 - i) * step;
        return QPointF(x, rect.bottom() - rect.height() * values.at(i) / top);
    };
    QPainterPath line(point(0));
    for (qsizetype i = 1; i < values.size(); ++i)
        line.lineTo(point(i));
    QPainterPath area = line;
    area.lineTo(rect.right(), rect.bottom());
    area.lineTo(point(0).x(), rect.bottom());
    area.closeSubpath();

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = colour;
    fill.setAlphaF(0.2F);
    painter.fillPath(area, fill);
    painter.setPen(QPen(colour, 1.25));
    painter.drawPath(line);
    painter.restore();
}

} // namespace vitrine
