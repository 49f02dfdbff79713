// SPDX-License-Identifier: GPL-3.0-or-later
// The live models under deltas: consistent after each, and no row that lives loses its index.
#include "gui/models/filter_proxy.h"
#include "gui/models/observation_models.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QTest>

using namespace vitrine;

namespace {

api::ProcessRow process(qint64 pid, qint64 parent, const QString& workload = {})
{
    api::ProcessRow row;
    row.key = QStringLiteral("%1:%2").arg(pid).arg(pid * 10);
    row.pid = pid;
    row.parent = parent;
    row.name = QStringLiteral("p%1").arg(pid);
    row.workload = workload;
    row.state = QStringLiteral("S");
    return row;
}

api::CgroupRow cgroup(const QString& path, qint64 cpuUsec = 0)
{
    api::CgroupRow row;
    row.key = row.path = path;
    row.cpuUsec = cpuUsec;
    row.memorySource = QStringLiteral("processes");
    return row;
}

api::ChangeRow change(const QString& path, const QString& kind)
{
    api::ChangeRow row;
    row.workload = QStringLiteral("a");
    row.key = QStringLiteral("a:") + path;
    row.path = path;
    row.change = kind;
    row.type = QStringLiteral("file");
    return row;
}

/// Every row of MODEL below PARENT, by key, with the key of the row above it.
void collect(
    const QAbstractItemModel& model, const QModelIndex& parent, QHash<QString, QString>& found)
{
    for (int i = 0; i < model.rowCount(parent); ++i) {
        const QModelIndex index = model.index(i, 0, parent);
        found.insert(index.data(KeyRole).toString(), parent.data(KeyRole).toString());
        collect(model, index, found);
    }
}

} // namespace

class TestObservation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void randomDeltasKeepTheTreeRight_data();
    void randomDeltasKeepTheTreeRight();
    void indexesOutliveUpdates();
    void childWaitsForItsParent();
    void childrenOfAGoneParentStay();
    void cyclesAreCut();
    void samePidOfANewProcess();
    void containerLeaderStandsAtTheTop();
    void aRowTwiceInOneDelta();
    void goneAndSetInOneDelta();
    void fullReplacesOnlyWhatItCarries();
    void cpuRateNeedsNoRowToBeSent();
    void ratesSettle();
    void counterThatGoesBack();
    void filterKeepsTheWayToAMatch();
    void filterByWorkload();
    void changesNestAndCount();
    void cgroupsNest();
    void cgroupsHaveTheNamesOfTheirContainers();
    void cgroupMemorySourceIsLabelled();
    void cpuMax_data();
    void cpuMax();
    void overlayLayersFromTheTop();
    void linkNamesItsPeer();
    void largeDeltas();
};

void TestObservation::randomDeltasKeepTheTreeRight_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 6; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void TestObservation::randomDeltasKeepTheTreeRight()
{
    QFETCH(int, seed);
    QRandomGenerator random { quint32(seed) };
    ProcessModel model(ProcessModel::Shape::Tree);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    proxy.sort(0);
    QAbstractItemModelTester proxyTester(
        &proxy, QAbstractItemModelTester::FailureReportingMode::Fatal);

    QMap<qint64, api::ProcessRow> expected;
    for (int round = 0; round < 50; ++round) {
        api::TableDelta<api::ProcessRow> delta;
        for (int i = 0; i < 12; ++i) {
            const qint64 pid = random.bounded(1, 60);
            if (random.bounded(3) == 0) {
                if (expected.contains(pid))
                    delta.gone.append(expected.take(pid).key);
                delta.set.removeIf([&](const auto& row) { return row.pid == pid; });
                continue;
            }
            // Lower numbers only, so that the reference below has no cycle.
            const auto row = process(pid, random.bounded(0, int(pid)));
            expected.insert(pid, row);
            delta.gone.removeAll(row.key);
            delta.set.append(row);
        }
        const bool full = round % 20 == 19;
        if (full)
            delta = { expected.values(), {} };
        model.apply(delta, full, round * 1000);

        QHash<QString, QString> found;
        collect(model, {}, found);
        QCOMPARE(found.size(), expected.size());
        for (const auto& row : std::as_const(expected)) {
            QVERIFY(found.contains(row.key));
            const QString parent
                = expected.contains(row.parent) ? expected.value(row.parent).key : QString();
            QCOMPARE(found.value(row.key), parent);
        }
        QHash<QString, QString> inProxy;
        collect(proxy, {}, inProxy);
        QCOMPARE(inProxy, found);
    }
}

void TestObservation::indexesOutliveUpdates()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply({ { process(1, 0), process(2, 1), process(3, 1), process(4, 3) }, {} }, true, 0);
    const QPersistentModelIndex kept = model.indexOf(process(4, 3).key);
    bool reset = false;
    connect(&model, &QAbstractItemModel::modelReset, this, [&] { reset = true; });

    model.apply({ { process(4, 2) }, { process(3, 1).key } }, false, 1000); // parent changed
    QVERIFY(kept.isValid());
    QCOMPARE(kept.parent().data(KeyRole).toString(), process(2, 1).key);
    model.apply({ { process(1, 0), process(2, 1), process(4, 1), process(9, 1) }, {} }, true, 2000);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(KeyRole).toString(), process(4, 1).key);
    QVERIFY(!reset);
}

void TestObservation::childWaitsForItsParent()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply({ { process(5, 4) }, {} }, true, 0);
    QVERIFY(!model.indexOf(process(5, 4).key).parent().isValid());
    model.apply({ { process(4, 0) }, {} }, false, 0);
    QCOMPARE(model.indexOf(process(5, 4).key).parent(), model.indexOf(process(4, 0).key));
}

void TestObservation::childrenOfAGoneParentStay()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply({ { process(1, 0), process(2, 1), process(3, 2) }, {} }, true, 0);
    model.apply({ {}, { process(2, 1).key } }, false, 0);
    QCOMPARE(model.size(), 2);
    QVERIFY(model.indexOf(process(3, 2).key).isValid());
    QVERIFY(!model.indexOf(process(3, 2).key).parent().isValid());
}

void TestObservation::cyclesAreCut()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply({ { process(1, 2), process(2, 1), process(3, 3) }, {} }, true, 0);
    QHash<QString, QString> found;
    collect(model, {}, found);
    QCOMPARE(found.size(), 3);
    model.apply({ { process(1, 3), process(3, 1) }, {} }, false, 0);
    found.clear();
    collect(model, {}, found);
    QCOMPARE(found.size(), 3);
}

void TestObservation::samePidOfANewProcess()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    auto old = process(7, 0), reborn = process(7, 0);
    reborn.key = QStringLiteral("7:999");
    model.apply({ { old }, {} }, true, 0);
    model.apply({ { reborn, process(8, 7) }, { old.key } }, false, 0);
    QCOMPARE(model.indexOf(process(8, 7).key).parent().data(KeyRole).toString(), reborn.key);
}

void TestObservation::containerLeaderStandsAtTheTop()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    const QString id = QStringLiteral("0123");
    model.apply({ { process(1, 0), process(50, 1), process(51, 50, id), process(52, 51, id) }, {} },
        true, 0);
    QVERIFY(!model.indexOf(process(51, 50, id).key).parent().isValid());
    QVERIFY(model.indexOf(process(52, 51, id).key).parent().isValid());
    // Known as the container's only later.
    model.apply({ { process(53, 1) }, {} }, false, 0);
    QVERIFY(model.indexOf(process(53, 1).key).parent().isValid());
    model.apply({ { process(53, 51, id) }, {} }, false, 0);
    QCOMPARE(
        model.indexOf(process(53, 51, id).key).parent(), model.indexOf(process(51, 50, id).key));
}

void TestObservation::aRowTwiceInOneDelta()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    auto second = process(2, 1);
    second.name = QStringLiteral("second");
    model.apply({ { process(1, 0), process(2, 0), second }, {} }, true, 0);
    QCOMPARE(model.size(), 2);
    QCOMPARE(model.rowOf(second.key)->name, second.name);
    QCOMPARE(model.indexOf(second.key).parent(), model.indexOf(process(1, 0).key));
}

void TestObservation::goneAndSetInOneDelta()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    model.apply({ { process(1, 0) }, {} }, true, 0);
    model.apply(
        { { process(1, 0) }, { process(1, 0).key, QStringLiteral("never was") } }, false, 0);
    QCOMPARE(model.size(), 0);
}

void TestObservation::fullReplacesOnlyWhatItCarries()
{
    ObservationModels models;
    api::ObservationDelta delta;
    QVERIFY(api::parseObservation(
        R"({"seq":0,"full":true,"tables":{"processes":{"set":[{"key":"1:1","pid":1}],"gone":[]},)"
        R"("cgroups":{"set":[{"key":"/","path":"/"}],"gone":[]}}})",
        delta));
    models.apply(delta, 0);
    QCOMPARE(models.processes()->size(), 1);
    QCOMPARE(models.cgroups()->size(), 1);
    // A later subscription to the processes alone, of which there is none any more.
    QVERIFY(api::parseObservation(
        R"({"seq":0,"full":true,"tables":{"processes":{"set":[],"gone":[]}}})", delta));
    models.apply(delta, 1000);
    QCOMPARE(models.processes()->size(), 0);
    QCOMPARE(models.processList()->size(), 0);
    QCOMPARE(models.cgroups()->size(), 1);
    models.reset();
    QCOMPARE(models.cgroups()->size(), 0);
    QVERIFY(!models.hasData());
}

void TestObservation::cpuRateNeedsNoRowToBeSent()
{
    ProcessModel model(ProcessModel::Shape::List);
    auto row = process(1, 0);
    const auto rate = [&] { return model.extraAt(model.indexOf(row.key))->cpu.perSecond(); };
    row.cpuUsec = 1'000'000;
    model.apply({ { row }, {} }, true, 1000);
    QCOMPARE(rate(), 0.0); // one value is no rate
    model.apply({ { process(2, 0) }, {} }, false, 2000); // the row stood still: not sent
    row.cpuUsec += 500'000;
    model.apply({ { row }, {} }, false, 3000);
    QCOMPARE(rate(), 500'000.0); // over the last second, not over two
}

void TestObservation::ratesSettle()
{
    ProcessModel model(ProcessModel::Shape::List);
    auto row = process(1, 0);
    model.apply({ { row }, {} }, true, 1000);
    row.cpuUsec = 1'000'000;
    model.apply({ { row }, {} }, false, 2000);
    QVERIFY(model.settle(2500)); // still busy
    QVERIFY(!model.settle(2000 + Rate::longestLook));
    QCOMPARE(model.extraAt(model.indexOf(row.key))->cpu.perSecond(), 0.0);
}

void TestObservation::counterThatGoesBack()
{
    Rate rate;
    rate.update(1000, 1000, 0);
    rate.update(10, 2000, 1000);
    QCOMPARE(rate.perSecond(), 0.0);
    rate.update(30, 3000, 2000);
    QCOMPARE(rate.perSecond(), 20.0);
}

void TestObservation::filterKeepsTheWayToAMatch()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    model.apply({ { process(1, 0), process(2, 1), process(3, 2), process(4, 1) }, {} }, true, 0);
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    proxy.setText(QStringLiteral("P3"));
    QHash<QString, QString> found;
    collect(proxy, {}, found);
    QCOMPARE(found.size(), 3); // 3 and what stands above it
    QVERIFY(!found.contains(process(4, 1).key));
    proxy.setText(QStringLiteral("p3 nothing"));
    QCOMPARE(proxy.rowCount(), 0);
}

void TestObservation::filterByWorkload()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    const QString id = QStringLiteral("0123");
    model.apply({ { process(1, 0), process(2, 1, id) }, {} }, true, 0);
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    proxy.setWorkload(id);
    QCOMPARE(proxy.rowCount(), 1);
    proxy.setWorkload({});
    QCOMPARE(proxy.rowCount(), 0); // no container is not every container
}

void TestObservation::changesNestAndCount()
{
    ChangeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply({ { change(QStringLiteral("/var/log/a"), QStringLiteral("added")),
                      change(QStringLiteral("/var"), QStringLiteral("changed")),
                      change(QStringLiteral("/etc/passwd"), QStringLiteral("deleted")),
                      change(QStringLiteral("/var/log"), QStringLiteral("opaque")),
                      change(QStringLiteral("/marker"), QStringLiteral("added")) },
                    {} },
        true, 0);
    QCOMPARE(model.rowCount(), 3); // /var, /etc/passwd, /marker
    const auto leaf = model.indexOf(QStringLiteral("a:/var/log/a"));
    QCOMPARE(leaf.data().toString(), QStringLiteral("a"));
    QCOMPARE(leaf.parent().data().toString(), QStringLiteral("log"));
    QCOMPARE(model.indexOf(QStringLiteral("a:/etc/passwd")).data().toString(),
        QStringLiteral("/etc/passwd"));
    const auto counts = model.countsOf(QStringLiteral("a"));
    QCOMPARE(counts.added, 2);
    QCOMPARE(counts.changed, 1);
    QCOMPARE(counts.deleted, 1);
    QCOMPARE(counts.opaque, 1);
    QCOMPARE(model.countsOf(QStringLiteral("b")).total(), 0);
}

void TestObservation::cgroupsNest()
{
    CgroupModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply({ { cgroup(QStringLiteral("/a/b")), cgroup(QStringLiteral("/")),
                      cgroup(QStringLiteral("/a")), cgroup(QStringLiteral("/x/y")) },
                    {} },
        true, 0);
    QCOMPARE(model.rowCount(), 2); // the root, and /x/y whose parent is not visible
    QCOMPARE(model.indexOf(QStringLiteral("/a/b")).parent(), model.indexOf(QStringLiteral("/a")));
    QCOMPARE(model.indexOf(QStringLiteral("/a")).parent(), model.indexOf(QStringLiteral("/")));
    for (int i = 1; i < 300; ++i)
        model.apply({ { cgroup(QStringLiteral("/a"), i * 1000) }, {} }, false, i * 1000);
    const auto* extra = model.extraAt(model.indexOf(QStringLiteral("/a")));
    QCOMPARE(extra->history.size(), CgroupModel::historyLength);
    QCOMPARE(extra->history.back().cpu, 0.001);
}

void TestObservation::cgroupsHaveTheNamesOfTheirContainers()
{
    CgroupModel model;
    auto own = cgroup(QStringLiteral("/vitrine-0123"));
    auto inner = cgroup(QStringLiteral("/vitrine-0123/init"));
    own.workload = inner.workload = QStringLiteral("0123");
    model.apply(
        { { cgroup(QStringLiteral("/")), own, inner, cgroup(QStringLiteral("/other")) }, {} }, true,
        0);
    const auto name
        = [&](const char* path) { return model.indexOf(QLatin1String(path)).data().toString(); };
    QCOMPARE(name("/vitrine-0123"), QStringLiteral("Container 0123"));
    model.setWorkloadNames({ { QStringLiteral("0123"), QStringLiteral("web") } });
    QCOMPARE(name("/vitrine-0123"), QStringLiteral("Container web"));
    QCOMPARE(name("/vitrine-0123/init"), QStringLiteral("init"));
    QCOMPARE(name("/other"), QStringLiteral("other"));
    QCOMPARE(name("/"), QStringLiteral("/ (root control group)"));
    // The kernel's own name is still at hand.
    QCOMPARE(model.indexOf(QStringLiteral("/vitrine-0123")).data(Qt::ToolTipRole).toString(),
        QStringLiteral("/vitrine-0123"));
}

void TestObservation::cgroupMemorySourceIsLabelled()
{
    CgroupModel model;
    auto row = cgroup(QStringLiteral("/a"));
    row.memoryBytes = 1 << 20;
    model.apply({ { row }, {} }, true, 0);
    const auto index = model.indexOf(row.key, CgroupModel::Memory);
    QVERIFY(index.data().toString().endsWith(QLatin1Char('*')));
    QVERIFY(index.data(Qt::ToolTipRole).toString().contains(QLatin1String("processes")));
    row.memorySource = QStringLiteral("cgroup");
    model.apply({ { row }, {} }, false, 0);
    QVERIFY(!index.data().toString().endsWith(QLatin1Char('*')));
}

void TestObservation::cpuMax_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("processors");
    QTest::newRow("none") << QString() << -1.0;
    QTest::newRow("max") << QStringLiteral("max 100000") << -1.0;
    QTest::newRow("half") << QStringLiteral("50000 100000") << 0.5;
    QTest::newRow("two") << QStringLiteral("200000 100000") << 2.0;
    QTest::newRow("no period") << QStringLiteral("200000 0") << -1.0;
    QTest::newRow("nonsense") << QStringLiteral("a b c") << -1.0;
}

void TestObservation::cpuMax()
{
    QFETCH(QString, text);
    QFETCH(double, processors);
    QCOMPARE(processorsOf(text), processors);
}

void TestObservation::overlayLayersFromTheTop()
{
    OverlayModel model;
    api::OverlayRow row;
    row.key = row.workload = QStringLiteral("a");
    row.upper = QStringLiteral("/upper");
    row.lower = QStringList { QStringLiteral("/top"), QStringLiteral("/bottom") };
    model.apply({ { row }, {} }, true, 0);
    const auto layers = model.layersOf(QStringLiteral("a"));
    QCOMPARE(layers.size(), 3);
    QVERIFY(layers[0].writable && !layers[1].writable);
    QCOMPARE(layers[1].path, QStringLiteral("/top"));
    QVERIFY(model.layersOf(QStringLiteral("b")).isEmpty());
}

void TestObservation::linkNamesItsPeer()
{
    LinkModel model;
    model.setWorkloadNames({ { QStringLiteral("a"), QStringLiteral("web") } });
    api::LinkRow outer, inner;
    outer.netns = 1;
    outer.index = 7;
    outer.key = LinkModel::keyOf(1, 7);
    outer.name = QStringLiteral("veth7");
    outer.peerNetns = 2;
    outer.peerIndex = 2;
    inner.netns = 2;
    inner.index = 2;
    inner.key = LinkModel::keyOf(2, 2);
    inner.name = QStringLiteral("eth0");
    inner.workload = QStringLiteral("a");
    model.apply({ { outer, inner }, {} }, true, 0);
    QCOMPARE(
        model.indexOf(outer.key, LinkModel::Peer).data().toString(), QStringLiteral("eth0 in web"));
    inner.kind = QStringLiteral("macvlan");
    inner.details = { { QStringLiteral("mode"), QStringLiteral("bridge") } };
    inner.parentNetns = 1;
    inner.parentIndex = 7;
    inner.rxDropped = 3;
    model.apply({ { inner }, {} }, false, 0);
    const auto shown = [&](int column, int role = Qt::DisplayRole) {
        return model.indexOf(inner.key, column).data(role).toString();
    };
    QCOMPARE(shown(LinkModel::Peer), QStringLiteral("on veth7 in host"));
    QCOMPARE(shown(LinkModel::Kind), QStringLiteral("macvlan bridge"));
    QCOMPARE(shown(LinkModel::Kind, Qt::ToolTipRole), QStringLiteral("mode bridge"));
    QCOMPARE(shown(LinkModel::ReceiveRate, Qt::ToolTipRole),
        QStringLiteral("Packets with errors: 0, dropped: 3"));
    api::LinkRow tap;
    tap.kind = QStringLiteral("tun");
    QCOMPARE(linkKindText(tap), QStringLiteral("tun"));
    tap.details.insert(QStringLiteral("type"), QStringLiteral("tap"));
    QCOMPARE(linkKindText(tap), QStringLiteral("tap"));
}

void TestObservation::largeDeltas()
{
    ProcessModel model(ProcessModel::Shape::Tree);
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    proxy.sort(ProcessModel::Pid);
    int signalsSeen = 0;
    connect(&model, &QAbstractItemModel::rowsInserted, this, [&] { ++signalsSeen; });
    connect(&model, &QAbstractItemModel::dataChanged, this, [&] { ++signalsSeen; });
    QList<api::ProcessRow> rows { process(1, 0) };
    for (int pid = 2; pid <= 1000; ++pid)
        rows.append(process(pid, pid % 7 == 0 ? 0 : 1));
    model.apply({ rows, {} }, true, 0);
    QCOMPARE(model.size(), 1000);
    QCOMPARE(signalsSeen, 1); // one branch that appears, whole
    signalsSeen = 0;
    model.apply({ rows, {} }, false, 1000);
    QCOMPARE(signalsSeen, 2); // the top and the children of 1: one run each
    model.apply({ rows.mid(0, 1), {} }, true, 2000);
    QCOMPARE(model.size(), 1);
    QCOMPARE(proxy.rowCount(), 1);
}

QTEST_GUILESS_MAIN(TestObservation)
#include "test_observation.moc"
