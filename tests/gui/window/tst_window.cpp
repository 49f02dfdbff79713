// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real helper: makes a container by keyboard and mouse, starts, stops and
// deletes it, takes it back, and reads what the window says.
#include "gui/app/gui_main.h"
#include "gui/app/main_window.h"
#include "gui/app/session.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDialog>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTest>
#include <QTreeView>

#include <csignal>

using namespace vitrine;

namespace {

constexpr int patience = 20'000; // ms; only a failure waits that long

template <typename T> T* find(QWidget* in, const char* name)
{
    auto* found = in->findChild<T*>(QLatin1String(name));
    if (!found)
        qFatal("no %s in the window", name);
    return found;
}

} // namespace

class WindowTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QSettings().setValue(QStringLiteral("systemCheckShown"), true);
        m_session = std::make_unique<Session>(HelperClient::Bus::Session);
        m_window = std::make_unique<MainWindow>(*m_session);
        m_session->client().start();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        activate(m_window.get());
        QTRY_COMPARE_WITH_TIMEOUT(
            m_session->client().state(), HelperClient::State::Connected, patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->images().rowCount() > 0, patience);
    }

    void cleanupTestCase()
    {
        // What a failed test left behind.
        for (const auto& workload : m_session->client().workloads().values())
            m_session->client().operate(
                workload.path, QStringLiteral("Delete"), {}, this, [](const Reply<QString>&) {});
        QTRY_VERIFY_WITH_TIMEOUT(m_session->client().workloads().isEmpty(), patience);
        m_window.reset();
        m_session.reset();
    }

    void emptyListGuides()
    {
        QVERIFY(!table()->isVisible());
        QVERIFY(m_window->findChild<QAction*>(QStringLiteral("newAction"))->isEnabled());
    }

    void objectsUnderTheField()
    {
        auto* dialog = openDialog();
        auto* name = find<QLineEdit>(dialog, "nameEdit");
        QVERIFY(find<QPushButton>(dialog, "createButton")->isEnabled());
        QVERIFY(name->hasFocus());
        QTest::keyClicks(name, QStringLiteral("-Wrong"));
        auto* error = find<QLabel>(dialog, "nameError");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(!find<QPushButton>(dialog, "createButton")->isEnabled());
        close(dialog);
    }

    void createsByClick()
    {
        auto* dialog = openDialog();
        auto* image = find<QComboBox>(dialog, "imageCombo");
        image->setCurrentIndex(image->findData(QStringLiteral("busybox")));
        QCOMPARE(find<QLineEdit>(dialog, "nameEdit")->text(), QStringLiteral("busybox"));
        QTest::mouseClick(find<QPushButton>(dialog, "createButton"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("busybox"), QStringLiteral("Running"), patience);
        // It is selected and looked into.
        QTRY_COMPARE(find<QLabel>(m_window.get(), "detailName")->text(), QStringLiteral("busybox"));
        auto* tabs = find<QTabWidget>(m_window.get(), "detailTabs");
        tabs->setCurrentIndex(tabs->count() - 1); // under the hood
        QTRY_VERIFY(find<QTreeView>(tabs, "stepTable")->model()->rowCount() > 5);
    }

    void refusesTheNameTwice()
    {
        auto* dialog = openDialog();
        auto* name = find<QLineEdit>(dialog, "nameEdit");
        QCOMPARE(name->text(), QStringLiteral("busybox-2"));
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("busybox"));
        QVERIFY(find<QLabel>(dialog, "nameError")->isVisible());
        QVERIFY(!find<QPushButton>(dialog, "createButton")->isEnabled());
        close(dialog);
    }

    void filters()
    {
        auto* filter = find<QLineEdit>(m_window.get(), "filterEdit");
        focusWindow();
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, QStringLiteral("nothing"));
        QVERIFY(!table()->isVisible());
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(filter->text().isEmpty());
        QVERIFY(table()->isVisible());
    }

    void viewsOpenByKey()
    {
        focusWindow();
        auto* rail = find<QListWidget>(m_window.get(), "navigationRail");
        for (int view = 0; view < viewCount; ++view) {
            QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_1 + view), Qt::ControlModifier);
            QTRY_COMPARE(rail->currentRow(), view);
            QVERIFY(!rail->item(view)->data(Qt::AccessibleTextRole).toString().isEmpty());
        }
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QTRY_VERIFY(table()->isVisible());
    }

    void paletteFindsTheWorkload()
    {
        focusWindow();
        table()->clearSelection();
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(m_window->findChild<QLineEdit*>(QStringLiteral("paletteEdit")));
        auto* edit = find<QLineEdit>(m_window.get(), "paletteEdit");
        QTest::keyClicks(edit, QStringLiteral("busyb"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(table()->selectionModel()->hasSelection());
    }

    void deletesAndTakesBack()
    {
        focusWindow();
        QTest::keyClick(table(), Qt::Key_Delete);
        auto* bar = find<QFrame>(m_window.get(), "undoBar");
        QTRY_VERIFY(bar->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("busybox"), QString(), patience);
        QTest::mouseClick(find<QPushButton>(bar, "undoButton"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("busybox"), QStringLiteral("Stopped"), patience);
        QVERIFY(!bar->isVisible());
    }

    void trashIsFinal()
    {
        m_window->selectWorkload(m_session->workloads().rows().first().path);
        focusWindow();
        QTest::keyClick(table(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->client().workloads().isEmpty(), patience);
        QVERIFY(!table()->isVisible());
        QVERIFY(!find<QFrame>(m_window.get(), "problemPanel")->isVisible());
    }

    void outlivesTheHelper()
    {
        const auto pid = QDBusConnection::sessionBus().interface()->servicePid(
            QStringLiteral("org.vitrine.Helper1"));
        QVERIFY(pid.isValid());
        QCOMPARE(::kill(pid_t(pid.value()), SIGTERM), 0);
        auto& client = m_session->client();
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), HelperClient::State::NoHelper, patience);
        QVERIFY(!m_window->findChild<QAction*>(QStringLiteral("newAction"))->isEnabled());
        QCOMPARE(m_session->images().rowCount(), 0);
        activate(m_window.get());
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), HelperClient::State::Connected, patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->images().rowCount() > 0, patience);
        QVERIFY(m_window->findChild<QAction*>(QStringLiteral("newAction"))->isEnabled());
    }

private:
    QTreeView* table() { return find<QTreeView>(m_window.get(), "workloadTable"); }

    QDialog* openDialog()
    {
        m_window->findChild<QAction*>(QStringLiteral("newAction"))->trigger();
        auto* dialog = find<QDialog>(m_window.get(), "newContainerDialog");
        activate(dialog);
        return dialog;
    }

    static void close(QDialog* dialog)
    {
        const QPointer<QDialog> guard = dialog;
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!guard);
    }

    void focusWindow()
    {
        activate(m_window.get());
        table()->setFocus();
    }

    /// What a window manager would do; there is none on the test's X server.
    static void activate(QWidget* window)
    {
        QVERIFY(QTest::qWaitForWindowExposed(window));
        QApplication::setActiveWindow(window);
        QTRY_COMPARE(QApplication::activeWindow(), window);
    }

    /// The State cell of the row of NAME; empty when there is no such row.
    QString stateOf(const char* name)
    {
        const auto* model = table()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 0).data().toString() == QLatin1String(name))
                return model->index(row, 1).data().toString();
        return {};
    }

    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    prepareApplication();
    WindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window.moc"
