// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/workload_list_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;

namespace {

api::WorkloadInfo workload(
    const QString& name, quint64 created, api::WorkloadState state = api::WorkloadState::Stopped)
{
    api::WorkloadInfo info;
    info.path = QStringLiteral("/org/vitrine/containers/") + name;
    info.id = name + QStringLiteral("-id");
    info.name = name;
    info.image = QStringLiteral("busybox");
    info.created = created;
    info.state = state;
    return info;
}

api::StatSample sample(qint64 time, qint64 cpuUsec, qint64 memory, qint64 memoryMax = -1)
{
    api::StatSample taken;
    taken.time = time;
    api::Stat stat;
    stat.cpuUsec = cpuUsec;
    stat.memoryBytes = memory;
    stat.memoryMax = memoryMax;
    taken.workloads.insert(QStringLiteral("web-id"), stat);
    return taken;
}

QStringList names(const QAbstractItemModel& model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list.append(model.index(row, WorkloadListModel::NameColumn).data().toString());
    return list;
}

} // namespace

class WorkloadsTest : public QObject {
    Q_OBJECT
private slots:
    void sortsNamesAsPeopleCount()
    {
        WorkloadListModel model;
        for (const char* name : { "box-10", "box-9", "Box-1" })
            model.set(workload(QLatin1String(name), 1));
        WorkloadFilterModel sorted;
        sorted.setSourceModel(&model);
        sorted.sort(WorkloadListModel::NameColumn);
        QCOMPARE(names(sorted), QStringList({ "Box-1", "box-9", "box-10" }));
    }

    void keepsTheOrderOfCreation()
    {
        WorkloadListModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.set(workload(QStringLiteral("second"), 2));
        model.set(workload(QStringLiteral("first"), 1));
        model.set(workload(QStringLiteral("third"), 3));
        QCOMPARE(names(model), QStringList({ "first", "second", "third" }));
        // A change does not move a row.
        auto renamed = workload(QStringLiteral("second"), 2, api::WorkloadState::Running);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.set(renamed);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().value<QModelIndex>().row(), 1);
        QCOMPARE(reset.count(), 0);
        model.remove(renamed.path);
        QCOMPARE(names(model), QStringList({ "first", "third" }));
        model.remove(QStringLiteral("/unknown"));
        QCOMPARE(model.rowCount(), 2);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void filtersAndSorts()
    {
        WorkloadListModel model;
        WorkloadFilterModel filtered;
        filtered.setSourceModel(&model);
        QAbstractItemModelTester tester(
            &filtered, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.set(workload(QStringLiteral("web"), 1, api::WorkloadState::Running));
        model.set(workload(QStringLiteral("database"), 2));
        auto gone = workload(QStringLiteral("gone"), 3);
        gone.trashedUntil = 5;
        model.set(gone);
        QCOMPARE(names(filtered), QStringList({ "web", "database" }));
        filtered.setFilterText(QStringLiteral(" WEB "));
        QCOMPARE(names(filtered), QStringList({ "web" }));
        filtered.setFilterText(QStringLiteral("running"));
        QCOMPARE(names(filtered), QStringList({ "web" }));
        filtered.setFilterText(QStringLiteral("busy"));
        QCOMPARE(filtered.rowCount(), 2);
        filtered.setFilterText({});
        filtered.sort(WorkloadListModel::NameColumn);
        QCOMPARE(names(filtered), QStringList({ "database", "web" }));
        gone.trashedUntil = 0;
        model.set(gone);
        QCOMPARE(filtered.rowCount(), 3);
    }

    void showsFigures()
    {
        WorkloadListModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.set(workload(QStringLiteral("web"), 1, api::WorkloadState::Running));
        const auto cell = [&](int column) { return model.index(0, column); };
        QCOMPARE(cell(WorkloadListModel::CpuColumn).data().toString(), QString());
        QCOMPARE(cell(WorkloadListModel::MemoryColumn).data().toString(), QString());

        model.apply(sample(1000, 100'000, 64 << 20, 128 << 20));
        // One sample tells memory, but no rate.
        QCOMPARE(cell(WorkloadListModel::CpuColumn).data().toString(), QString());
        QCOMPARE(cell(WorkloadListModel::MemoryColumn).data().toString(),
            QStringLiteral("64.0\u00a0MiB"));
        QCOMPARE(cell(WorkloadListModel::MemoryColumn)
                     .data(WorkloadListModel::MemoryShareRole)
                     .toDouble(),
            0.5);

        model.apply(sample(3000, 1'100'000, 64 << 20)); // one second of work in two seconds
        QCOMPARE(
            cell(WorkloadListModel::CpuColumn).data().toString(), QStringLiteral("50.0\u00a0%"));
        QCOMPARE(cell(WorkloadListModel::MemoryColumn)
                     .data(WorkloadListModel::MemoryShareRole)
                     .toDouble(),
            -1.0);
        // A counter that went back: a restart, not a negative rate.
        model.apply(sample(4000, 10, 1 << 20));
        QCOMPARE(cell(WorkloadListModel::CpuColumn).data().toString(), QString());
        // No longer measured: no figures.
        model.apply(api::StatSample {});
        QCOMPARE(cell(WorkloadListModel::MemoryColumn).data().toString(), QString());
    }

    void historyIsBounded()
    {
        Figures figures;
        for (int i = 1; i <= 3 * Figures::historyLength; ++i) {
            api::Stat stat;
            stat.cpuUsec = i * 1000;
            figures.append(i * 1000, stat);
        }
        QCOMPARE(figures.cpuHistory().size(), Figures::historyLength);
        QCOMPARE(figures.memoryHistory().size(), Figures::historyLength);
        QCOMPARE(figures.cpuPercent(), 0.1);
    }

    void proposesFreeNames()
    {
        WorkloadListModel model;
        QCOMPARE(model.freeName(QStringLiteral("busybox")), QStringLiteral("busybox"));
        model.set(workload(QStringLiteral("busybox"), 1));
        model.set(workload(QStringLiteral("busybox-3"), 2));
        QCOMPARE(model.freeName(QStringLiteral("busybox")), QStringLiteral("busybox-2"));
        QCOMPARE(model.runningCount(), 0);
        model.set(workload(QStringLiteral("busybox"), 1, api::WorkloadState::Paused));
        QCOMPARE(model.runningCount(), 1);
    }
};

QTEST_GUILESS_MAIN(WorkloadsTest)
#include "tst_workloads.moc"
