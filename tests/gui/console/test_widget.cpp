// SPDX-License-Identifier: GPL-3.0-or-later
// TerminalWidget and ConsoleTab as a user meets them.
#include "gui/console/console_tab.h"
#include "gui/console/fixed_font.h"
#include "gui/console/terminal_widget.h"
#include "helper/api/unique_fd.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QFontInfo>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>

using namespace vitrine;

namespace {

/// A tab with a session whose other end is `server`.
struct Connected {
    Connected()
    {
        tab.setWorkload(QStringLiteral("0123"), QStringLiteral("web"));
        tab.resize(800, 500);
        tab.show();
        tab.setRunning(true);
        connect();
        (void)QTest::qWaitForWindowExposed(&tab);
        tab.terminal().setFocus();
        QCoreApplication::processEvents();
        (void)received();
    }
    void connect()
    {
        int ends[2] {};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
            return;
        server.reset(ends[1]);
        tab.setSession(std::make_unique<ConsoleSession>(ends[0]));
    }
    void print(const QByteArray& bytes) const
    {
        const QByteArray message = 'o' + bytes;
        (void)::send(server.get(), message.constData(), std::size_t(message.size()), 0);
    }
    /// Input that arrived, without resizes.
    QByteArray received() const
    {
        QByteArray all;
        char buffer[40'000];
        for (;;) {
            const auto length = ::recv(server.get(), buffer, sizeof buffer, MSG_DONTWAIT);
            if (length <= 0)
                return all;
            if (buffer[0] == 'i')
                all.append(buffer + 1, length - 1);
        }
    }
    TerminalWidget& terminal() { return tab.terminal(); }
    QWidget* viewport() { return tab.terminal().viewport(); }

    ConsoleTab tab;
    UniqueFd server;
};

} // namespace

class TestWidget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLetterIsAsWide()
    {
        QVERIFY(QFontInfo(fixedFont()).fixedPitch());
        QVERIFY(QFontInfo(fixedFont()).family() != QFontInfo(QApplication::font()).family());
    }

    void typing();
    void tabStaysAndLeavingLeaves();
    void shortcutsOfTheWindow();
    void copyAndPaste();
    void selectingByMouse();
    void mouseGoesToTheProgram();
    void scrollingBack();
    void fontZoomResizes();
    void inputMethod();
    void accessibleText();
    void guidanceBeforeTheStart();
    void sessionIsAskedForOnce();
    void endAndReconnect();
    void anotherWorkloadStartsEmpty();
    void hiddenRunsNoTimer();
};

void TestWidget::typing()
{
    Connected c;
    QTest::keyClicks(&c.terminal(), QStringLiteral("ls -l"));
    QTest::keyClick(&c.terminal(), Qt::Key_Return);
    QCOMPARE(c.received(), QByteArray("ls -l\r"));
    QTest::keyClick(&c.terminal(), Qt::Key_C, Qt::ControlModifier);
    QTest::keyClick(&c.terminal(), Qt::Key_F1);
    QTest::keyClick(&c.terminal(), Qt::Key_Up);
    QCOMPARE(c.received(), QByteArray("\x03\x1bOP\x1b[A"));
    c.print("answer\r\n");
    QTRY_VERIFY(c.terminal().screen().text().startsWith(QLatin1String("answer")));
}

void TestWidget::tabStaysAndLeavingLeaves()
{
    Connected c;
    QSignalSpy left(&c.terminal(), &TerminalWidget::left);
    QTest::keyClick(&c.terminal(), Qt::Key_Tab);
    QTest::keyClick(&c.terminal(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(c.received(), QByteArray("\t\x1b[Z"));
    QCOMPARE(left.size(), 0);
    QTest::keyClick(&c.terminal(), Qt::Key_F6, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(left.size(), 1);
    QCOMPARE(c.received(), QByteArray());
}

void TestWidget::shortcutsOfTheWindow()
{
    const auto use = [](int key, Qt::KeyboardModifiers modifiers) {
        return terminalKeyUse(QKeyEvent(QEvent::KeyPress, key, modifiers));
    };
    QCOMPARE(use(Qt::Key_K, Qt::ControlModifier), TerminalKeyUse::Program);
    QCOMPARE(use(Qt::Key_N, Qt::ControlModifier), TerminalKeyUse::Program);
    QCOMPARE(use(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier), TerminalKeyUse::None);
    QCOMPARE(use(Qt::Key_2, Qt::ControlModifier), TerminalKeyUse::None);
    QCOMPARE(use(Qt::Key_Tab, Qt::ControlModifier), TerminalKeyUse::None);
    QCOMPARE(use(Qt::Key_F5, Qt::NoModifier), TerminalKeyUse::Program);
}

void TestWidget::copyAndPaste()
{
    Connected c;
    c.print("copy this\r\n");
    QTRY_VERIFY(c.terminal().screen().text().startsWith(QLatin1String("copy")));
    c.terminal().selectAll();
    QTest::keyClick(&c.terminal(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1String("copy this")));
    QGuiApplication::clipboard()->setText(QStringLiteral("a\nb\x1b"));
    QTest::keyClick(&c.terminal(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(c.received(), QByteArray("a\rb"));
}

void TestWidget::selectingByMouse()
{
    Connected c;
    c.print("alpha beta gamma\r\n");
    QTRY_VERIFY(c.terminal().screen().text().startsWith(QLatin1String("alpha")));
    const int cell = static_cast<QWidget&>(c.terminal())
                         .inputMethodQuery(Qt::ImCursorRectangle)
                         .toRect()
                         .width();
    QTest::mousePress(c.viewport(), Qt::LeftButton, {}, QPoint(0, 4));
    QTest::mouseMove(c.viewport(), QPoint(5 * cell, 4));
    QTest::mouseRelease(c.viewport(), Qt::LeftButton, {}, QPoint(5 * cell, 4));
    QCOMPARE(c.terminal().selectedText(), QStringLiteral("alpha"));
    QTest::mouseDClick(c.viewport(), Qt::LeftButton, {}, QPoint(7 * cell, 4));
    QCOMPARE(c.terminal().selectedText(), QStringLiteral("beta"));
    QTest::mouseClick(c.viewport(), Qt::LeftButton, {}, QPoint(7 * cell, 4)); // the third
    QCOMPARE(c.terminal().selectedText(), QStringLiteral("alpha beta gamma"));
}

void TestWidget::mouseGoesToTheProgram()
{
    Connected c;
    c.print("\x1b[?1000h\x1b[?1006h");
    QTRY_COMPARE(c.terminal().screen().mouseReporting(), MouseReporting::Click);
    QTest::mouseClick(c.viewport(), Qt::LeftButton, {}, QPoint(1, 1));
    QCOMPARE(c.received(), QByteArray("\x1b[<0;1;1M\x1b[<0;1;1m"));
    QTest::mouseClick(c.viewport(), Qt::LeftButton, Qt::ShiftModifier, QPoint(1, 1));
    QCOMPARE(c.received(), QByteArray());
}

void TestWidget::scrollingBack()
{
    Connected c;
    QScrollBar* bar = c.terminal().verticalScrollBar();
    c.print(QByteArray("line\r\n").repeated(200));
    QTRY_VERIFY(bar->maximum() > 100);
    QCOMPARE(bar->value(), bar->maximum());
    QTest::keyClick(&c.terminal(), Qt::Key_PageUp, Qt::ShiftModifier);
    const int at = bar->value();
    QVERIFY(at < bar->maximum());
    const int before = bar->maximum();
    c.print("more\r\nmore\r\n");
    QTRY_COMPARE(bar->maximum(), before + 2);
    QCOMPARE(bar->value(), at); // who reads the past is left there
    QTest::keyClick(&c.terminal(), Qt::Key_A);
    QCOMPARE(bar->value(), bar->maximum());
}

void TestWidget::fontZoomResizes()
{
    Connected c;
    const int columns = c.terminal().screen().columns(), size = c.terminal().fontSize();
    QTest::keyClick(&c.terminal(), Qt::Key_Plus, Qt::ControlModifier);
    QTest::keyClick(&c.terminal(), Qt::Key_Plus, Qt::ControlModifier);
    QCOMPARE(c.terminal().fontSize(), size + 2);
    QVERIFY(c.terminal().screen().columns() < columns);
    QTest::keyClick(&c.terminal(), Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(c.terminal().screen().columns(), columns);
    c.terminal().setFontSize(1000);
    QVERIFY(c.terminal().fontSize() <= 48);
}

void TestWidget::inputMethod()
{
    Connected c;
    QInputMethodEvent composing(QStringLiteral("に"), {});
    QCoreApplication::sendEvent(&c.terminal(), &composing);
    QCOMPARE(c.received(), QByteArray());
    QInputMethodEvent commit;
    commit.setCommitString(QStringLiteral("日本"));
    QCoreApplication::sendEvent(&c.terminal(), &commit);
    QCOMPARE(c.received(), QByteArray("日本"));
}

void TestWidget::accessibleText()
{
    Connected c;
    c.print("readable\r\nby all");
    QTRY_VERIFY(c.terminal().screen().text().contains(QLatin1String("by all")));
    auto* interface = QAccessible::queryAccessibleInterface(&c.terminal());
    QVERIFY(interface);
    QCOMPARE(interface->role(), QAccessible::Terminal);
    auto* text = interface->textInterface();
    QVERIFY(text);
    QCOMPARE(text->text(0, 15), QStringLiteral("readable\nby all"));
    QCOMPARE(text->cursorPosition(), 15);
    QVERIFY(!interface->text(QAccessible::Name).isEmpty());
}

void TestWidget::guidanceBeforeTheStart()
{
    ConsoleTab tab;
    tab.setWorkload(QStringLiteral("0123"), QStringLiteral("web"));
    tab.show();
    QSignalSpy start(&tab, &ConsoleTab::startRequested);
    QSignalSpy session(&tab, &ConsoleTab::sessionRequested);
    QPushButton* button = nullptr;
    for (auto* candidate : tab.findChildren<QPushButton*>())
        if (candidate->isVisible())
            button = candidate;
    QVERIFY(button);
    button->click();
    QCOMPARE(start.size(), 1);
    QCOMPARE(session.size(), 0);
    bool named = false;
    for (const auto* label : tab.findChildren<QLabel*>())
        named = named || (label->isVisible() && label->text().contains(QLatin1String("web")));
    QVERIFY(named);
}

void TestWidget::sessionIsAskedForOnce()
{
    ConsoleTab tab;
    tab.setWorkload(QStringLiteral("0123"), QStringLiteral("web"));
    QSignalSpy session(&tab, &ConsoleTab::sessionRequested);
    tab.setRunning(true);
    QCOMPARE(session.size(), 0); // not seen yet
    tab.show();
    QCOMPARE(session.size(), 1);
    tab.hide();
    tab.show();
    QCOMPARE(session.size(), 1);
}

void TestWidget::endAndReconnect()
{
    Connected c;
    QSignalSpy session(&c.tab, &ConsoleTab::sessionRequested);
    c.print("last words");
    const char exited[] { 'x', 0, 5, 0, 0 };
    QCOMPARE(::send(c.server.get(), exited, sizeof exited, 0), 5);
    QTRY_VERIFY(!c.tab.hasSession());
    QVERIFY(c.terminal().screen().text().contains(QLatin1String("last words")));
    bool told = false;
    for (const auto* label : c.tab.findChildren<QLabel*>())
        told = told || (label->isVisible() && label->text().contains(QLatin1String("status 5")));
    QVERIFY(told);
    for (auto* button : c.tab.findChildren<QPushButton*>())
        if (button->isVisible())
            button->click();
    QCOMPARE(session.size(), 1);
    c.connect();
    c.print("again");
    QTRY_VERIFY(c.terminal().screen().text().startsWith(QLatin1String("again")));
}

void TestWidget::anotherWorkloadStartsEmpty()
{
    Connected c;
    c.print("secret of the first");
    QTRY_VERIFY(c.terminal().screen().text().contains(QLatin1String("secret")));
    c.tab.setWorkload(QStringLiteral("4567"), QStringLiteral("other"));
    QVERIFY(!c.tab.hasSession());
    QVERIFY(!c.terminal().screen().allText().contains(QLatin1String("secret")));
}

void TestWidget::hiddenRunsNoTimer()
{
    Connected c;
    const auto running = [&] {
        const auto timers = c.terminal().findChildren<QTimer*>();
        return std::count_if(
            timers.begin(), timers.end(), [](const QTimer* timer) { return timer->isActive(); });
    };
    QVERIFY(running() > 0); // the cursor blinks
    c.tab.hide();
    c.print("unseen");
    QTRY_VERIFY(c.terminal().screen().text().contains(QLatin1String("unseen")));
    QCOMPARE(running(), 0);
}

QTEST_MAIN(TestWidget)
#include "test_widget.moc"
