// SPDX-License-Identifier: GPL-3.0-or-later
// A container is edited, restarted, renamed and copied by keyboard and mouse.
#include "gui/dialogs/edit_container_dialog.h"
#include "tests/gui/window_fixture.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

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

    void logAndHealthComeBackAsTheyWere()
    {
        QDialog* dialog = openBy(Qt::Key_E, Qt::ControlModifier, "editContainerDialog");
        auto* size = find<QDoubleSpinBox>(dialog, "logSizeSpin");
        QVERIFY(size->text().endsWith(QStringLiteral("MiB")));
        size->setFocus();
        size->selectAll();
        QTest::keyClicks(size, QStringLiteral("2"));
        find<QSpinBox>(dialog, "logFilesSpin")->setValue(4);
        QVERIFY(find<QLabel>(dialog, "logSum")->text().contains(QStringLiteral("8.0")));
        auto* command = find<QLineEdit>(dialog, "healthCommandEdit");
        auto* interval = find<QDoubleSpinBox>(dialog, "healthIntervalSpin");
        QVERIFY(!interval->isEnabled());
        command->setFocus();
        QTest::keyClicks(command, QStringLiteral("test -e '/is well'"));
        interval->setValue(2.5);
        find<QSpinBox>(dialog, "healthRetriesSpin")->setValue(7);
        find<QComboBox>(dialog, "whenUnhealthyCombo")->setCurrentIndex(2);
        save(dialog);
        QVERIFY(fields("log").contains(QStringLiteral(R"({"files":4,"maxSize":2097152})")));
        dialog = openBy(Qt::Key_E, Qt::ControlModifier, "editContainerDialog");
        QVERIFY(!find<QPushButton>(dialog, "saveButton")->isEnabled()); // nothing differs
        QCOMPARE(find<QDoubleSpinBox>(dialog, "logSizeSpin")->value(), 2.0);
        QCOMPARE(find<QSpinBox>(dialog, "logFilesSpin")->value(), 4);
        QCOMPARE(find<QLineEdit>(dialog, "healthCommandEdit")->text(),
            QStringLiteral("test -e '/is well'"));
        QCOMPARE(find<QDoubleSpinBox>(dialog, "healthIntervalSpin")->value(), 2.5);
        QCOMPARE(find<QSpinBox>(dialog, "healthRetriesSpin")->value(), 7);
        QCOMPARE(find<QComboBox>(dialog, "whenUnhealthyCombo")->currentData().toString(),
            QStringLiteral("stop"));
        find<QLineEdit>(dialog, "healthCommandEdit")->clear();
        find<QCheckBox>(dialog, "logKeptCheck")->setChecked(false);
        QVERIFY(!find<QSpinBox>(dialog, "logFilesSpin")->isEnabled());
        save(dialog);
        QVERIFY(fields("log").contains(QStringLiteral("none")));
        QVERIFY(!workload("web")->spec.contains(QStringLiteral("is well")));
    }

    void whatTheHelperObjectsToStandsAtItsField()
    {
        auto* dialog = qobject_cast<EditContainerDialog*>(
            openBy(Qt::Key_E, Qt::ControlModifier, "editContainerDialog"));
        QVERIFY(!find<QCheckBox>(dialog, "logKeptCheck")->isChecked());
        const QVariantMap spec { { QStringLiteral("image"), QStringLiteral("busybox") },
            { QStringLiteral("log"), QVariantMap { { QStringLiteral("files"), 99U } } } };
        std::optional<api::ErrorInfo> error;
        session().client().plan(spec, this, [&error](const auto& reply) { error = reply.error; });
        QTRY_VERIFY_WITH_TIMEOUT(error, patience);
        dialog->showError(*error);
        auto* label = find<QLabel>(dialog, "logError");
        QVERIFY(label->isVisible());
        QVERIFY2(label->text().contains(QStringLiteral("1 to 16")), qPrintable(label->text()));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!dialogOpen("editContainerDialog"));
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
    void save(QDialog* dialog)
    {
        const QString before = workload("web")->spec;
        QTest::mouseClick(find<QPushButton>(dialog, "saveButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogOpen("editContainerDialog"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(workload("web")->spec != before, patience);
    }

    /// The value of FIELD in the specification, as JSON.
    QString fields(const char* field)
    {
        const QJsonObject spec = QJsonDocument::fromJson(workload("web")->spec.toUtf8()).object();
        const QJsonObject one { { QLatin1String(field), spec.value(QLatin1String(field)) } };
        return QString::fromUtf8(QJsonDocument(one).toJson(QJsonDocument::Compact));
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
