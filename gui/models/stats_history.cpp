// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/stats_history.h"

#include <cmath>
#include <limits>

namespace vitrine {

namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr std::array<qint64, 4> lengths { 60'000, 600'000, 3'600'000, 86'400'000 };
/// What one point stands for, in milliseconds; 0: every sample as it came.
constexpr std::array<qint64, 4> steps { 0, 2'000, 10'000, 120'000 };
/// More samples than this in the last minute are thinned from the front.
constexpr std::size_t maximumPoints = 720;
constexpr qint64 shortestGap = 2'500;

/// Counter AFTER minus BEFORE a second over ELAPSED ms; NaN when it is not measured.
float rate(qint64 before, qint64 after, qint64 elapsed)
{
    if (before < 0 || after < 0 || elapsed <= 0)
        return nan;
    return float(double(after - before) * 1000.0 / double(elapsed));
}

bool wentBack(const api::Stat& before, const api::Stat& after)
{
    return after.cpuUsec < before.cpuUsec || after.readBytes < before.readBytes
        || after.rxBytes < before.rxBytes || after.txBytes < before.txBytes
        || after.writtenBytes < before.writtenBytes;
}

} // namespace

qint64 lengthOf(StatRange range)
{
    return lengths[std::size_t(range)];
}

StatPoint StatPoint::gapAt(qint64 time)
{
    StatPoint point;
    point.time = time;
    point.values.fill(nan);
    return point;
}

bool StatPoint::isGap() const
{
    return std::isnan(values[Cpu]) && std::isnan(values[Memory]);
}

StatPoint StatSeries::Ring::mean() const
{
    StatPoint point = sums;
    for (std::size_t i = 0; i < counts.size(); ++i)
        point.values[i] = counts[i] == 0 ? nan : sums.values[i] / float(counts[i]);
    return point;
}

void StatSeries::Ring::append(const StatPoint& point, qint64 step, qint64 length)
{
    const qint64 number = step == 0 ? -1 : point.time / step;
    if (step == 0 || point.isGap() || number != bucket) {
        // The last element of the ring is the mean of the step that is still open.
        points.push_back(point);
        sums = StatPoint {};
        counts.fill(0);
        bucket = point.isGap() ? -1 : number;
    }
    if (step != 0 && !point.isGap()) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (std::isnan(point.values[i]))
                continue;
            sums.values[i] += point.values[i];
            ++counts[i];
        }
        sums.time = point.time;
        points.back() = mean();
    }
    while (points.size() > maximumPoints || points.front().time < point.time - length)
        points.pop_front();
}

void StatSeries::append(qint64 time, const api::Stat& stat)
{
    const qint64 elapsed = time - m_time;
    const bool first = m_time == 0;
    const bool gap = first || elapsed <= 0 || wentBack(m_last, stat)
        || elapsed > std::max(shortestGap, 3 * m_interval);
    StatPoint point;
    point.time = time;
    point.values
        = { gap ? nan : rate(m_last.cpuUsec, stat.cpuUsec, elapsed) / 1e6f, float(stat.memoryBytes),
              float(stat.processes), gap ? nan : rate(m_last.rxBytes, stat.rxBytes, elapsed),
              gap ? nan : rate(m_last.txBytes, stat.txBytes, elapsed),
              gap ? nan : rate(m_last.readBytes, stat.readBytes, elapsed),
              gap ? nan : rate(m_last.writtenBytes, stat.writtenBytes, elapsed),
              gap ? nan : rate(m_last.throttledUsec, stat.throttledUsec, elapsed) / 1e6f };
    if (elapsed <= 0 && !first)
        m_rings = {}; // the clock was set back: what was before has no place on the axis
    for (std::size_t i = 0; i < m_rings.size(); ++i) {
        if (gap && !m_rings[i].points.empty())
            m_rings[i].append(StatPoint::gapAt(m_time + 1), steps[i], lengths[i]);
        m_rings[i].append(point, steps[i], lengths[i]);
    }
    m_interval = gap ? 0 : elapsed;
    m_last = stat;
    m_time = time;
}

QList<StatPoint> StatSeries::points(StatRange range) const
{
    const auto& points = m_rings[std::size_t(range)].points;
    return { points.begin(), points.end() };
}

void StatsHistory::append(const api::StatSample& sample)
{
    m_latestTime = sample.time;
    m_series[QString()].append(sample.time, sample.host);
    for (auto it = sample.workloads.begin(); it != sample.workloads.end(); ++it)
        m_series[it.key()].append(sample.time, it.value());
    const qint64 oldest = sample.time - lengthOf(StatRange::Day);
    m_series.removeIf([&](const auto& entry) { return entry.value().latestTime() < oldest; });
    Q_EMIT appended();
}

QList<StatPoint> StatsHistory::points(const QString& workload, StatRange range) const
{
    const auto it = m_series.constFind(workload);
    return it == m_series.constEnd() ? QList<StatPoint>() : it->points(range);
}

const api::Stat* StatsHistory::latest(const QString& workload) const
{
    const auto it = m_series.constFind(workload);
    return it == m_series.constEnd() ? nullptr : &it->latest();
}

void StatsHistory::reset()
{
    m_series.clear();
    m_latestTime = 0;
    Q_EMIT appended();
}

} // namespace vitrine
