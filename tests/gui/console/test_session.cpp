// SPDX-License-Identifier: GPL-3.0-or-later
// ConsoleSession against a socket of the real kind.
#include "gui/console/console_session.h"
#include "helper/api/console_protocol.h"
#include "helper/api/unique_fd.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>

using namespace vitrine;

namespace {

struct Sockets {
    Sockets()
    {
        int ends[2] {};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0) {
            client = ends[0];
            server.reset(ends[1]);
        }
    }
    void send(const QByteArray& message) const
    {
        QCOMPARE(::send(server.get(), message.constData(), std::size_t(message.size()), 0),
            message.size());
    }
    [[nodiscard]] QByteArray receive() const
    {
        QByteArray message(api::console::maximumMessage + 1, '\0');
        const auto length
            = ::recv(server.get(), message.data(), std::size_t(message.size()), MSG_DONTWAIT);
        return length < 0 ? QByteArray() : message.left(length);
    }
    int client = -1;
    UniqueFd server;
};

} // namespace

class TestSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void outputAndInput();
    void resizeMessage();
    void exitIsTheLastWord();
    void failureHasItsText();
    void brokenConnection();
    void largeInputGoesInMessages();
    void tooMuchIsRefused();
    void outputComesInPieces();
    void unreadHoldsBack();
    void deletedFromASlot();
    void unknownKindsArePassedOver();
    void waitStatus();
};

void TestSession::outputAndInput()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QByteArray seen;
    connect(
        &session, &ConsoleSession::output, this, [&](const QByteArray& bytes) { seen += bytes; });
    sockets.send("ohello ");
    sockets.send("Eworld");
    QTRY_COMPARE(seen, QByteArray("hello world"));
    QVERIFY(session.send("ls\r"));
    QCOMPARE(sockets.receive(), QByteArray("ils\r"));
}

void TestSession::resizeMessage()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    session.sendResize(24, 300);
    QCOMPARE(sockets.receive(), QByteArray("r\x18\x00\x2c\x01", 5));
}

void TestSession::exitIsTheLastWord()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QStringList events;
    connect(&session, &ConsoleSession::output, this, [&] { events += QStringLiteral("output"); });
    connect(&session, &ConsoleSession::exited, this,
        [&](int status) { events += QStringLiteral("exited %1").arg(status); });
    connect(&session, &ConsoleSession::closed, this, [&] { events += QStringLiteral("closed"); });
    sockets.send("obye");
    sockets.send(QByteArray("x\x00\x03\x00\x00", 5));
    QTRY_COMPARE(events,
        (QStringList {
            QStringLiteral("output"), QStringLiteral("exited 768"), QStringLiteral("closed") }));
    QVERIFY(session.isClosed());
    QVERIFY(!session.send("x"));
}

void TestSession::failureHasItsText()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QSignalSpy failed(&session, &ConsoleSession::failed);
    sockets.send(R"(f{"name":"NotFound","text":"no such program"})");
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("no such program"));
}

void TestSession::brokenConnection()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QSignalSpy closed(&session, &ConsoleSession::closed);
    QSignalSpy exited(&session, &ConsoleSession::exited);
    sockets.server.reset();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(exited.size(), 0);
}

void TestSession::largeInputGoesInMessages()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QByteArray large;
    while (large.size() < 2'000'000)
        large += QByteArray::number(large.size()) + ' ';
    QVERIFY(session.send(large));
    QByteArray seen;
    const auto drain = [&] {
        for (QByteArray message; !(message = sockets.receive()).isEmpty();) {
            if (message.size() > qsizetype(api::console::maximumMessage) || message[0] != 'i')
                return false;
            seen += message.mid(1);
        }
        return seen.size() == large.size();
    };
    QTRY_VERIFY(drain());
    QCOMPARE(seen, large);
}

void TestSession::tooMuchIsRefused()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    const QByteArray piece(4 * 1024 * 1024, 'x');
    int taken = 0;
    while (taken < 10 && session.send(piece))
        ++taken;
    QVERIFY(taken >= 3 && taken <= 5);
    QVERIFY(!session.isClosed());
}

void TestSession::outputComesInPieces()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QByteArray seen, sent;
    qsizetype largest = 0;
    connect(&session, &ConsoleSession::output, this, [&](const QByteArray& bytes) {
        seen += bytes;
        largest = std::max(largest, bytes.size());
    });
    QSignalSpy exited(&session, &ConsoleSession::exited);
    for (int i = 0; i < 4; ++i) {
        const QByteArray message = QByteArray::number(i).repeated(30'000);
        sockets.send('o' + message);
        sent += message;
    }
    sockets.send(QByteArray("x\x00\x00\x00\x00", 5));
    QTRY_COMPARE(exited.size(), 1);
    QCOMPARE(seen, sent); // all of it, before the end
    QVERIFY(largest <= 4096); // so that a listener never has long to do
}

void TestSession::unreadHoldsBack()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QByteArray seen;
    connect(&session, &ConsoleSession::output, this, [&](const QByteArray& bytes) {
        seen += bytes;
        session.setReading(false);
    });
    sockets.send('o' + QByteArray(30'000, 'a'));
    QTRY_VERIFY(!seen.isEmpty());
    QTest::qWait(20);
    QVERIFY(seen.size() <= 4096);
    disconnect(&session, &ConsoleSession::output, this, nullptr);
    connect(
        &session, &ConsoleSession::output, this, [&](const QByteArray& bytes) { seen += bytes; });
    session.setReading(true);
    QTRY_COMPARE(seen.size(), 30'000);
}

void TestSession::deletedFromASlot()
{
    Sockets sockets;
    auto* session = new ConsoleSession(sockets.client);
    bool gone = false;
    connect(session, &ConsoleSession::output, this, [&] {
        delete session;
        gone = true;
    });
    sockets.send("ohello");
    sockets.send(QByteArray("x\x00\x00\x00\x00", 5));
    QTRY_VERIFY(gone);
    QTest::qWait(10);
}

void TestSession::unknownKindsArePassedOver()
{
    Sockets sockets;
    ConsoleSession session(sockets.client);
    QByteArray seen;
    connect(
        &session, &ConsoleSession::output, this, [&](const QByteArray& bytes) { seen += bytes; });
    sockets.send("?what");
    sockets.send("x"); // an exit without its status
    sockets.send("oafter");
    QTRY_VERIFY(session.isClosed());
    QCOMPARE(seen, QByteArray());
}

void TestSession::waitStatus()
{
    QVERIFY(waitStatusText(3 << 8).contains(QLatin1Char('3')));
    QVERIFY(waitStatusText(9).contains(QLatin1Char('9')));
}

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
