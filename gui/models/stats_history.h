// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helper/api/observation.h"

#include <QHash>
#include <QObject>

#include <array>
#include <deque>

namespace vitrine {

/// The figures of one moment, rates computed. NaN: not measurable, or a gap.
struct StatPoint {
    enum Figure {
        Cpu, ///< processors in use
        Memory, ///< bytes
        Processes,
        Received, ///< bytes a second
        Sent,
        Read,
        Written,
        Throttled, ///< seconds of throttling a second
        FigureCount
    };
    qint64 time = 0; ///< CLOCK_REALTIME, milliseconds
    std::array<float, FigureCount> values {};

    /// A mark that nothing is known here: charts break their line.
    [[nodiscard]] static StatPoint gapAt(qint64 time);
    [[nodiscard]] bool isGap() const;
    [[nodiscard]] double value(Figure figure) const { return double(values[figure]); }
};

enum class StatRange { Minute, TenMinutes, Hour, Day };

/// The length of RANGE in milliseconds.
[[nodiscard]] qint64 lengthOf(StatRange range);

/// The past of one workload, thinned: the further back, the wider the step that one point stands
/// for (its mean).
class StatSeries {
public:
    /// Takes the cumulative figures STAT of TIME. Nothing for longer than three steps, a clock or a
    /// counter that went back: a gap.
    void append(qint64 time, const api::Stat& stat);
    /// The points of RANGE, oldest first.
    [[nodiscard]] QList<StatPoint> points(StatRange range) const;
    [[nodiscard]] const api::Stat& latest() const { return m_last; }
    [[nodiscard]] qint64 latestTime() const { return m_time; }

private:
    struct Ring {
        std::deque<StatPoint> points;
        StatPoint sums;
        std::array<int, StatPoint::FigureCount> counts {};
        qint64 bucket = -1;

        void append(const StatPoint& point, qint64 step, qint64 length);
        [[nodiscard]] StatPoint mean() const;
    };

    std::array<Ring, 4> m_rings;
    api::Stat m_last;
    qint64 m_time = 0;
    qint64 m_interval = 0;
};

/// What was measured of the host and of every container while somebody looked.
class StatsHistory : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void append(const api::StatSample& sample);
    /// Points of WORKLOAD (empty: the host), oldest first.
    [[nodiscard]] QList<StatPoint> points(const QString& workload, StatRange range) const;
    /// The last figures of WORKLOAD (empty: the host), null when there are none.
    [[nodiscard]] const api::Stat* latest(const QString& workload) const;
    /// When the last sample was taken, milliseconds of CLOCK_REALTIME; 0: never.
    [[nodiscard]] qint64 latestTime() const { return m_latestTime; }
    void reset();

Q_SIGNALS:
    void appended();

private:
    QHash<QString, StatSeries> m_series;
    qint64 m_latestTime = 0;
};

} // namespace vitrine
