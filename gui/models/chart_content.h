// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart shows, ready to be drawn: lines in the units of their axis, broken where nothing is
// known, and a top that is a round number. Pure functions.
#pragma once

#include "gui/models/cgroup_model.h"
#include "gui/models/stats_history.h"

#include <QPointF>

#include <limits>

namespace vitrine {

struct ChartLine {
    QString name; ///< for the legend; empty when the chart has one line only
    int color = 0; ///< index into the chart colours
    /// Points of (seconds before now, zero or negative; value in the axis' unit). A gap lies
    /// between two segments.
    QList<QList<QPointF>> segments;
};

struct ChartContent {
    QString title;
    QString unit; ///< "%", "MiB", "kB/s", or empty for a count
    QString current; ///< the newest value as text
    QString reason; ///< why there is nothing to draw; empty when there is
    double top = 1; ///< of the axis, which begins at zero
    int decimals = 0; ///< of the axis' labels
    double limit = std::numeric_limits<double>::quiet_NaN(); ///< in the axis' unit; NaN: none
    QString limitText; ///< "limit 512 MiB"
    double seconds = 60; ///< how far back the left end is
    qint64 end = 0; ///< CLOCK_REALTIME of the right end, milliseconds; 0: not known
    QList<ChartLine> lines;
};

enum class ChartKind { Cpu, Memory, Processes, Network, Disk, Throttling };

/// The chart KIND of POINTS, which end at NOW (milliseconds of CLOCK_REALTIME). LATEST, when
/// there is one, gives the limits and says what is not measured here. HOST: of the whole machine.
[[nodiscard]] ChartContent chartContent(ChartKind kind, const QList<StatPoint>& points,
    StatRange range, qint64 now, const api::Stat* latest, bool host);

/// Processor time and memory of one control group.
[[nodiscard]] ChartContent cgroupCpuChart(const api::CgroupRow& row, const CgroupExtra& extra);
[[nodiscard]] ChartContent cgroupMemoryChart(const api::CgroupRow& row, const CgroupExtra& extra);

/// The smallest of 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10 × a power of ten that is not below VALUE;
/// at least SMALLEST.
[[nodiscard]] double roundTop(double value, double smallest);

} // namespace vitrine
