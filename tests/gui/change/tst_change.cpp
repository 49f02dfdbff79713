// SPDX-License-Identifier: GPL-3.0-or-later
// A container is edited, restarted, renamed and copied by keyboard and mouse.
#include "tests/gui/window_fixture.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace vitrine;

class ChangeTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        open();
        createBusybox(QStringLiteral("web"));
        window()->selectWorkload(workload("web")->path);
    }

    void cleanupTestCase() { close(); }

    void whatIsEditedWaitsForARestart()
    {
        QDialog* dialog = openBy(Qt::Key_E, Qt::ControlModifier, "editContainerDialog");
        auto* save = find<QPushButton>(dialog, "saveButton");
        QVERIFY(!save->isEnabled()); // nothing has changed yet
        auto* environment = find<QPlainTextEdit>(dialog, "environmentEdit");
        environment->setFocus();
        QTest::keyClicks(environment, QStringLiteral("COLOUR=red"));
        QVERIFY(find<QLabel>(dialog, "editNote")->text().contains(QStringLiteral("environment")));
        auto* restart = find<QComboBox>(dialog, "restartCombo");
        restart->setFocus();
        QTest::keyClick(restart, Qt::Key_Down);
        QTest::mouseClick(save, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogOpen("editContainerDialog"), patience);
        QTRY_COMPARE_WITH_TIMEOUT(
            workload("web")->pending, QStringList { QStringLiteral("environment") }, patience);
        QVERIFY(workload("web")->spec.contains(QStringLiteral("\"restart\":\"on-failure\"")));
        QTRY_VERIFY_WITH_TIMEOUT(
            find<QLabel>(window(), "pendingLabel")->text().contains(QStringLiteral("environment")),
            patience);
    }

    void whatIsWrongIsSaidInTheDialog()
    {
        QDialog* dialog = openBy(Qt::Key_E, Qt::ControlModifier, "editContainerDialog");
        auto* directory = find<QLineEdit>(dialog, "workingDirectoryEdit");
        directory->setFocus();
        QTest::keyClicks(directory, QStringLiteral("srv"));
        QTest::mouseClick(find<QPushButton>(dialog, "saveButton"), Qt::LeftButton);
        auto* error = find<QLabel>(dialog, "workingDirectoryError");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!dialogOpen("editContainerDialog"));
    }

    void whatNoFieldShowsIsKept()
    {
        const QString path = workload("web")->path;
        QVariantMap volume { { QStringLiteral("source"), QStringLiteral("/usr/share") },
            { QStringLiteral("target"), QStringLiteral("/shown") },
            { QStringLiteral("noexec"), true } };
        QVariantMap changes { { QStringLiteral("volumes"), QVariantList { volume } },
            { QStringLiteral("init"), true },
            { QStringLiteral("namespaces"),
                QVariantMap { { QStringLiteral("time"), QStringLiteral("host") } } } };
        session().client().change(path, changes, {}, this, [](const auto&) {});
        const auto spec = [this] { return workload("web")->spec; };
        QTRY_VERIFY_WITH_TIMEOUT(spec().contains(QStringLiteral("/shown")), patience);
        QDialog* dialog = openBy(Qt::Key_E, Qt::ControlModifier, "editContainerDialog");
        QVERIFY(find<QCheckBox>(dialog, "initCheck")->isChecked());
        QVERIFY(!find<QPushButton>(dialog, "saveButton")->isEnabled()); // it shows what is there
        auto* target = find<QLineEdit>(dialog, "volumeTarget0");
        target->setFocus();
        QTest::keyClicks(target, QStringLiteral("2"));
        QTest::mouseClick(find<QPushButton>(dialog, "saveButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogOpen("editContainerDialog"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(spec().contains(QStringLiteral("/shown2")), patience);
        QVERIFY(spec().contains(QStringLiteral("\"noexec\":true")));
        QVERIFY(spec().contains(QStringLiteral("\"time\":\"host\"")));
    }

    void aRestartAppliesIt()
    {
        const auto leader = workload("web")->leader;
        action("restartAction")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(
            workload("web")->leader != 0 && workload("web")->leader != leader, patience);
        QTRY_VERIFY_WITH_TIMEOUT(workload("web")->pending.isEmpty(), patience);
    }

    void f2Renames()
    {
        QVERIFY(!action("cloneAction")->isEnabled()); // it runs
        QDialog* dialog = openBy(Qt::Key_F2, Qt::NoModifier, "nameDialog");
        auto* name = find<QLineEdit>(dialog, "newNameEdit");
        QCOMPARE(name->text(), QStringLiteral("web"));
        QTest::keyClicks(name, QStringLiteral("Shop"));
        QVERIFY(find<QLabel>(dialog, "newNameError")->isVisible());
        QVERIFY(!find<QPushButton>(dialog, "nameButton")->isEnabled());
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("shop"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(workload("shop"), patience);
        QVERIFY(!workload("web"));
    }

    void aStoppedOneIsCopied()
    {
        action("stopAction")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(action("cloneAction")->isEnabled(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(session().jobs().runningCount(), 0, patience); // one at a time
        action("cloneAction")->trigger();
        auto* dialog = find<QDialog>(window(), "nameDialog");
        activate(dialog);
        auto* name = find<QLineEdit>(dialog, "newNameEdit");
        QCOMPARE(name->text(), QStringLiteral("shop-2"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(workload("shop-2"), patience);
        QTRY_COMPARE_WITH_TIMEOUT(
            find<QLabel>(window(), "detailName")->text(), QStringLiteral("shop-2"), patience);
    }

private:
    const api::WorkloadInfo* workload(const char* name)
    {
        return session().client().findWorkload(QLatin1String(name));
    }

    bool dialogOpen(const char* name)
    {
        const auto* dialog = window()->findChild<QDialog*>(QLatin1String(name));
        return dialog && dialog->isVisible();
    }

    QDialog* openBy(Qt::Key key, Qt::KeyboardModifiers modifiers, const char* name)
    {
        focusList();
        QTest::keyClick(table(), key, modifiers);
        auto* dialog = find<QDialog>(window(), name);
        activate(dialog);
        return dialog;
    }
};

VITRINE_WINDOW_TEST_MAIN(ChangeTest)

#include "tst_change.moc"
