// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real helper: makes a container by keyboard and mouse, starts, stops and
// deletes it, takes it back, and reads what the window says.
#include "gui/models/helper_texts.h"
#include "tests/gui/window_fixture.h"

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
#include <QTabWidget>
#include <QTranslator>

#include <csignal>

using namespace vitrine;

class WindowTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase() { open(); }
    void cleanupTestCase() { close(); }

    void emptyListGuides()
    {
        // One sentence, in full, and one button; nothing beside it.
        auto* sentence = find<QLabel>(find<QWidget>(window(), "workloadsView"), "emptySentence");
        QVERIFY(sentence->isVisible());
        QTRY_VERIFY(sentence->height() >= sentence->heightForWidth(sentence->width()));
        QVERIFY(!find<QWidget>(window(), "detailPane")->isVisible());
        QVERIFY(!table()->isVisible());
        QVERIFY(action("newAction")->isEnabled());
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
        dismiss(dialog);
    }

    void returnCreatesAlsoAfterCancelHadTheFocus()
    {
        auto* dialog = openDialog();
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("ancel")))
                button->setFocus();
        auto* create = find<QPushButton>(dialog, "createButton");
        QVERIFY(!create->isDefault());
        find<QLineEdit>(dialog, "nameEdit")->setFocus();
        QVERIFY(create->isDefault());
        dismiss(dialog);
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
        QTRY_COMPARE(find<QLabel>(window(), "detailName")->text(), QStringLiteral("busybox"));
        auto* tabs = find<QTabWidget>(window(), "detailTabs");
        tabs->setCurrentIndex(tabs->count() - 1); // under the hood
        QTRY_VERIFY(find<QTreeView>(tabs, "stepTable")->model()->rowCount() > 5);
    }

    void everyStepCanBeTranslated()
    {
        // A text that helper_texts.cpp does not know stays as the helper wrote it.
        class Marker : public QTranslator {
        public:
            QString translate(
                const char* context, const char* text, const char*, int) const override
            {
                return QLatin1String(context) == QLatin1String("Helper")
                    ? QLatin1String("known: ") + QLatin1String(text)
                    : QString();
            }
            bool isEmpty() const override { return false; }
        } marker;
        QVERIFY(QCoreApplication::installTranslator(&marker));
        const auto* steps = find<QTreeView>(window(), "stepTable")->model();
        QVERIFY(steps->rowCount() > 5);
        for (int row = 0; row < steps->rowCount(); ++row) {
            const QString text = steps->index(row, 1).data().toString();
            QVERIFY2(text.startsWith(QLatin1String("known: ")), qPrintable(text));
        }
        for (const auto& feature : session().client().features())
            for (const QString& text : { feature.title, feature.reason, feature.advice })
                QVERIFY2(text.isEmpty() || translatedHelperText(text) != text, qPrintable(text));
        QCoreApplication::removeTranslator(&marker);
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
        dismiss(dialog);
    }

    void filters()
    {
        auto* filter = find<QLineEdit>(window(), "filterEdit");
        focusList();
        QTest::keyClick(window(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, QStringLiteral("nothing"));
        QVERIFY(!table()->isVisible());
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(filter->text().isEmpty());
        QVERIFY(table()->isVisible());
    }

    void viewsOpenByKey()
    {
        focusList();
        auto* rail = find<QListWidget>(window(), "navigationRail");
        for (int view = 0; view < viewCount; ++view) {
            QTest::keyClick(window(), Qt::Key(Qt::Key_1 + view), Qt::ControlModifier);
            QTRY_COMPARE(rail->currentRow(), view);
            QVERIFY(!rail->item(view)->data(Qt::AccessibleTextRole).toString().isEmpty());
        }
        QTest::keyClick(window(), Qt::Key_1, Qt::ControlModifier);
        QTRY_VERIFY(table()->isVisible());
    }

    void paletteFindsTheWorkload()
    {
        focusList();
        table()->clearSelection();
        QTest::keyClick(window(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(window()->findChild<QLineEdit*>(QStringLiteral("paletteEdit")));
        auto* edit = find<QLineEdit>(window(), "paletteEdit");
        QTest::keyClicks(edit, QStringLiteral("busyb"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(table()->selectionModel()->hasSelection());
    }

    void deletesAndTakesBack()
    {
        const auto leader = pid_t(session().workloads().rows().first().leader);
        QVERIFY(leader > 0);
        focusList();
        QTest::keyClick(table(), Qt::Key_Delete);
        auto* bar = find<QFrame>(window(), "undoBar");
        QTRY_VERIFY(bar->isVisible());
        QVERIFY(find<QLabel>(bar, "undoText")->text().contains(QLatin1String("still runs")));
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("busybox"), QString(), patience);
        QCOMPARE(::kill(leader, 0), 0); // what it does cannot be taken back: it goes on
        QTest::mouseClick(find<QPushButton>(bar, "undoButton"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("busybox"), QStringLiteral("Running"), patience);
        QCOMPARE(pid_t(session().workloads().rows().first().leader), leader);
        QVERIFY(!bar->isVisible());
    }

    void errorsGoWhenTheyAreMended()
    {
        auto* panel = find<QFrame>(window(), "problemPanel");
        const QString path = session().workloads().rows().first().path;
        window()->showProblem(QStringLiteral("Start"), someError(), path);
        QVERIFY(panel->isVisible());
        window()->selectWorkload(path);
        QTRY_VERIFY(action("stopAction")->isEnabled());
        action("stopAction")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("busybox"), QStringLiteral("Stopped"), patience);
        QTRY_VERIFY(!panel->isVisible());
    }

    void errorsCloseByKey()
    {
        auto* panel = find<QFrame>(window(), "problemPanel");
        window()->showProblem(QStringLiteral("Start"), someError(), QString());
        QVERIFY(panel->isVisible());
        focusList();
        QTest::keyClick(table(), Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
    }

    void noTabHides()
    {
        auto* tabs = find<QTabWidget>(window(), "detailTabs");
        const QSize size = window()->size();
        window()->resize(900, 600);
        const auto isWhole = [tabs] {
            const QTabBar* bar = tabs->tabBar();
            for (int tab = 0; tab < bar->count(); ++tab)
                if (!bar->rect().contains(bar->tabRect(tab)) || bar->tabToolTip(tab).isEmpty())
                    return false;
            return bar->tabText(bar->currentIndex()) == bar->tabToolTip(bar->currentIndex());
        };
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            QTRY_VERIFY(isWhole());
        }
        window()->resize(size);
    }

    void trashIsFinal()
    {
        window()->selectWorkload(session().workloads().rows().first().path);
        focusList();
        QTest::keyClick(table(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(session().client().workloads().isEmpty(), patience);
        QVERIFY(!table()->isVisible());
        QVERIFY(!find<QFrame>(window(), "problemPanel")->isVisible());
    }

    void reconnectsWhileConnected()
    {
        activate(window());
        QTest::keyClick(window(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(
            session().client().state(), HelperClient::State::Connected, patience);
        QTRY_VERIFY_WITH_TIMEOUT(session().images().rowCount() > 0, patience);
    }

    void outlivesTheHelper()
    {
        const auto pid = QDBusConnection::sessionBus().interface()->servicePid(
            QStringLiteral("org.vitrine.Helper1"));
        QVERIFY(pid.isValid());
        QCOMPARE(::kill(pid_t(pid.value()), SIGTERM), 0);
        auto& client = session().client();
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), HelperClient::State::NoHelper, patience);
        QVERIFY(!action("newAction")->isEnabled());
        QCOMPARE(session().images().rowCount(), 0);
        activate(window());
        QTest::keyClick(window(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), HelperClient::State::Connected, patience);
        QTRY_VERIFY_WITH_TIMEOUT(session().images().rowCount() > 0, patience);
        QVERIFY(action("newAction")->isEnabled());
    }

private:
    static api::ErrorInfo someError()
    {
        return { QStringLiteral("org.vitrine.Error.Busy"), QStringLiteral("it does not work"), {},
            {}, 0, {}, -1 };
    }

    static void dismiss(QDialog* dialog)
    {
        const QPointer<QDialog> guard = dialog;
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!guard);
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
};

VITRINE_WINDOW_TEST_MAIN(WindowTest)

#include "tst_window.moc"
