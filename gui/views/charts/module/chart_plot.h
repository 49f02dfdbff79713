// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/chart_content.h"

#include <QChartView>

#include <functional>

QT_BEGIN_NAMESPACE
class QAreaSeries;
class QCategoryAxis;
class QLineSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace vitrine {

/// The lines, axes, limit and crosshair of one chart.
class ChartPlot : public QChartView {
public:
    explicit ChartPlot(QWidget* parent = nullptr);

    void setContent(const ChartContent& content);
    void setCrosshair(double seconds);
    void onCrosshair(std::function<void(double)> moved) { m_moved = std::move(moved); }
    /// The value of line LINE nearest to SECONDS, NaN when there is none within a step or so.
    [[nodiscard]] double valueAt(int line, double seconds) const;
    /// The colour INDEX of the charts on this widget's palette.
    [[nodiscard]] QColor lineColor(int index) const;

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& area) override;
    void changeEvent(QEvent* event) override;

private:
    struct Segment {
        QLineSeries* line = nullptr; ///< drawn; the area has a copy, which it frames on all sides
        QLineSeries* ceiling = nullptr;
        QLineSeries* floor = nullptr;
        QAreaSeries* area = nullptr;
    };
    Segment makeSegment();
    void setSegment(Segment& segment, const QList<QPointF>& points, const QColor& color);
    void labelTime(double seconds);
    void applyPalette();

    ChartContent m_content;
    QCategoryAxis* m_time;
    QValueAxis* m_value;
    QList<Segment> m_segments;
    std::function<void(double)> m_moved;
    double m_crosshair;
    double m_labelled = 0;
};

} // namespace vitrine
