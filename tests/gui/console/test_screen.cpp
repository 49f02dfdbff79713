// SPDX-License-Identifier: GPL-3.0-or-later
// TerminalScreen: what programs print, what users type, and what neither should be able to break.
#include "gui/console/terminal_colors.h"
#include "gui/console/terminal_screen.h"
#include "gui/console/terminal_selection.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;

namespace {

/// Collects what SCREEN sends to its program.
struct Sent {
    explicit Sent(TerminalScreen& screen)
    {
        QObject::connect(
            &screen, &TerminalScreen::output, &screen, [this](const auto& more) { bytes += more; });
    }
    QByteArray take() { return std::exchange(bytes, {}); }
    QByteArray bytes;
};

QString row(const TerminalScreen& screen, int number)
{
    return screen.line(screen.scrollbackCount() + number).text();
}

TerminalCell cell(const TerminalScreen& screen, int line, int column)
{
    return screen.line(screen.scrollbackCount() + line).cells.value(column);
}

} // namespace

class TestScreen : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void text();
    void wideAndCombining();
    void utf8InPieces();
    void colours();
    void attributes();
    void cursor();
    void scrollback();
    void scrollbackIsBounded();
    void alternateScreen();
    void resizeKeepsText();
    void titleIsBounded();
    void damage();
    void keys_data();
    void keys();
    void applicationCursorKeys();
    void paste();
    void bracketedPaste();
    void mouse();
    void selection();
    void selectionScrollsAway();
    void wordsAndLines();
    void linesThatRanOn();
    void readableColours();
    void hostileBytes_data();
    void hostileBytes();
    void resizeStorm();
};

void TestScreen::text()
{
    TerminalScreen screen;
    screen.feed("hello\r\nworld\x1b[10;5Hthere");
    QCOMPARE(row(screen, 0), QStringLiteral("hello"));
    QCOMPARE(row(screen, 1), QStringLiteral("world"));
    QCOMPARE(row(screen, 9), QStringLiteral("    there"));
    QVERIFY(screen.text().startsWith(QLatin1String("hello\nworld\n")));
    screen.feed("\x1b[2J\x1b[H");
    QCOMPARE(screen.text().trimmed(), QString());
}

void TestScreen::wideAndCombining()
{
    TerminalScreen screen;
    screen.feed("日本e\xcc\x81x😀");
    QCOMPARE(row(screen, 0), QStringLiteral("日本e\u0301x😀"));
    QCOMPARE(int(cell(screen, 0, 0).width), 2);
    QCOMPARE(int(cell(screen, 0, 1).width), 0);
    QCOMPARE(char32_t(cell(screen, 0, 2).character), U'本');
    QCOMPARE(screen.line(0).combining.value(4), QStringLiteral("\u0301"));
    QCOMPARE(screen.cursorColumn(), 8);
    // Into the scrollback and back.
    screen.feed(QByteArray("\r\n").repeated(30));
    QCOMPARE(screen.line(0).text(), QStringLiteral("日本e\u0301x😀"));
    screen.resize(60, 80);
    QCOMPARE(row(screen, 0), QStringLiteral("日本e\u0301x😀"));
}

void TestScreen::utf8InPieces()
{
    TerminalScreen screen;
    const QByteArray bytes("häß 日本 😀");
    for (const char byte : bytes)
        screen.feed(QByteArray(1, byte));
    QCOMPARE(row(screen, 0), QString::fromUtf8(bytes));
}

void TestScreen::colours()
{
    TerminalScreen screen;
    screen.feed("\x1b[31ma\x1b[38;5;200mb\x1b[38;2;1;2;3mc\x1b[48;5;17md\x1b[0me");
    const auto foreground = [&](int column) { return cell(screen, 0, column).style.foreground; };
    QCOMPARE(foreground(0), (TerminalColor { TerminalColor::Kind::Indexed, 1, 0, 0 }));
    QCOMPARE(foreground(1), (TerminalColor { TerminalColor::Kind::Indexed, 200, 0, 0 }));
    QCOMPARE(foreground(2), (TerminalColor { TerminalColor::Kind::Rgb, 1, 2, 3 }));
    QCOMPARE(cell(screen, 0, 3).style.background,
        (TerminalColor { TerminalColor::Kind::Indexed, 17, 0, 0 }));
    QCOMPARE(foreground(4), TerminalColor());
}

void TestScreen::attributes()
{
    TerminalScreen screen;
    screen.feed("\x1b[1mb\x1b[0;3mi\x1b[0;4mu\x1b[0;7mr\x1b[0;9ms\x1b[0mn");
    QVERIFY(cell(screen, 0, 0).style.bold);
    QVERIFY(cell(screen, 0, 1).style.italic);
    QCOMPARE(int(cell(screen, 0, 2).style.underline), 1);
    QVERIFY(cell(screen, 0, 3).style.reverse);
    QVERIFY(cell(screen, 0, 4).style.strike);
    QCOMPARE(cell(screen, 0, 5).style, TerminalStyle());
}

void TestScreen::cursor()
{
    TerminalScreen screen;
    screen.feed("\x1b[5;7H");
    QCOMPARE(screen.cursorRow(), 4);
    QCOMPARE(screen.cursorColumn(), 6);
    QVERIFY(screen.cursorVisible());
    screen.feed("\x1b[?25l\x1b[4 q");
    QVERIFY(!screen.cursorVisible());
    QCOMPARE(screen.cursorShape(), CursorShape::Underline);
    QVERIFY(!screen.cursorBlinks());
    screen.feed("\x1b[?25h\x1b[5 q");
    QVERIFY(screen.cursorVisible() && screen.cursorBlinks());
    QCOMPARE(screen.cursorShape(), CursorShape::Bar);
}

void TestScreen::scrollback()
{
    TerminalScreen screen;
    for (int i = 0; i < 100; ++i)
        screen.feed("line " + QByteArray::number(i) + "\r\n");
    QCOMPARE(screen.scrollbackCount(), 100 - 23);
    QCOMPARE(screen.lineCount(), 101);
    QCOMPARE(screen.line(0).text(), QStringLiteral("line 0"));
    QCOMPARE(screen.line(99).text(), QStringLiteral("line 99"));
    QVERIFY(screen.allText().startsWith(QLatin1String("line 0\nline 1\n")));
    screen.clear();
    QCOMPARE(screen.scrollbackCount(), 0);
    QCOMPARE(screen.text().trimmed(), QString());
}

void TestScreen::scrollbackIsBounded()
{
    TerminalScreen screen(nullptr, 50);
    for (int i = 0; i < 200; ++i)
        screen.feed(QByteArray::number(i) + "\r\n");
    QCOMPARE(screen.scrollbackCount(), 50);
    // Line N + dropped is the N-th that was ever printed.
    QCOMPARE(screen.line(0).text(), QString::number(screen.droppedLines()));
}

void TestScreen::alternateScreen()
{
    TerminalScreen screen;
    screen.feed(QByteArray("shell\r\n").repeated(40));
    const int past = screen.scrollbackCount();
    screen.feed("\x1b[?1049h\x1b[Heditor");
    QVERIFY(screen.alternateScreen());
    QCOMPARE(screen.scrollbackCount(), 0);
    QCOMPARE(row(screen, 0), QStringLiteral("editor"));
    screen.feed("\x1b[?1049l");
    QVERIFY(!screen.alternateScreen());
    QCOMPARE(screen.scrollbackCount(), past);
    QCOMPARE(row(screen, 0), QStringLiteral("shell"));
}

void TestScreen::resizeKeepsText()
{
    TerminalScreen screen;
    QSignalSpy resized(&screen, &TerminalScreen::resized);
    for (int i = 0; i < 24; ++i)
        screen.feed((i ? "\r\n" : "") + QByteArray("row ") + QByteArray::number(i));
    screen.resize(10, 80);
    QCOMPARE(screen.rows(), 10);
    QCOMPARE(screen.scrollbackCount(), 14);
    QCOMPARE(row(screen, 9), QStringLiteral("row 23"));
    screen.resize(24, 80);
    QCOMPARE(row(screen, 0), QStringLiteral("row 0"));
    QCOMPARE(screen.scrollbackCount(), 0);
    QCOMPARE(resized.size(), 2);
    screen.resize(24, 80);
    QCOMPARE(resized.size(), 2);
    screen.resize(0, -5);
    QCOMPARE(screen.rows(), TerminalScreen::smallestSide);
    screen.resize(100'000, 100'000);
    QCOMPARE(screen.columns(), TerminalScreen::largestSide);
}

void TestScreen::titleIsBounded()
{
    TerminalScreen screen;
    screen.feed("\x1b]2;a title\x07");
    QCOMPARE(screen.title(), QStringLiteral("a title"));
    screen.feed("\x1b]2;" + QByteArray(100'000, 'x') + "\x07");
    QVERIFY(screen.title().size() <= TerminalScreen::longestTitle);
}

void TestScreen::damage()
{
    TerminalScreen screen;
    (void)screen.takeDamage();
    QCOMPARE(screen.takeDamage(), (std::pair { 0, 0 }));
    QSignalSpy changed(&screen, &TerminalScreen::changed);
    screen.feed("\x1b[5;1Habc");
    QCOMPARE(changed.size(), 1); // once a feed, not once a character
    const auto [first, last] = screen.takeDamage();
    QVERIFY(first <= 4 && last >= 5);
    screen.feed("d");
    QCOMPARE(screen.takeDamage(), (std::pair { 4, 5 }));
}

void TestScreen::keys_data()
{
    QTest::addColumn<int>("key"); // -1: text
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QByteArray>("bytes");
    const auto key = [](const char* name, TerminalKey which, int modifiers, const char* bytes) {
        QTest::newRow(name) << int(which) << QString() << modifiers << QByteArray(bytes);
    };
    const auto text = [](const char* name, const char* typed, int modifiers, QByteArray bytes) {
        QTest::newRow(name) << -1 << QString::fromUtf8(typed) << modifiers << bytes;
    };
    key("enter", TerminalKey::Enter, 0, "\r");
    key("shift enter is enter", TerminalKey::Enter, 1, "\r");
    key("tab", TerminalKey::Tab, 0, "\t");
    key("back tab", TerminalKey::Tab, 1, "\x1b[Z");
    key("backspace", TerminalKey::Backspace, 0, "\x7f");
    key("escape", TerminalKey::Escape, 0, "\x1b");
    key("up", TerminalKey::Up, 0, "\x1b[A");
    key("control right", TerminalKey::Right, 4, "\x1b[1;5C");
    key("delete", TerminalKey::Delete, 0, "\x1b[3~");
    key("page up", TerminalKey::PageUp, 0, "\x1b[5~");
    text("letter", "a", 0, "a");
    text("umlaut", "ä", 0, "ä");
    text("beyond the BMP", "😀", 0, "😀");
    text("control c", "c", 4, "\x03");
    text("control [ is escape", "[", 4, "\x1b");
    text("control m is enter", "m", 4, "\r");
    text("control i is tab", "i", 4, "\t");
    text("control space", " ", 4, QByteArray(1, '\0'));
    text("control /", "/", 4, "\x1f");
    text("alt f", "f", 2,
        "\x1b"
        "f");
    text("control alt x", "x", 6, "\x1b\x18");
}

void TestScreen::keys()
{
    QFETCH(int, key);
    QFETCH(QString, text);
    QFETCH(int, modifiers);
    QFETCH(QByteArray, bytes);
    TerminalScreen screen;
    Sent sent(screen);
    if (key >= 0)
        screen.sendKey(TerminalKey(key), TerminalModifiers::fromInt(modifiers));
    else
        screen.sendText(text, TerminalModifiers::fromInt(modifiers));
    QCOMPARE(sent.take(), bytes);
}

void TestScreen::applicationCursorKeys()
{
    TerminalScreen screen;
    Sent sent(screen);
    screen.feed("\x1b[?1h");
    screen.sendKey(TerminalKey::Up);
    QCOMPARE(sent.take(), QByteArray("\x1bOA"));
    screen.sendKey(TerminalKey::Function, {}, 1);
    QCOMPARE(sent.take(), QByteArray("\x1bOP"));
    screen.sendKey(TerminalKey::Function, {}, 12);
    QCOMPARE(sent.take(), QByteArray("\x1b[24~"));
    screen.feed("\x1b[c"); // asks who is there
    QVERIFY(sent.take().startsWith("\x1b[?"));
}

void TestScreen::paste()
{
    TerminalScreen screen;
    Sent sent(screen);
    screen.paste(QStringLiteral("one\r\ntwo\nthree\tä\x1b[201~rm\x03\u009b5n\u007f"));
    QCOMPARE(sent.take(), QByteArray("one\rtwo\rthree\tä[201~rm5n"));
}

void TestScreen::bracketedPaste()
{
    TerminalScreen screen;
    Sent sent(screen);
    screen.feed("\x1b[?2004h");
    screen.paste(QStringLiteral("a\x1b[201~b"));
    QCOMPARE(sent.take(), QByteArray("\x1b[200~a[201~b\x1b[201~"));
}

void TestScreen::mouse()
{
    TerminalScreen screen;
    Sent sent(screen);
    QCOMPARE(screen.mouseReporting(), MouseReporting::None);
    screen.feed("\x1b[?1000h\x1b[?1006h");
    QCOMPARE(screen.mouseReporting(), MouseReporting::Click);
    screen.sendMouseMove(4, 9, {});
    screen.sendMouseButton(1, true, {});
    screen.sendMouseButton(1, false, {});
    QCOMPARE(sent.take(), QByteArray("\x1b[<0;10;5M\x1b[<0;10;5m"));
    screen.sendMouseMove(-3, 100'000, {});
    screen.feed("\x1b[?1000l");
    QCOMPARE(screen.mouseReporting(), MouseReporting::None);
}

void TestScreen::selection()
{
    TerminalScreen screen;
    screen.feed("first line\r\nsecond line\r\nthird");
    TerminalSelection selection;
    QVERIFY(selection.isEmpty());
    selection.start(screen, { 0, 6 }, TerminalSelection::Unit::Character);
    selection.extend(screen, { 1, 6 });
    QCOMPARE(selection.text(screen), QStringLiteral("line\nsecond"));
    QCOMPARE(selection.columns(0, 80), (std::pair { 6, 80 }));
    QCOMPARE(selection.columns(1, 80), (std::pair { 0, 6 }));
    QCOMPARE(selection.columns(2, 80), (std::pair { 0, 0 }));
    selection.extend(screen, { 0, 0 }); // to the left of where it began
    QCOMPARE(selection.text(screen), QStringLiteral("first"));
    selection.selectAll(screen);
    QVERIFY(selection.text(screen).startsWith(QLatin1String("first line\nsecond line\nthird")));
}

void TestScreen::selectionScrollsAway()
{
    TerminalScreen screen(nullptr, 10);
    screen.feed("keep me\r\n");
    TerminalSelection selection;
    selection.start(screen, { 0, 0 }, TerminalSelection::Unit::Line);
    screen.feed(QByteArray("more\r\n").repeated(25));
    QCOMPARE(selection.text(screen), QStringLiteral("keep me")); // in the scrollback now
    screen.feed(QByteArray("more\r\n").repeated(25));
    QCOMPARE(selection.text(screen), QString()); // fallen off
}

void TestScreen::wordsAndLines()
{
    TerminalScreen screen;
    screen.feed("see /usr/bin/env, then 日本語 (ok)");
    TerminalSelection selection;
    const auto word = [&](int column) {
        selection.start(screen, { 0, column }, TerminalSelection::Unit::Word);
        return selection.text(screen);
    };
    QCOMPARE(word(6), QStringLiteral("/usr/bin/env,"));
    QCOMPARE(word(24), QStringLiteral("日本語"));
    QCOMPARE(word(31), QStringLiteral("ok"));
    selection.start(screen, { 0, 5 }, TerminalSelection::Unit::Line);
    QCOMPARE(selection.text(screen), row(screen, 0));
}

void TestScreen::linesThatRanOn()
{
    TerminalScreen screen;
    screen.resize(24, 20);
    screen.feed("https://example.org/a/long/path\r\nnext");
    TerminalSelection selection;
    selection.start(screen, { 0, 0 }, TerminalSelection::Unit::Character);
    selection.extend(screen, { 2, 4 });
    QCOMPARE(selection.text(screen), QStringLiteral("https://example.org/a/long/path\nnext"));
}

void TestScreen::readableColours()
{
    for (const bool dark : { false, true }) {
        QPalette palette;
        palette.setColor(QPalette::Base, dark ? QColor(0x1e1e1e) : QColor(Qt::white));
        palette.setColor(QPalette::Text, dark ? QColor(0xeeeeee) : QColor(Qt::black));
        const TerminalColors colors(palette);
        for (int i = 0; i < 256; ++i) {
            TerminalStyle style;
            style.foreground = { TerminalColor::Kind::Indexed, quint8(i), 0, 0 };
            const auto pair = colors.resolve(style, false);
            QVERIFY2(contrastRatio(pair.foreground, pair.background) >= 2.9,
                qPrintable(QString::number(i)));
            TerminalStyle behind;
            behind.background = style.foreground;
            const auto inverse = colors.resolve(behind, false);
            QVERIFY(contrastRatio(inverse.foreground, inverse.background) >= 2.9);
        }
    }
}

void TestScreen::hostileBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("endless escape") << "\x1b[" + QByteArray(200'000, '1') + "m";
    QTest::newRow("many arguments") << "\x1b[" + QByteArray("1;").repeated(5000) + "m";
    QTest::newRow("huge numbers") << QByteArray(
        "\x1b[99999999999999999999A\x1b[2147483648;2147483648H\x1b[999999999X"
        "\x1b[999999999@\x1b[999999999P\x1b[999999999L\x1b[999999999M\x1b[999999999S");
    QTest::newRow("insert columns") << QByteArray("\x1b[999999999'}\x1b[999999999'~");
    QTest::newRow("open string") << "\x1b]0;" + QByteArray(1 << 20, 'a');
    QTest::newRow("device control") << "\x1bP" + QByteArray(1 << 16, '\x01') + "\x1b\\";
    QTest::newRow("broken utf-8")
        << QByteArray("\xff\xfe\xc0\x80\xf8\x88\x80\x80\x80\xe2\x82").repeated(100);
    QTest::newRow("marks without end") << "a" + QByteArray("\xcc\x81").repeated(10'000);
    QTest::newRow("wide at the edge") << QByteArray("\x1b[1;80H日本\x1b[24;79H日\x1b[80G日");
    QTest::newRow("double width line")
        << QByteArray("\x1b#6\x1b[1;39H日本日本\x1b#3x\x1b#4y\x1b[1;80Hz");
    QTest::newRow("scroll region") << QByteArray("\x1b[5;2r\x1b[0;0r\x1b[24;24r\n\n\x1b[3S\x1b[9T");
    QTest::newRow("margins") << QByteArray("\x1b[?69h\x1b[70;10s\x1b[10;10s\n\x1b[5@xyz\x1b[?69l");
    QTest::newRow("nul") << QByteArray(5000, '\0');
    QTest::newRow("8-bit controls") << QByteArray("\x9b"
                                                  "31m\x9d"
                                                  "0;t\x9c\x90q\x9c\x85\x84\x8d");
    QByteArray random;
    QRandomGenerator generator { 42 };
    for (int i = 0; i < 400'000; ++i)
        random += i % 5 == 0 ? "\x1b[;?0159HJKmhlrABST\n\r@PLM"[generator.bounded(25)]
                             : char(generator.bounded(256));
    QTest::newRow("random") << random;
}

void TestScreen::hostileBytes()
{
    QFETCH(QByteArray, bytes);
    TerminalScreen screen(nullptr, 100);
    for (qsizetype i = 0; i < bytes.size(); i += 4096) {
        screen.feed(bytes.mid(i, 4096));
        const auto [first, last] = screen.takeDamage();
        QVERIFY(first >= 0 && first <= last && last <= screen.rows());
        QVERIFY(screen.cursorRow() >= 0 && screen.cursorRow() < screen.rows());
        QVERIFY(screen.cursorColumn() >= 0 && screen.cursorColumn() < screen.columns());
    }
    QVERIFY(screen.scrollbackCount() <= 100);
    for (int line = 0; line < screen.lineCount(); ++line)
        QVERIFY(screen.line(line).cells.size() <= TerminalScreen::largestSide);
    // It still works.
    screen.feed("\x18\x1b\\\x1b"
                "c\x1b[H\x1b[2Jalive");
    QVERIFY(screen.text().contains(QLatin1String("alive")));
}

void TestScreen::resizeStorm()
{
    QRandomGenerator random { 7 };
    TerminalScreen screen(nullptr, 200);
    for (int i = 0; i < 400; ++i) {
        screen.resize(random.bounded(0, 60), random.bounded(0, 200));
        screen.feed("日本 text \x1b[31m" + QByteArray(random.bounded(300), 'x') + "\r\n");
        if (i % 17 == 0)
            screen.feed(i % 2 ? "\x1b[?1049h" : "\x1b[?1049l");
        QVERIFY(screen.cursorRow() < screen.rows());
        (void)screen.takeDamage();
        (void)screen.text();
    }
    screen.feed("\x1b[?1049l");
    screen.resize(24, 80);
    screen.feed("\x1b[H\x1b[2Jalive");
    QCOMPARE(row(screen, 0), QStringLiteral("alive"));
}

QTEST_GUILESS_MAIN(TestScreen)
#include "test_screen.moc"
