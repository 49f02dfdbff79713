// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of figures, and what a chart makes of it.
#include "gui/models/chart_content.h"
#include "gui/models/stats_history.h"
#include "gui/models/stats_table_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <cmath>

using namespace vitrine;

namespace {

constexpr qint64 start = 1'700'000'000'000;

/// Takes SECONDS samples from second FROM on, of a container that uses half a processor.
void run(StatsHistory& history, int from, int seconds, const QString& id = QStringLiteral("a"))
{
    for (int i = from; i < from + seconds; ++i) {
        api::StatSample sample;
        sample.time = start + i * 1000LL;
        api::Stat stat;
        stat.cpuUsec = i * 500'000LL;
        stat.memoryBytes = 64LL << 20;
        stat.memoryMax = 128LL << 20;
        stat.cpuMax = 1;
        stat.memorySource = QStringLiteral("processes");
        stat.processes = 3;
        stat.rxBytes = i * 1000LL;
        stat.txBytes = 0;
        sample.workloads.insert(id, stat);
        history.append(sample);
    }
}

ChartContent chart(const StatsHistory& history, ChartKind kind, StatRange range = StatRange::Minute)
{
    const QString id = QStringLiteral("a");
    return chartContent(
        kind, history.points(id, range), range, history.latestTime(), history.latest(id), false);
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ratesAreComputed();
    void ringsAreBounded();
    void thinnedPointsAreMeans();
    void pauseIsAGap();
    void restartIsAGap();
    void notMeasurableIsNoValue();
    void clockSetBack();
    void forgottenAfterADay();
    void chartBreaksAtGaps();
    void chartSaysWhyNot();
    void chartShowsTheLimit();
    void chartIsEmptyBeforeTheFirst();
    void roundTops_data();
    void roundTops();
    void tableTwin();
};

void TestHistory::ratesAreComputed()
{
    StatsHistory history;
    run(history, 1, 5);
    const auto points = history.points(QStringLiteral("a"), StatRange::Minute);
    QCOMPARE(points.size(), 5);
    QVERIFY(std::isnan(points[0].value(StatPoint::Cpu)));
    QCOMPARE(points[1].value(StatPoint::Cpu), 0.5);
    QCOMPARE(points[1].value(StatPoint::Received), 1000.0);
    QCOMPARE(points[1].value(StatPoint::Sent), 0.0);
    QVERIFY(history.points(QStringLiteral("nobody"), StatRange::Minute).isEmpty());
    QVERIFY(!history.latest(QStringLiteral("nobody")));
}

void TestHistory::ringsAreBounded()
{
    StatsHistory history;
    run(history, 1, 4000);
    const QString id = QStringLiteral("a");
    const auto check = [&](StatRange range, int most) {
        const auto points = history.points(id, range);
        QVERIFY(points.size() <= most);
        QVERIFY(points.size() > most / 4);
        QVERIFY(points.first().time >= history.latestTime() - lengthOf(range));
        QCOMPARE(points.last().time, history.latestTime());
    };
    check(StatRange::Minute, 61);
    check(StatRange::TenMinutes, 302);
    check(StatRange::Hour, 362);
    QVERIFY(history.points(id, StatRange::Day).size() <= 35);
}

void TestHistory::thinnedPointsAreMeans()
{
    StatSeries series;
    api::Stat stat;
    // Idle and busy seconds in turn: the mean of a step is half a processor.
    for (int i = 1; i < 2000; ++i) {
        stat.cpuUsec += i % 2 == 0 ? 1'000'000 : 0;
        series.append(start + i * 1000LL, stat);
    }
    const auto points = series.points(StatRange::Hour);
    for (qsizetype i = 1; i + 1 < points.size(); ++i)
        QVERIFY(std::abs(points[i].value(StatPoint::Cpu) - 0.5) < 0.11);
}

void TestHistory::pauseIsAGap()
{
    StatsHistory history;
    run(history, 1, 10);
    run(history, 40, 10);
    for (const StatRange range : { StatRange::Minute, StatRange::TenMinutes, StatRange::Hour }) {
        int gaps = 0;
        for (const auto& point : history.points(QStringLiteral("a"), range))
            gaps += point.isGap();
        QCOMPARE(gaps, 1);
    }
    // The first sample after it has no rate: it would be the mean over the pause.
    const auto points = history.points(QStringLiteral("a"), StatRange::Minute);
    QVERIFY(std::isnan(points[11].value(StatPoint::Cpu)));
    QVERIFY(!std::isnan(points[11].value(StatPoint::Memory)));
}

void TestHistory::restartIsAGap()
{
    StatSeries series;
    api::Stat stat;
    stat.cpuUsec = 5'000'000;
    series.append(start, stat);
    stat.cpuUsec = 6'000'000;
    series.append(start + 1000, stat);
    stat.cpuUsec = 1000;
    series.append(start + 2000, stat);
    const auto points = series.points(StatRange::Minute);
    QCOMPARE(points.size(), 4);
    QVERIFY(points[2].isGap());
    for (const auto& point : points)
        QVERIFY(!(point.value(StatPoint::Cpu) < 0));
}

void TestHistory::notMeasurableIsNoValue()
{
    StatsHistory history;
    run(history, 1, 5);
    for (const auto& point : history.points(QStringLiteral("a"), StatRange::Minute)) {
        QVERIFY(std::isnan(point.value(StatPoint::Read)));
        QVERIFY(std::isnan(point.value(StatPoint::Throttled)));
    }
}

void TestHistory::clockSetBack()
{
    StatsHistory history;
    run(history, 1000, 20);
    run(history, 10, 3);
    const auto points = history.points(QStringLiteral("a"), StatRange::Minute);
    for (qsizetype i = 1; i < points.size(); ++i)
        QVERIFY(points[i].time > points[i - 1].time);
    QCOMPARE(points.size(), 3);
}

void TestHistory::forgottenAfterADay()
{
    StatsHistory history;
    run(history, 1, 3, QStringLiteral("old"));
    run(history, 90'000, 3, QStringLiteral("new"));
    QVERIFY(!history.latest(QStringLiteral("old")));
    QVERIFY(history.latest(QStringLiteral("new")));
}

void TestHistory::chartBreaksAtGaps()
{
    StatsHistory history;
    run(history, 1, 10);
    run(history, 30, 10);
    const auto content = chart(history, ChartKind::Cpu);
    QCOMPARE(content.lines.size(), 1);
    QCOMPARE(content.lines[0].segments.size(), 2);
    QCOMPARE(content.lines[0].segments.last().last(), QPointF(0, 50));
    QCOMPARE(content.unit, QStringLiteral("%"));
    for (const auto& segment : content.lines[0].segments)
        for (const QPointF& point : segment)
            QVERIFY(point.x() <= 0 && point.x() >= -60 && point.y() <= content.top);
}

void TestHistory::chartSaysWhyNot()
{
    StatsHistory history;
    run(history, 1, 3);
    QVERIFY(!chart(history, ChartKind::Disk).reason.isEmpty());
    QVERIFY(!chart(history, ChartKind::Throttling).reason.isEmpty());
    QVERIFY(chart(history, ChartKind::Network).reason.isEmpty());
    QCOMPARE(chart(history, ChartKind::Network).lines.size(), 2);
    QVERIFY(chart(history, ChartKind::Memory).title.contains(QLatin1String("processes")));
}

void TestHistory::chartShowsTheLimit()
{
    StatsHistory history;
    run(history, 1, 3);
    const auto memory = chart(history, ChartKind::Memory);
    QCOMPARE(memory.limit, 128.0);
    QVERIFY(memory.top >= 128.0);
    QVERIFY(memory.limitText.contains(QLatin1String("128")));
    QCOMPARE(chart(history, ChartKind::Cpu).limit, 100.0);
    QVERIFY(std::isnan(chart(history, ChartKind::Processes).limit));
}

void TestHistory::chartIsEmptyBeforeTheFirst()
{
    const StatsHistory history;
    const auto content = chart(history, ChartKind::Cpu);
    QVERIFY(!content.reason.isEmpty());
    QVERIFY(content.lines.isEmpty());
}

void TestHistory::roundTops_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("top");
    QTest::newRow("nothing") << 0.0 << 10.0;
    QTest::newRow("small") << 3.0 << 10.0;
    QTest::newRow("exact") << 100.0 << 100.0;
    QTest::newRow("above") << 101.0 << 120.0;
    QTest::newRow("nine") << 90.0 << 100.0;
    QTest::newRow("large") << 3'100'000.0 << 3'200'000.0;
    QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << 10.0;
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << 1.0;
}

void TestHistory::roundTops()
{
    QFETCH(double, value);
    QFETCH(double, top);
    QCOMPARE(roundTop(value, 10), top);
}

void TestHistory::tableTwin()
{
    StatsHistory history;
    StatsTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    run(history, 1, 70);
    model.setPoints(history.points(QStringLiteral("a"), StatRange::Minute));
    const int rows = model.rowCount();
    const QPersistentModelIndex kept = model.index(rows - 1, 0);
    run(history, 71, 1);
    model.setPoints(history.points(QStringLiteral("a"), StatRange::Minute));
    QCOMPARE(model.rowCount(), rows);
    QVERIFY(kept.isValid());
    QCOMPARE(model.index(rows - 1, 1 + StatPoint::Read).data().toString(), QStringLiteral("–"));
    QVERIFY(model.index(rows - 1, 1).data().toString().startsWith(QLatin1String("50")));
}

QTEST_GUILESS_MAIN(TestHistory)
#include "test_history.moc"
