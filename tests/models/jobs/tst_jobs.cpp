// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/feature_list_model.h"
#include "gui/models/image_list_model.h"
#include "gui/models/job_list_model.h"
#include "gui/models/step_model.h"
#include "helper/api/values.h"

#include <QAbstractItemModelTester>
#include <QDBusObjectPath>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using Mode = QAbstractItemModelTester::FailureReportingMode;

namespace {

api::StepInfo step(int index, qint64 start = -1, qint64 duration = -1, const QString& state = {})
{
    api::StepInfo info;
    info.index = index;
    info.text = QStringLiteral("step %1").arg(index);
    info.command = index == 1 ? QString() : QStringLiteral("command %1").arg(index);
    info.where = QStringLiteral("child");
    info.start = start;
    info.duration = duration;
    info.state = state;
    return info;
}

} // namespace

class JobsTest : public QObject {
    Q_OBJECT
private slots:
    void newestJobFirst()
    {
        JobListModel model;
        QAbstractItemModelTester tester(&model, Mode::Fatal);
        api::JobInfo old;
        old.path = QStringLiteral("/org/vitrine/jobs/1");
        old.operation = QStringLiteral("start");
        old.startedAt = 1'000'000;
        api::JobInfo young = old;
        young.path = QStringLiteral("/org/vitrine/jobs/2");
        young.startedAt = 2'000'000;
        model.set(old);
        model.set(young);
        QCOMPARE(model.rows().first().path, young.path);
        QCOMPARE(model.runningCount(), 2);
        young.state = api::JobState::Done;
        young.finishedAt = 2'004'200;
        model.set(young);
        QCOMPARE(model.runningCount(), 1);
        QCOMPARE(model.index(0, JobListModel::DurationColumn).data().toString(),
            QStringLiteral("4.2\u00a0ms"));
        QCOMPARE(model.index(1, JobListModel::DurationColumn).data().toString(), QString());
    }

    void stepsChangeInPlace()
    {
        StepModel model;
        QAbstractItemModelTester tester(&model, Mode::Fatal);
        model.setSteps({ step(0), step(1), step(2) });
        QCOMPARE(model.total(), -1);
        QCOMPARE(model.commands(), QStringLiteral("command 0\ncommand 2"));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setSteps({ step(0, 0, 1000, "done"), step(1, 1000, 4000, "failed"), step(2) });
        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.total(), 5000);
        QCOMPARE(model.index(0, 0).data(StepModel::TimeShareRole).toDouble(), 0.25);
        QCOMPARE(model.index(2, 0).data(StepModel::TimeShareRole).toDouble(), -1.0);
        QCOMPARE(
            model.index(1, StepModel::TimeColumn).data().toString(), QStringLiteral("4.0\u00a0µs"));
        model.setSteps({ step(0) });
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.rowCount(), 1);
    }

    void missingImagesCannotBeChosen()
    {
        ImageListModel model;
        QAbstractItemModelTester tester(&model, Mode::Fatal);
        api::ImageInfo image;
        image.path = QStringLiteral("/org/vitrine/images/busybox");
        image.name = QStringLiteral("busybox");
        image.reason = QStringLiteral("install busybox-static");
        image.layers = { { {}, {}, 512 }, { {}, {}, 512 } };
        model.set(image);
        QVERIFY(!model.index(0, 0).flags().testFlag(Qt::ItemIsEnabled));
        image.available = true;
        model.set(image);
        QVERIFY(model.index(0, 0).flags().testFlag(Qt::ItemIsEnabled));
        QCOMPARE(model.index(0, ImageListModel::SizeColumn).data().toString(),
            QStringLiteral("1.0\u00a0KiB"));
        QVERIFY(model.findName(QStringLiteral("busybox")));
        QVERIFY(!model.findName(QStringLiteral("other")));
    }

    void unknownFeatureCountsAsAvailable()
    {
        FeatureListModel model;
        QAbstractItemModelTester tester(&model, Mode::Fatal);
        model.setFeatures({ { "kvm", "KVM", false, "no /dev/kvm", "load it" } });
        QVERIFY(!model.feature(QStringLiteral("kvm")).available);
        QVERIFY(model.feature(QStringLiteral("other")).available);
        QCOMPARE(model.index(0, FeatureListModel::AdviceColumn).data().toString(),
            QStringLiteral("load it"));
    }

    void propertiesUpdateOnlyWhatTheyName()
    {
        api::JobInfo job;
        update(job,
            { { "Operation", "start" }, { "State", "failed" }, { "Progress", 0.5 },
                { "Workload", QVariant::fromValue(QDBusObjectPath("/org/vitrine/containers/a")) },
                { "Error",
                    QVariantMap { { "name", "org.vitrine.Error.Kernel" }, { "text", "no" },
                        { "call", "mount" }, { "object", "/proc" }, { "errno", 1 },
                        { "errnoText", "Operation not permitted" }, { "step", 4 } } } });
        QCOMPARE(job.state, api::JobState::Failed);
        QCOMPARE(job.workload, QStringLiteral("/org/vitrine/containers/a"));
        QCOMPARE(job.error.shortName(), QStringLiteral("Kernel"));
        QCOMPARE(job.error.step, 4);
        QCOMPARE(
            job.error.detail(), QStringLiteral("mount /proc: Operation not permitted (errno 1)"));
        update(job, { { "Progress", 1.0 } });
        QCOMPARE(job.operation, QStringLiteral("start"));
        QCOMPARE(job.progress, 1.0);
        update(job, { { "Error", QVariantMap() } });
        QVERIFY(job.error.isEmpty());

        api::WorkloadInfo workload;
        update(workload,
            { { "State", "paused" }, { "Leader", 12u }, { "Command", QStringList { "sh" } },
                { "Steps",
                    QVariantList { QVariantMap { { "text", "a" }, { "state", "done" },
                                       { "start", 5 }, { "duration", 7 } },
                        QVariantMap {
                            { "text", "b" }, { "state", "pending" }, { "duration", 0 } } } } });
        QCOMPARE(workload.state, api::WorkloadState::Paused);
        QVERIFY(workload.isRunning());
        QCOMPARE(workload.steps.size(), 2);
        QCOMPARE(workload.steps.at(0).duration, 7);
        QCOMPARE(workload.steps.at(1).duration, -1); // pending: it has not run
        update(workload, { { "State", "no such state" } });
        QCOMPARE(workload.state, api::WorkloadState::Paused);
    }
};

QTEST_GUILESS_MAIN(JobsTest)
#include "tst_jobs.moc"
