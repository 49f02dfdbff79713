// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/chart_content.h"

#include "gui/models/stats_table_model.h"
#include "gui/models/units.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace vitrine {

namespace {

struct Chart {
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

struct Unit {
    const char* name;
    double factor; ///< one of the unit in the figure's own
};

constexpr Unit binaryUnits[] = { { "KiB", 1024.0 }, { "MiB", 1048576.0 }, { "GiB", 1073741824.0 },
    { "TiB", 1099511627776.0 } };
constexpr Unit rateUnits[] = { { "kB/s", 1e3 }, { "MB/s", 1e6 }, { "GB/s", 1e9 } };

/// The largest of UNITS of which MAXIMUM has at least one.
template <std::size_t N> Unit unitFor(const Unit (&units)[N], double maximum)
{
    Unit chosen = units[0];
    for (const Unit& unit : units)
        if (maximum >= unit.factor)
            chosen = unit;
    return chosen;
}

double largest(const QList<StatPoint>& points, const QList<StatPoint::Figure>& figures)
{
    double result = 0;
    for (const StatPoint& point : points)
        for (const auto figure : figures)
            if (const double value = point.value(figure); !std::isnan(value))
                result = std::max(result, value);
    return result;
}

QList<QList<QPointF>> segmentsOf(const QList<StatPoint>& points, StatPoint::Figure figure,
    qint64 now, double seconds, double factor)
{
    QList<QList<QPointF>> segments;
    bool open = false;
    for (const StatPoint& point : points) {
        const double x = double(point.time - now) / 1000.0;
        const double value = point.value(figure);
        if (std::isnan(value) || x < -seconds) {
            open = false;
            continue;
        }
        if (!open)
            segments.append(QList<QPointF>());
        open = true;
        segments.last().append({ x, value / factor });
    }
    return segments;
}

struct Plan {
    QString title;
    QList<StatPoint::Figure> figures;
    QStringList names;
    Unit unit;
    double smallestTop;
    int color;
};

Plan planOf(ChartKind kind, const QList<StatPoint>& points)
{
    switch (kind) {
    case ChartKind::Cpu:
        return { Chart::tr("CPU"), { StatPoint::Cpu }, {}, { "%", 0.01 }, 10, 0 };
    case ChartKind::Memory:
        return { Chart::tr("Memory"), { StatPoint::Memory }, {},
            unitFor(binaryUnits, largest(points, { StatPoint::Memory })), 1, 1 };
    case ChartKind::Processes:
        return { Chart::tr("Processes"), { StatPoint::Processes }, {}, { "", 1 }, 4, 2 };
    case ChartKind::Network:
        return { Chart::tr("Network"), { StatPoint::Received, StatPoint::Sent },
            { Chart::tr("receiving"), Chart::tr("sending") },
            unitFor(rateUnits, largest(points, { StatPoint::Received, StatPoint::Sent })), 1, 3 };
    case ChartKind::Disk:
        return { Chart::tr("Disk"), { StatPoint::Read, StatPoint::Written },
            { Chart::tr("reading"), Chart::tr("writing") },
            unitFor(rateUnits, largest(points, { StatPoint::Read, StatPoint::Written })), 1, 5 };
    case ChartKind::Throttling:
        return { Chart::tr("Throttled"), { StatPoint::Throttled }, {}, { "%", 0.01 }, 10, 4 };
    }
    return {};
}

QString reasonFor(ChartKind kind, const api::Stat* latest)
{
    if (!latest)
        return Chart::tr("Nothing measured yet: charts begin when the container runs.");
    if (kind == ChartKind::Network && latest->rxBytes < 0)
        return Chart::tr("Not measurable here: there is no interface but loopback.");
    if (kind == ChartKind::Disk && latest->readBytes < 0)
        return Chart::tr("Not measurable here: the control group has no io controller.");
    if (kind == ChartKind::Throttling && latest->throttledUsec < 0)
        return Chart::tr("Not measurable here: the control group has no cpu controller.");
    return {};
}

void setLimit(
    ChartContent& content, ChartKind kind, const api::Stat& latest, bool host, double factor)
{
    double limit = -1;
    if (kind == ChartKind::Cpu)
        limit = latest.cpuMax;
    else if (kind == ChartKind::Memory)
        limit = double(latest.memoryMax);
    else if (kind == ChartKind::Processes)
        limit = double(latest.pidsMax);
    if (limit <= 0)
        return;
    const QString text = kind == ChartKind::Cpu ? units::percent(limit)
        : kind == ChartKind::Memory             ? units::bytes(limit)
                                                : QLocale().toString(qint64(limit));
    content.limit = limit / factor;
    content.limitText = host ? Chart::tr("all: %1").arg(text) : Chart::tr("limit %1").arg(text);
}

void chooseTop(ChartContent& content, double maximum, double smallest)
{
    content.top = roundTop(maximum * 1.05, smallest);
    // A limit within sight belongs into the picture; one far above would flatten the line.
    if (!std::isnan(content.limit) && content.limit <= 4 * std::max(maximum, smallest / 4))
        content.top = std::max(content.top, roundTop(content.limit, smallest));
    // The axis has labels at every quarter.
    content.decimals = 0;
    for (double quarter = content.top / 4;
         content.decimals < 3 && std::abs(quarter - std::round(quarter)) > 1e-6; quarter *= 10)
        ++content.decimals;
}

/// What the newest value alone does not tell: kills for lack of memory, throttled periods.
QString limitNote(ChartKind kind, const api::Stat& latest, bool host)
{
    if (kind == ChartKind::Memory && latest.oomKills > 0 && !host)
        return QStringLiteral("\u26a0 ")
            + Chart::tr("%n killed for lack of memory", nullptr, int(latest.oomKills));
    if (kind == ChartKind::Throttling && latest.periods > 0)
        return Chart::tr("in %1 of %2 periods")
            .arg(QLocale().toString(latest.throttledPeriods), QLocale().toString(latest.periods));
    return {};
}

QString sourceNote(const api::Stat* latest)
{
    return latest && latest->memorySource == QLatin1String("processes")
        ? QStringLiteral(" (%1)").arg(memorySourceName(latest->memorySource))
        : QString();
}

/// A chart of one line over what CgroupModel remembers.
template <typename Value>
ChartContent cgroupChart(const CgroupExtra& extra, double factor, Value value)
{
    ChartContent content;
    content.seconds = double(CgroupModel::historyLength);
    ChartLine line;
    line.segments.append(QList<QPointF>());
    qint64 before = 0;
    for (const CgroupPoint& point : extra.history) {
        if (before != 0 && point.time - before > 3 * Rate::longestLook)
            line.segments.append(QList<QPointF>());
        before = point.time;
        const double x = double(point.time - extra.history.back().time) / 1000.0;
        if (x >= -content.seconds)
            line.segments.last().append({ x, value(point) / factor });
    }
    content.lines.append(line);
    return content;
}

} // namespace

double roundTop(double value, double smallest)
{
    value = value >= smallest ? value : smallest; // a NaN is not
    if (!(value > 0) || !std::isfinite(value))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : { 1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0 })
        if (value <= step * power * 1.000001)
            return step * power;
    return 10 * power;
}

ChartContent chartContent(ChartKind kind, const QList<StatPoint>& points, StatRange range,
    qint64 now, const api::Stat* latest, bool host)
{
    const Plan plan = planOf(kind, points);
    ChartContent content;
    content.title = plan.title + (kind == ChartKind::Memory ? sourceNote(latest) : QString());
    content.unit = QLatin1String(plan.unit.name);
    content.seconds = double(lengthOf(range)) / 1000.0;
    content.end = now;
    content.reason = reasonFor(kind, latest);
    if (!content.reason.isEmpty())
        return content;
    setLimit(content, kind, *latest, host, plan.unit.factor);
    chooseTop(content, largest(points, plan.figures) / plan.unit.factor, plan.smallestTop);
    QStringList values;
    for (qsizetype i = 0; i < plan.figures.size(); ++i) {
        ChartLine line;
        line.name = plan.names.value(i);
        line.color = plan.color + int(i);
        line.segments = segmentsOf(points, plan.figures[i], now, content.seconds, plan.unit.factor);
        content.lines.append(line);
        if (!points.isEmpty())
            values.append(formatFigure(plan.figures[i], points.last().value(plan.figures[i])));
    }
    if (const QString note = limitNote(kind, *latest, host); !note.isEmpty())
        values.append(note);
    content.current = values.join(QStringLiteral(" · "));
    return content;
}

ChartContent cgroupCpuChart(const api::CgroupRow& row, const CgroupExtra& extra)
{
    ChartContent content
        = cgroupChart(extra, 0.01, [](const CgroupPoint& point) { return point.cpu; });
    content.title = Chart::tr("CPU, in percent of one processor");
    content.unit = QStringLiteral("%");
    content.current = units::percent(extra.cpu.perSecond() / 1e6);
    double maximum = 0;
    for (const auto& point : extra.history)
        maximum = std::max(maximum, point.cpu * 100);
    if (const double limit = processorsOf(row.cpuMax); limit > 0) {
        content.limit = limit * 100;
        content.limitText = Chart::tr("limit %1").arg(units::percent(limit));
    }
    chooseTop(content, maximum, 10);
    return content;
}

ChartContent cgroupMemoryChart(const api::CgroupRow& row, const CgroupExtra& extra)
{
    double maximum = 0;
    for (const auto& point : extra.history)
        maximum = std::max(maximum, double(point.memoryBytes));
    const Unit unit = unitFor(binaryUnits, maximum);
    ChartContent content = cgroupChart(
        extra, unit.factor, [](const CgroupPoint& point) { return double(point.memoryBytes); });
    content.lines.last().color = 1;
    content.title = Chart::tr("Memory, %1").arg(memorySourceName(row.memorySource));
    content.unit = QLatin1String(unit.name);
    content.current = units::bytes(double(row.memoryBytes));
    if (row.memoryMax > 0) {
        content.limit = double(row.memoryMax) / unit.factor;
        content.limitText = Chart::tr("limit %1").arg(units::bytes(double(row.memoryMax)));
    }
    chooseTop(content, maximum / unit.factor, 1);
    return content;
}

} // namespace vitrine
