// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/views/charts/module/chart_plot.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QValueAxis>

#include <cmath>
#include <limits>

namespace vitrine {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Okabe–Ito, dark enough on white and light enough on black.
constexpr QRgb onLight[] = { 0x0072b2, 0xb36b00, 0x007a59, 0x2f86b8, 0xd55e00, 0x8f4f78, 0x5f6670 };
constexpr QRgb onDark[] = { 0x5ab4f0, 0xe6a532, 0x35c79b, 0x8fd0f5, 0xf08a4b, 0xdc9cc0, 0xb0b6bf };

struct Axis {
    Q_DECLARE_TR_FUNCTIONS(ChartAxis)
};

QString timeLabel(double seconds)
{
    if (seconds < 0.5)
        return Axis::tr("now");
    if (seconds < 120)
        return Axis::tr("−%1 s").arg(qRound(seconds));
    if (seconds < 7200)
        return Axis::tr("−%1 min").arg(qRound(seconds / 60));
    return Axis::tr("−%1 h").arg(qRound(seconds / 3600));
}

} // namespace

ChartPlot::ChartPlot(QWidget* parent)
    : QChartView(parent)
    , m_time(new QCategoryAxis(this))
    , m_value(new QValueAxis(this))
    , m_crosshair(nan)
{
    QChart* chart = this->chart();
    chart->setBackgroundVisible(false);
    chart->setMargins(QMargins(0, 0, 12, 0));
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->hide();
    chart->setLocale(QLocale());
    chart->setLocalizeNumbers(true);
    chart->addAxis(m_time, Qt::AlignBottom);
    chart->addAxis(m_value, Qt::AlignLeft);
    m_time->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_value->setTickCount(5);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setBackgroundBrush(Qt::NoBrush);
    setRenderHint(QPainter::Antialiasing);
    setAttribute(Qt::WA_TranslucentBackground);
    viewport()->setAutoFillBackground(false);
    applyPalette();
}

QColor ChartPlot::lineColor(int index) const
{
    const bool dark = palette().color(QPalette::Window).lightness() < 128;
    const auto i = std::size_t(index) % std::size(onLight);
    return QColor::fromRgb(dark ? onDark[i] : onLight[i]);
}

void ChartPlot::applyPalette()
{
    const QColor text = palette().color(QPalette::WindowText);
    QColor grid = text, quiet = text;
    grid.setAlphaF(0.12F);
    quiet.setAlphaF(0.75F);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    for (QAbstractAxis* axis :
        { static_cast<QAbstractAxis*>(m_time), static_cast<QAbstractAxis*>(m_value) }) {
        axis->setLabelsColor(quiet);
        axis->setLabelsFont(small);
        axis->setGridLineColor(grid);
        axis->setLinePen(QPen(grid, 1));
    }
}

void ChartPlot::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyPalette();
        setContent(m_content);
    }
}

void ChartPlot::labelTime(double seconds)
{
    if (seconds == m_labelled)
        return;
    m_labelled = seconds;
    const QStringList old = m_time->categoriesLabels();
    for (const QString& label : old)
        m_time->remove(label);
    m_time->setRange(-seconds, 0);
    m_time->setStartValue(-seconds);
    constexpr int steps = 4;
    for (int i = 0; i <= steps; ++i) {
        const double back = seconds * (steps - i) / steps;
        m_time->append(timeLabel(back), -back);
    }
}

ChartPlot::Segment ChartPlot::makeSegment()
{
    Segment segment { new QLineSeries, new QLineSeries, new QLineSeries, nullptr };
    segment.area = new QAreaSeries(segment.ceiling, segment.floor);
    segment.ceiling->setParent(segment.area);
    segment.floor->setParent(segment.area);
    segment.area->setPen(Qt::NoPen);
    for (QAbstractSeries* series : { static_cast<QAbstractSeries*>(segment.area),
             static_cast<QAbstractSeries*>(segment.line) }) {
        chart()->addSeries(series);
        series->attachAxis(m_time);
        series->attachAxis(m_value);
    }
    return segment;
}

void ChartPlot::setSegment(Segment& segment, const QList<QPointF>& points, const QColor& color)
{
    QList<QPointF> floor;
    if (!points.isEmpty())
        floor = { { points.first().x(), 0 }, { points.last().x(), 0 } };
    segment.line->replace(points);
    segment.ceiling->replace(points);
    segment.floor->replace(floor);
    QColor fill = color;
    fill.setAlphaF(0.2F);
    segment.line->setPen(QPen(color, 1.5));
    segment.area->setBrush(fill);
    segment.area->setVisible(!points.isEmpty());
    segment.line->setVisible(!points.isEmpty());
}

void ChartPlot::setContent(const ChartContent& content)
{
    m_content = content;
    labelTime(content.seconds);
    m_value->setRange(0, content.top);
    m_value->setLabelFormat(QStringLiteral("%.%1f %2")
                                .arg(content.decimals)
                                .arg(content.unit)); // "%" stands for itself
    qsizetype used = 0;
    for (const ChartLine& line : content.lines) {
        for (const auto& points : line.segments) {
            if (used == m_segments.size())
                m_segments.append(makeSegment());
            setSegment(m_segments[used++], points, lineColor(line.color));
        }
    }
    for (; used < m_segments.size(); ++used)
        setSegment(m_segments[used], {}, lineColor(0));
    viewport()->update();
}

double ChartPlot::valueAt(int line, double seconds) const
{
    double best = nan, distance = m_content.seconds / 30;
    if (line >= m_content.lines.size())
        return best;
    for (const auto& points : m_content.lines[line].segments) {
        for (const QPointF& point : points) {
            if (std::abs(point.x() - seconds) <= distance) {
                distance = std::abs(point.x() - seconds);
                best = point.y();
            }
        }
    }
    return best;
}

void ChartPlot::setCrosshair(double seconds)
{
    m_crosshair = seconds;
    viewport()->update();
}

void ChartPlot::mouseMoveEvent(QMouseEvent* event)
{
    QChartView::mouseMoveEvent(event);
    const QPointF inChart = chart()->mapFromScene(mapToScene(event->pos()));
    if (m_moved)
        m_moved(chart()->plotArea().contains(inChart)
                ? std::clamp(chart()->mapToValue(inChart).x(), -m_content.seconds, 0.0)
                : nan);
}

void ChartPlot::leaveEvent(QEvent* event)
{
    QChartView::leaveEvent(event);
    if (m_moved)
        m_moved(nan);
}

void ChartPlot::drawForeground(QPainter* painter, const QRectF&)
{
    const QRectF plot = chart()->plotArea();
    const QColor text = palette().color(QPalette::WindowText);
    const auto place = [&](double x, double y) {
        return QPointF(plot.left() + (x + m_content.seconds) / m_content.seconds * plot.width(),
            plot.bottom() - y / m_content.top * plot.height());
    };
    if (!std::isnan(m_content.limit) && m_content.limit <= m_content.top) {
        const qreal y = place(0, m_content.limit).y();
        const QColor color = lineColor(4);
        painter->setPen(QPen(color, 1, Qt::DashLine));
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter->setPen(color);
        painter->drawText(QRectF(plot.left() + 6, y + 2, plot.width() - 12, 20),
            int(Qt::AlignLeft | Qt::AlignTop), m_content.limitText);
    }
    if (std::isnan(m_crosshair))
        return;
    const qreal x = place(m_crosshair, 0).x();
    painter->setPen(QPen(text, 1, Qt::DotLine));
    painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    for (int i = 0; i < m_content.lines.size(); ++i) {
        const double value = valueAt(i, m_crosshair);
        if (std::isnan(value))
            continue;
        painter->setBrush(lineColor(m_content.lines[i].color));
        painter->drawEllipse(place(m_crosshair, value), 3.5, 3.5);
    }
}

} // namespace vitrine
