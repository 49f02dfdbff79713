// SPDX-License-Identifier: GPL-3.0-or-later
// A container falls ill and recovers: the list and the Overview say so in words.
#include "gui/app/detail_pane.h"
#include "gui/models/workload_list_model.h"
#include "tests/gui/window_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

using namespace vitrine;

class HealthTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase() { open(); }
    void cleanupTestCase() { close(); }

    void theNewDialogAsksForIt()
    {
        QDialog* dialog = openDialog();
        auto* image = find<QComboBox>(dialog, "imageCombo");
        image->setCurrentIndex(image->findData(QStringLiteral("busybox")));
        auto* name = find<QLineEdit>(dialog, "nameEdit");
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("web"));
        find<QToolButton>(dialog, "advancedButton")->click();
        auto* command = find<QLineEdit>(dialog, "healthCommandEdit");
        command->setFocus();
        QTest::keyClicks(
            command, QStringLiteral("sh -c 'test ! -e /ill || { echo ache; false; }'"));
        find<QDoubleSpinBox>(dialog, "healthIntervalSpin")->setValue(0.1);
        find<QSpinBox>(dialog, "healthRetriesSpin")->setValue(2);
        QTest::mouseClick(find<QPushButton>(dialog, "createButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(workload("web") && workload("web")->leader > 0, patience);
        window()->selectWorkload(workload("web")->path);
        QTRY_COMPARE_WITH_TIMEOUT(health(), QStringLiteral("healthy"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(overview().startsWith(QStringLiteral("healthy since ")), patience);
        QCOMPARE(stateInList(), QStringLiteral("Running"));
    }

    void illnessIsSaidInWords()
    {
        execute(QStringLiteral("touch /ill"));
        QTRY_COMPARE_WITH_TIMEOUT(stateInList(), QStringLiteral("Unhealthy"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(overview().contains(QStringLiteral("unhealthy since ")), patience);
        QVERIFY2(overview().contains(QStringLiteral("ache")), qPrintable(overview()));
        QCOMPARE(workload("web")->state, api::WorkloadState::Running);
        QVERIFY(
            find<QLabel>(window(), "detailState")->text().contains(QStringLiteral("Unhealthy")));
        window()->resize(900, 600);
        const int column = WorkloadListModel::StateColumn;
        QVERIFY(!table()->isColumnHidden(column));
        const int width = table()->fontMetrics().horizontalAdvance(stateInList());
        QTRY_VERIFY(table()->columnWidth(column) > width + 20); // and a picture beside it
    }

    void recoveryToo()
    {
        execute(QStringLiteral("rm /ill"));
        QTRY_COMPARE_WITH_TIMEOUT(stateInList(), QStringLiteral("Running"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(overview().startsWith(QStringLiteral("healthy since ")), patience);
    }

    void whatIsDoneAboutItIsTold()
    {
        const QVariantMap check { { QStringLiteral("command"),
                                      QStringList { "test", "!", "-e", "/ill" } },
            { QStringLiteral("interval"), 100U }, { QStringLiteral("retries"), 1U },
            { QStringLiteral("whenUnhealthy"), QStringLiteral("stop") } };
        session().client().change(workload("web")->path, { { QStringLiteral("health"), check } },
            {}, this, [](const auto&) {});
        QTRY_VERIFY_WITH_TIMEOUT(
            workload("web")->spec.contains(QStringLiteral("whenUnhealthy")), patience);
        execute(QStringLiteral("touch /ill"));
        QTRY_COMPARE_WITH_TIMEOUT(workload("web")->leader, 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(stateInList() != QStringLiteral("Running"), patience);
        QVERIFY(stateInList() != QStringLiteral("Unhealthy")); // nobody asks it any more
    }

private:
    QString health() { return workload("web")->health.status; }
    QString overview() { return find<QLabel>(window(), "healthLabel")->text(); }

    QString stateInList()
    {
        return table()->model()->index(0, WorkloadListModel::StateColumn).data().toString();
    }

    void execute(const QString& script)
    {
        const QVariantMap options { { QStringLiteral("command"),
            QStringList { QStringLiteral("sh"), QStringLiteral("-c"), script } } };
        session().client().exec(workload("web")->path, options, this,
            [this](const Reply<QDBusUnixFileDescriptor>& reply) {
                QVERIFY(reply);
                m_sessions.append(reply.value); // it lasts as long as its client
            });
    }

    QList<QDBusUnixFileDescriptor> m_sessions;
};

VITRINE_WINDOW_TEST_MAIN(HealthTest)

#include "tst_health.moc"
