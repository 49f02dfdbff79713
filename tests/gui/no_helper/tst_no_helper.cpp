// SPDX-License-Identifier: GPL-3.0-or-later
// The window of the system bus where no system helper is installed: one message that says what to
// do, and nothing that pretends to work.
#include "tests/gui/window_fixture.h"

#include <QAction>
#include <QApplication>
#include <QFrame>
#include <QLabel>
#include <QSettings>
#include <QToolButton>

using namespace vitrine;

class NoHelperTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QSettings().setValue(QStringLiteral("systemCheckShown"), true);
        // The test's own bus, on which nobody started a helper, stands for the system bus.
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", qgetenv("DBUS_SESSION_BUS_ADDRESS"));
        m_session = std::make_unique<Session>(HelperClient::Bus::System);
        m_window = std::make_unique<MainWindow>(*m_session);
        m_session->client().start();
        m_window->show();
        activate(m_window.get());
        QTRY_COMPARE_WITH_TIMEOUT(
            m_session->client().state(), HelperClient::State::NoHelper, patience);
    }

    void saysWhatToDo()
    {
        const QList<QLabel*> shown = messages();
        QCOMPARE(shown.size(), 1);
        const QLabel* message = shown.first();
        QTRY_VERIFY(message->height() >= message->heightForWidth(message->width()));
        for (const char* words : { "system helper", "install it", "vitrine --session" })
            QVERIFY2(message->text().contains(QLatin1String(words)), qPrintable(message->text()));
        QVERIFY(!find<QFrame>(m_window.get(), "problemPanel")->isVisible());
        QVERIFY(!find<QWidget>(m_window.get(), "detailPane")->isVisible());
    }

    void offersNothingThatCannotWork()
    {
        QVERIFY(!m_window->findChild<QAction*>(QStringLiteral("newAction"))->isEnabled());
        QCOMPARE(find<QLabel>(m_window.get(), "modeBadge")->text(), QStringLiteral("system"));
        QVERIFY(!find<QToolButton>(m_window.get(), "helperState")->text().isEmpty());
    }

    void everyViewSaysTheSame()
    {
        for (int view = 0; view < viewCount; ++view) {
            m_window->showView(View(view));
            QCOMPARE(messages().size(), 1);
        }
    }

    void triesAgain()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QCOMPARE(m_session->client().state(), HelperClient::State::Connecting);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_session->client().state(), HelperClient::State::NoHelper, patience);
        QCOMPARE(messages().size(), 1);
    }

private:
    /// The sentences of the empty states that are shown.
    QList<QLabel*> messages()
    {
        QList<QLabel*> shown;
        for (auto* label : m_window->findChildren<QLabel*>(QStringLiteral("emptySentence")))
            if (label->isVisible())
                shown.append(label);
        return shown;
    }

    std::unique_ptr<Session> m_session;
    std::unique_ptr<MainWindow> m_window;
};

VITRINE_WINDOW_TEST_MAIN(NoHelperTest)

#include "tst_no_helper.moc"
