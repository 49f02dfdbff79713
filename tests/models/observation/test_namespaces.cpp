// SPDX-License-Identifier: GPL-3.0-or-later
// Namespaces in groups, nested, and the matrix of who shares what.
#include "gui/models/namespace_types.h"
#include "gui/models/observation_models.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace vitrine;

namespace {

api::NamespaceRow ns(
    const QString& type, quint64 inode, quint64 parent = 0, const QString& workload = {})
{
    api::NamespaceRow row;
    row.type = type;
    row.inode = inode;
    row.key = QStringLiteral("%1:%2").arg(type).arg(inode);
    row.parent = parent;
    row.workload = workload;
    return row;
}

/// A process whose eight namespaces have the inodes BASE to BASE + 7.
api::ProcessRow process(qint64 pid, quint64 base, const QString& workload = {})
{
    api::ProcessRow row;
    row.key = QString::number(pid);
    row.pid = pid;
    row.name = QStringLiteral("p%1").arg(pid);
    row.workload = workload;
    for (std::size_t i = 0; i < namespaceTypes.size(); ++i)
        row.namespaces.insert(QLatin1String(namespaceTypes[i].name), base + i);
    return row;
}

QString user()
{
    return QStringLiteral("user");
}

} // namespace

class TestNamespaces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allEightTypesAreGroups();
    void userNamespacesNest();
    void aParentThatIsNotVisible();
    void groupingByContainer();
    void emptyContainerGroupsGo();
    void typesAreDistinct();
    void matrixGroupsEqualSets();
    void matrixFollowsProcesses();
    void hostIsFoundWithoutProcessOne();
    void comparison();
};

void TestNamespaces::allEightTypesAreGroups()
{
    NamespaceModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(model.rowCount(), 0);
    model.apply({ { ns(QStringLiteral("mnt"), 10) }, {} }, true, 0);
    QCOMPARE(model.rowCount(), 8);
    model.apply({ {}, { QStringLiteral("mnt:10") } }, false, 0);
    QCOMPARE(model.rowCount(), 8);
}

void TestNamespaces::userNamespacesNest()
{
    NamespaceModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    // The innermost first, as a scan may find them.
    model.apply({ { ns(user(), 30, 20), ns(user(), 20, 10), ns(user(), 10) }, {} }, true, 0);
    QCOMPARE(model.indexOf(QStringLiteral("user:30")).parent(),
        model.indexOf(QStringLiteral("user:20")));
    QCOMPARE(model.indexOf(QStringLiteral("user:20")).parent(),
        model.indexOf(QStringLiteral("user:10")));
    const auto group = model.indexOf(QStringLiteral("user:10")).parent();
    QVERIFY(NamespaceModel::isGroup(*model.rowAt(group)));
    QCOMPARE(group.siblingAtColumn(NamespaceModel::Inode).data().toString(), QStringLiteral("3"));
    QCOMPARE(model.indexOf(QStringLiteral("user:30"), NamespaceModel::Inode).data().toString(),
        QStringLiteral("30"));
}

void TestNamespaces::aParentThatIsNotVisible()
{
    NamespaceModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.apply({ { ns(user(), 30, 20) }, {} }, true, 0);
    QVERIFY(
        NamespaceModel::isGroup(*model.rowAt(model.indexOf(QStringLiteral("user:30")).parent())));
    model.apply({ { ns(user(), 20), ns(user(), 30, 20) }, {} }, false, 0);
    QCOMPARE(model.indexOf(QStringLiteral("user:30")).parent(),
        model.indexOf(QStringLiteral("user:20")));
    model.apply({ {}, { QStringLiteral("user:20") } }, false, 0);
    QVERIFY(model.indexOf(QStringLiteral("user:30")).isValid());
}

void TestNamespaces::groupingByContainer()
{
    NamespaceModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setWorkloadNames({ { QStringLiteral("a"), QStringLiteral("web") } });
    model.apply({ { ns(user(), 10), ns(user(), 20, 10, QStringLiteral("a")),
                      ns(QStringLiteral("net"), 21, 0, QStringLiteral("a")) },
                    {} },
        true, 0);
    model.setGrouping(NamespaceModel::Grouping::ByWorkload);
    QCOMPARE(model.rowCount(), 2);
    const auto web = model.indexOf(QStringLiteral("user:20")).parent();
    QCOMPARE(web.data().toString(), QStringLiteral("web"));
    QCOMPARE(model.rowCount(web), 2);
}

void TestNamespaces::emptyContainerGroupsGo()
{
    NamespaceModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setGrouping(NamespaceModel::Grouping::ByWorkload);
    model.apply({ { ns(QStringLiteral("net"), 21, 0, QStringLiteral("a")) }, {} }, true, 0);
    QCOMPARE(model.rowCount(), 1);
    model.apply({ {}, { QStringLiteral("net:21") } }, false, 0);
    QCOMPARE(model.rowCount(), 0);
}

void TestNamespaces::typesAreDistinct()
{
    QSet<QString> badges;
    QSet<QRgb> hues;
    for (const auto& type : namespaceTypes) {
        badges.insert(QLatin1String(type.badge));
        hues.insert(type.hue);
        QVERIFY(!namespaceExplanation(QLatin1String(type.name)).isEmpty());
    }
    QCOMPARE(badges.size(), 8);
    QCOMPARE(hues.size(), 8);
    QCOMPARE(namespaceTypeIndex(QStringLiteral("nothing")), -1);
    for (quint64 inode = 4026531832; inode < 4026531840; ++inode)
        QVERIFY(chipColor(inode) != chipColor(inode + 1));
}

void TestNamespaces::matrixGroupsEqualSets()
{
    ObservationModels models;
    QAbstractItemModelTester tester(
        models.matrix(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    api::ObservationDelta delta;
    const QString id = QStringLiteral("a");
    api::ProcessRow hidden;
    hidden.key = QStringLiteral("99");
    delta.processes.set
        = { process(5, 200, id), process(1, 100), process(2, 100), process(6, 200, id), hidden };
    models.apply(delta, 0);
    auto* matrix = models.matrix();
    QCOMPARE(matrix->rowCount(), 2); // one whose namespaces cannot be read has no row
    QCOMPARE(matrix->rowAt(matrix->index(0, 0))->leader, 1);
    QVERIFY(matrix->rowAt(matrix->index(0, 0))->host);
    QCOMPARE(matrix->rowAt(matrix->index(1, 0))->processes, 2);
    QCOMPARE(matrix->index(0, 3).data(StateRole).toString(), QStringLiteral("host"));
    QCOMPARE(matrix->index(1, 3).data(StateRole).toString(), QStringLiteral("own"));
    QCOMPARE(matrix->index(1, 3).data(InodeRole).toULongLong(), 202ULL);
}

void TestNamespaces::matrixFollowsProcesses()
{
    ObservationModels models;
    QAbstractItemModelTester tester(
        models.matrix(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    api::ObservationDelta delta;
    delta.processes.set = { process(1, 100), process(7, 300) };
    models.apply(delta, 0);
    const QPersistentModelIndex kept = models.matrix()->index(0, 0);
    delta.processes.set = { process(8, 400) };
    delta.processes.gone = QStringList { QStringLiteral("7") };
    models.apply(delta, 0);
    QVERIFY(kept.isValid());
    QCOMPARE(models.matrix()->rowCount(), 2);
}

void TestNamespaces::hostIsFoundWithoutProcessOne()
{
    ProcessModel processes(ProcessModel::Shape::List);
    processes.apply(
        { { process(40, 200, QStringLiteral("a")), process(41, 200, QStringLiteral("a")),
              process(42, 200, QStringLiteral("a")), process(30, 100), process(31, 100),
              process(20, 500) },
            {} },
        true, 0);
    const auto sets = namespaceSets(processes);
    QVERIFY(sets.first().host);
    QCOMPARE(sets.first().leader, 30);
}

void TestNamespaces::comparison()
{
    auto first = process(1, 100).namespaces, second = process(2, 100).namespaces;
    second[QStringLiteral("net")] = 7;
    second.remove(QStringLiteral("time"));
    int shared = 0, unknown = 0;
    for (const auto& line : compareNamespaces(first, second)) {
        shared += line.shared();
        unknown += !line.known();
        if (line.type == QLatin1String("net"))
            QVERIFY(line.known() && !line.shared());
    }
    QCOMPARE(shared, 6);
    QCOMPARE(unknown, 1);
}

QTEST_GUILESS_MAIN(TestNamespaces)
#include "test_namespaces.moc"
