// SPDX-License-Identifier: GPL-3.0-or-later
// Shells are opened in a container, used, closed and had again by keyboard and mouse.
#include "gui/app/detail_pane.h"
#include "gui/console/console_pane.h"
#include "gui/console/console_tab.h"
#include "gui/console/terminal_widget.h"
#include "tests/gui/window_fixture.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>

using namespace vitrine;

class ShellsTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        open();
        createBusybox(QStringLiteral("web"));
        window()->selectWorkload(session().client().findWorkload(QStringLiteral("web"))->path);
        activate(window());
        find<DetailPane>(window(), "detailPane")->enterTab(QStringLiteral("console"));
        QTRY_VERIFY_WITH_TIMEOUT(pane()->console().hasSession(), patience);
    }

    void cleanupTestCase() { close(); }

    void aShellIsOneKeyAway()
    {
        press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(sessions(), 1, patience);
        QCOMPARE(tabs()->tabText(tabs()->currentIndex()), QStringLiteral("Shell"));
        type(QStringLiteral("echo it-is-$((40+2)); tty"));
        QTRY_VERIFY_WITH_TIMEOUT(screen().contains(QStringLiteral("it-is-42")), patience);
        QTRY_VERIFY_WITH_TIMEOUT(screen().contains(QStringLiteral("/dev/pts/")), patience);
    }

    void theMenuAsksAsWhom()
    {
        auto* button = find<QToolButton>(window(), "newShellButton");
        auto* asRoot = button->menu()->actions().at(1);
        QVERIFY(asRoot->text().contains(QStringLiteral("root")));
        asRoot->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(sessions(), 2, patience);
        QCOMPARE(tabs()->tabText(tabs()->currentIndex()), QStringLiteral("Shell (root)"));
    }

    void theDialogTakesUserDirectoryAndCommand()
    {
        auto* dialog = openChoice();
        typeInto(dialog, "shellDirectory", "tmp");
        QTest::mouseClick(find<QPushButton>(dialog, "shellOpen"), Qt::LeftButton);
        QVERIFY(find<QLabel>(dialog, "shellProblem")->text().contains(QLatin1Char('/')));
        find<QLineEdit>(dialog, "shellDirectory")->clear();
        typeInto(dialog, "shellDirectory", "/tmp");
        typeInto(dialog, "shellCommand", "sh -c 'pwd; exit 3'");
        QTest::mouseClick(find<QPushButton>(dialog, "shellOpen"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(status().contains(QStringLiteral("status 3")), patience);
        QVERIFY(screen().contains(QStringLiteral("/tmp")));
        QVERIFY(title().startsWith(QStringLiteral("sh")));
        QVERIFY(title().contains(QStringLiteral("ended")));
        QTest::mouseClick(find<QPushButton>(shell(), "shellRestart"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(status().contains(QStringLiteral("status 3")), patience);
    }

    void whatIsWrongIsSaidInTheTab()
    {
        auto* dialog = openChoice();
        typeInto(dialog, "shellUser", "99999999999999999999");
        QTest::mouseClick(find<QPushButton>(dialog, "shellOpen"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(status().contains(QStringLiteral("4294967294")), patience);
        QVERIFY(find<QPushButton>(shell(), "shellRestart")->isVisible());
    }

    void tabsAreSwitchedAndClosedByKeys()
    {
        const int count = tabs()->count();
        QCOMPARE(count, 5);
        tabs()->setCurrentIndex(1);
        shell()->setFocus();
        press(Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(tabs()->currentIndex(), 2);
        press(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(tabs()->currentIndex(), 1);
        QCOMPARE(sessions(), 2);
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(tabs()->count(), count - 1);
        QTRY_COMPARE_WITH_TIMEOUT(sessions(), 1, patience); // it ended with its tab
        tabs()->setCurrentIndex(0);
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(tabs()->count(), count - 1); // the container's own stays
    }

    void oneIsLeftRunningAndTakenUp()
    {
        pane()->openShell({});
        QTRY_COMPARE_WITH_TIMEOUT(sessions(), 2, patience);
        type(QStringLiteral("echo kept-$((40+2))"));
        QTRY_VERIFY_WITH_TIMEOUT(screen().contains(QStringLiteral("kept-42")), patience);
        const int count = tabs()->count();
        QVERIFY(offeredSessions().isEmpty()); // all are in tabs
        QTest::mouseClick(find<QPushButton>(shell(), "shellLeave"), Qt::LeftButton);
        QCOMPARE(tabs()->count(), count - 1);
        QTRY_COMPARE_WITH_TIMEOUT(offeredSessions().size(), 1, patience);
        QCOMPARE(sessions(), 2);
        offeredSessions().first()->trigger();
        QCOMPARE(tabs()->count(), count);
        QTRY_VERIFY_WITH_TIMEOUT(screen().contains(QStringLiteral("kept-42")), patience);
        QVERIFY(title().startsWith(QStringLiteral("Shell")));
        type(QStringLiteral("exit 7"));
        QTRY_VERIFY_WITH_TIMEOUT(status().contains(QStringLiteral("status 7")), patience);
        pane()->closeShell(tabs()->currentIndex());
    }

    void thoseOfAnotherContainerStay()
    {
        const auto path = session().client().findWorkload(QStringLiteral("web"))->path;
        createBusybox(QStringLiteral("other"));
        QTRY_COMPARE_WITH_TIMEOUT(tabs()->count(), 1, patience);
        QCOMPARE(sessions(), 1);
        window()->selectWorkload(path);
        QTRY_COMPARE_WITH_TIMEOUT(tabs()->count(), 4, patience);
    }

private:
    ConsolePane* pane() { return find<ConsolePane>(window(), "consolePane"); }
    QTabWidget* tabs() { return find<QTabWidget>(window(), "shellTabs"); }
    ShellTab* shell() { return qobject_cast<ShellTab*>(tabs()->currentWidget()); }
    QString screen() { return shell()->terminal().screen().text(); }
    QString status() { return find<QLabel>(shell(), "shellStatus")->text(); }
    QString title() { return tabs()->tabText(tabs()->currentIndex()); }
    QList<QAction*> offeredSessions()
    {
        auto* menu = find<QToolButton>(window(), "newShellButton")->menu();
        emit menu->aboutToShow();
        return find<QMenu>(window(), "sessionMenu")->actions();
    }
    int sessions()
    {
        return int(session().client().findWorkload(QStringLiteral("web"))->sessions.size());
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        QTest::keyClick(window()->focusWidget(), key, modifiers);
    }

    void type(const QString& command)
    {
        auto* terminal = &shell()->terminal();
        QTRY_COMPARE(window()->focusWidget(), terminal);
        QTest::keyClicks(terminal, command);
        QTest::keyClick(terminal, Qt::Key_Return);
    }

    QDialog* openChoice()
    {
        find<QAction>(window(), "shellChoice")->trigger();
        return find<QDialog>(window(), "shellDialog");
    }

    static void typeInto(QDialog* dialog, const char* name, const char* text)
    {
        QTest::keyClicks(find<QLineEdit>(dialog, name), QLatin1String(text));
    }
};

VITRINE_WINDOW_TEST_MAIN(ShellsTest)
#include "tst_shells.moc"
