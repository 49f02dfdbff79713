// SPDX-License-Identifier: GPL-3.0-or-later
// A packet is followed from the window: its hops in words and on the graph, where it ends and why,
// and what comes of sending it.
#include "gui/models/helper_texts.h"
#include "gui/models/packet_path_model.h"
#include "gui/views/error_panel.h"
#include "gui/views/topology/packet_panel.h"
#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_items.h"
#include "gui/views/topology/topology_mark.h"
#include "gui/views/topology/topology_view.h"
#include "tests/gui/network_fixture.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTranslator>

#include <cstring>
#include <unistd.h>

using namespace vitrine;

namespace {

const QString sleeping = QStringLiteral("sleep 1000"),
              serving = QStringLiteral("httpd -f -p 8080 -h /etc");

} // namespace

class PacketsTest : public NetworkFixture {
    Q_OBJECT
private slots:
    /// shop and web are in lan, db in back, which lets nobody in.
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("only root can change the network");
        QVERIFY(m_folder.isValid());
        standInForWireshark();
        open();
        makeNetwork("lan", "nat", "10.77.8.0/24");
        makeNetwork("back", "isolated", "10.77.9.0/24");
        makeContainer("web", "lan", serving,
            { QVariantMap {
                { QStringLiteral("host"), 18080 }, { QStringLiteral("container"), 8080 } } });
        makeContainer("shop", "lan", sleeping);
        makeContainer("db", "back", sleeping);
        window()->showView(View::Network);
        QTRY_VERIFY_WITH_TIMEOUT(window()->findChild<TopologyGraph*>(), patience);
        for (const char* name : { "web", "shop", "db" })
            QTRY_VERIFY_WITH_TIMEOUT(!keyOf(name, "eth0").isEmpty(), patience);
    }

    void cleanupTestCase()
    {
        if (geteuid() != 0)
            return;
        removeAll();
        close();
    }

    void aShortcutOpensIt()
    {
        window()->showView(View::Workloads);
        activate(window());
        QTest::keyClick(window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(panel()->isVisible());
        QTRY_VERIFY(to()->hasFocus());
        QCOMPARE(from()->currentText(), QStringLiteral("This computer"));
        QCOMPARE(from()->count(), 4);
        QVERIFY(!hops()->isVisible());
    }

    void mistakesStandUnderTheField()
    {
        QTest::keyClick(to(), Qt::Key_Return);
        auto* problem = find<QLabel>(panel(), "packetProblem");
        QVERIFY(problem->isVisible());
        QTest::keyClicks(to(), QStringLiteral("nowhere"));
        QVERIFY(!problem->isVisible());
        QTest::keyClick(to(), Qt::Key_Return);
        QVERIFY(problem->text().contains(QStringLiteral("“nowhere” is no container")));
        QVERIFY(to()->hasFocus());
        // What only the helper can know is said in the panel, too.
        follow("db", "10.77.9.77", "IPv6");
        auto* error = find<ErrorPanel>(panel(), "packetError");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(!hops()->isVisible());
        QVERIFY(!graph()->mark());
        find<QComboBox>(panel(), "packetVersion")->setCurrentIndex(0);
        QVERIFY(!error->isVisible());
    }

    void destinationsAreCompleted()
    {
        to()->clear();
        to()->setFocus();
        QTest::keyClicks(to(), QStringLiteral("180"));
        auto* completer = to()->completer();
        QCOMPARE(completer->completionCount(), 1);
        QCOMPARE(completer->currentCompletion(), QStringLiteral("host:18080"));
        completer->popup()->hide();
    }

    void anAllowedWay()
    {
        follow("shop", "web:8080");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QCOMPARE(outcome(), QStringLiteral("Gets through to %1").arg(addressOf("web")));
        const auto& path = panel()->path();
        QCOMPARE(hops()->model()->rowCount(), path.hops.size());
        QCOMPARE(hopAt(0, PacketPathModel::WhereRole), QStringLiteral("shop"));
        QCOMPARE(hopAt(-1, PacketPathModel::WhereRole), QStringLiteral("web"));
        QCOMPARE(hopAt(-1, PacketPathModel::KindRole), QStringLiteral("Arrives"));
        for (const char* name : { "shop", "web" })
            QCOMPARE(graph()->portItem(keyOf(name, "eth0"))->emphasis(), Emphasis::Lit);
        QCOMPARE(graph()->portItem(keyOf("Host", "lan"))->emphasis(), Emphasis::Lit);
        QCOMPARE(graph()->portItem(keyOf("db", "eth0"))->emphasis(), Emphasis::Dimmed);
        QCOMPARE(graph()->portItem(keyOf("Host", "back"))->emphasis(), Emphasis::Dimmed);
        QVERIFY(graph()->mark());
        QCOMPARE(graph()->mark()->state(), HopState::Arrives);
        QVERIFY(graph()
                    ->mapToScene(graph()->viewport()->rect())
                    .boundingRect()
                    .contains(graph()->mark()->boundingRect())); // however far down that is
        QCOMPARE(graph()->mark()->words(), QStringLiteral("Arrives"));
        if (graph()->layout().area.height() / 2 < graph()->viewport()->height())
            theWholeWayIsThere();
        else // other programs of this computer have many network namespaces
            qInfo("the picture is too high for the whole way");
        textsAreKnown();
        keepPictures("allowed");
    }

    void theMouseLeavesTheWayLit()
    {
        QTest::mouseMove(graph()->viewport(),
            graph()->mapFromScene(graph()->portItem(keyOf("Host", "back"))->port().area.center()));
        QTest::qWait(50);
        QCOMPARE(graph()->portItem(keyOf("db", "eth0"))->emphasis(), Emphasis::Dimmed);
    }

    void itIsReallySent()
    {
        auto* test = find<QPushButton>(panel(), "packetTest");
        test->setFocus();
        QTest::keyClick(test, Qt::Key_Space);
        auto* answer = find<QLabel>(panel(), "packetAnswer");
        QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), patience);
        QVERIFY2(answer->text().startsWith(QStringLiteral("Sent: It was answered, after ")),
            qPrintable(answer->text()));
        QVERIFY(answer->text().endsWith(QStringLiteral(" ms")));
        textsAreKnown();
        // Another question has no answer yet.
        to()->setText(QStringLiteral("web:8081"));
        QVERIFY(!answer->isVisible());
        QVERIFY(!hops()->isVisible());
        QCOMPARE(graph()->portItem(keyOf("db", "eth0"))->emphasis(), Emphasis::Normal);
    }

    void whatNobodyListensForIsRefused()
    {
        follow("shop", "web:8081");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QVERIFY(hopAt(-1, PacketPathModel::TextRole).contains(QStringLiteral("8081")));
        find<QPushButton>(panel(), "packetTest")->click();
        auto* answer = find<QLabel>(panel(), "packetAnswer");
        QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), patience);
        QVERIFY(answer->text().contains(QStringLiteral("refused")));
        textsAreKnown();
    }

    void aDeniedWay()
    {
        follow("shop", "db");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QCOMPARE(outcome(), QStringLiteral("Ends at this computer: Dropped by a rule"));
        QCOMPARE(hopAt(-1, PacketPathModel::KindRole), QStringLiteral("Dropped by a rule"));
        QVERIFY(hopAt(-1, PacketPathModel::CommandRole).startsWith(QStringLiteral("nft list")));
        QCOMPARE(graph()->portItem(keyOf("shop", "eth0"))->emphasis(), Emphasis::Lit);
        QCOMPARE(graph()->portItem(keyOf("db", "eth0"))->emphasis(), Emphasis::Dimmed);
        QVERIFY(graph()->mark());
        QCOMPARE(graph()->mark()->state(), HopState::Ends);
        QCOMPARE(graph()->mark()->words(), QStringLiteral("Dropped by a rule"));
        textsAreKnown();
        keepPictures("denied");
        find<QPushButton>(panel(), "packetTest")->click();
        auto* answer = find<QLabel>(panel(), "packetAnswer");
        QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), patience);
        QVERIFY2(answer->text().contains(QStringLiteral("Nothing came back")),
            qPrintable(answer->text()));
        keepPictures("denied-tested");
    }

    void aPublishedPortOfThisComputer()
    {
        follow("This computer", "host:18080");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QCOMPARE(hopAt(-1, PacketPathModel::WhereRole), QStringLiteral("web"));
        QCOMPARE(hopAt(0, PacketPathModel::KindRole), QStringLiteral("NAT"));
        textsAreKnown();
        follow("shop", "host:18080"); // and back to the same network
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QCOMPARE(hopAt(-1, PacketPathModel::WhereRole), QStringLiteral("web"));
        textsAreKnown();
        follow("shop", "host:18081");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QVERIFY(outcome().startsWith(QStringLiteral("Ends at this computer: ")));
        textsAreKnown();
        keepPictures("not-published");
    }

    void aHopIsFoundOnTheGraph()
    {
        follow("shop", "web");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        hops()->setFocus();
        QTest::keyClick(hops(), Qt::Key_Down); // from nowhere to the first
        QCOMPARE(graph()->pointed(), keyOf("shop", "eth0"));
        QTest::keyClick(hops(), Qt::Key_End);
        QCOMPARE(graph()->pointed(), keyOf("web", "eth0"));
        QCOMPARE(graph()->portItem(keyOf("web", "eth0"))->emphasis(), Emphasis::Current);
        QTest::keyClick(hops(), Qt::Key_Home);
        QCOMPARE(graph()->pointed(), keyOf("shop", "eth0"));
    }

    void tabComesToAllOfItAndAllHasAName()
    {
        activate(window());
        from()->setFocus();
        QSet<const QWidget*> reached;
        for (const QWidget* at = from(); at && panel()->isAncestorOf(at) && !reached.contains(at);
             at = QApplication::focusWidget()) {
            reached.insert(at);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (const auto* each : panel()->findChildren<QWidget*>()) {
            if (!each->isVisible() || each->focusPolicy() == Qt::NoFocus || each->focusProxy()
                || qobject_cast<const QLabel*>(each))
                continue;
            QVERIFY2(reached.contains(each), qPrintable(each->objectName()));
            const auto* button = qobject_cast<const QPushButton*>(each);
            QVERIFY2(!each->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                qPrintable(each->objectName()));
        }
        QVERIFY(reached.size() >= 7);
    }

    void theMenuOfAnInterfaceFillsTheForm()
    {
        menuOn(keyOf("web", "eth0"), QStringLiteral("Follow a packet from web…"));
        QCOMPARE(from()->currentText(), QStringLiteral("web"));
        menuOn(
            keyOf("shop", "eth0"), QStringLiteral("Follow a packet to %1…").arg(addressOf("shop")));
        QCOMPARE(to()->text(), addressOf("shop"));
        QCOMPARE(from()->currentText(), QStringLiteral("web"));
        menuOn(keyOf("Host", "lo"), QStringLiteral("Follow a packet from this computer…"));
        QCOMPARE(from()->currentText(), QStringLiteral("This computer"));
        activate(window());
        QTRY_VERIFY(to()->hasFocus());
    }

    void packetsGoIntoAFile()
    {
        const QString file = m_folder.filePath(QStringLiteral("web.pcapng"));
        menuOn(keyOf("web", "eth0"), QStringLiteral("Into a file…"), "captureMenu");
        chooseFile("captureDialog", file);
        QTRY_VERIFY_WITH_TIMEOUT(strip()->isVisible(), patience);
        auto* text = find<QLabel>(strip(), "captureText");
        QVERIFY2(text->text().startsWith(QStringLiteral("Capturing eth0 of web in web.pcapng: ")),
            qPrintable(text->text()));
        ping();
        QTRY_VERIFY_WITH_TIMEOUT(!text->text().contains(QStringLiteral(": 0 packets")), patience);
        keepPictures("capture");
        auto* stop = find<QToolButton>(strip(), "stopCapture");
        activate(window());
        stop->setFocus();
        QTest::keyClick(stop, Qt::Key_Space);
        auto* close = find<QToolButton>(strip(), "closeCapture");
        QTRY_VERIFY_WITH_TIMEOUT(close->isVisible(), patience);
        QVERIFY(!stop->isVisible());
        QVERIFY(close->hasFocus());
        const int packets = packetsIn(file);
        QVERIFY(packets > 0);
        QVERIFY2(
            text->text().startsWith(
                QStringLiteral("Captured eth0 of web in web.pcapng: %1 packets, ").arg(packets)),
            qPrintable(text->text()));
        // Shown by the other program.
        find<QToolButton>(strip(), "openCapture")->click();
        QTRY_COMPARE_WITH_TIMEOUT(
            contentOf("arguments"), QByteArray("-r ") + file.toUtf8() + '\n', patience);
        keepPictures("captured");
        close->click();
        QVERIFY(!strip()->isVisible());
    }

    void packetsGoIntoWireshark()
    {
        QFile::remove(m_folder.filePath(QStringLiteral("arguments")));
        follow("shop", "web");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        hops()->setFocus();
        const QModelIndex hop = hops()->model()->index(hops()->model()->rowCount() - 1, 0);
        hops()->scrollTo(hop);
        Q_EMIT hops()->customContextMenuRequested(hops()->visualRect(hop).center());
        auto* menu = find<QMenu>(panel(), "hopMenu");
        auto* capture = find<QMenu>(menu, "captureMenu");
        QCOMPARE(capture->actions().size(), 2);
        QVERIFY(capture->actions().last()->isEnabled());
        capture->actions().last()->trigger();
        delete menu;
        QTRY_COMPARE_WITH_TIMEOUT(contentOf("arguments"), QByteArray("-k -i -\n"), patience);
        ping();
        const QString stream = m_folder.filePath(QStringLiteral("stream"));
        QTRY_VERIFY_WITH_TIMEOUT(packetsIn(stream) > 0, patience);
        QVERIFY(!strip()->isVisible());
    }

    void capturesThatFailAreTold()
    {
        auto* error = find<ErrorPanel>(window(), "networkError");
        Q_EMIT view()->captureWanted({ { QStringLiteral("interface"), QStringLiteral("none0") } },
            QStringLiteral("none0"), m_folder.filePath(QStringLiteral("none.pcapng")));
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(error->error().text.contains(QStringLiteral("none0")));
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("none.pcapng"))));
        error->setError({}, {});
        Q_EMIT view()->captureWanted({ { QStringLiteral("interface"), QStringLiteral("lo") } },
            QStringLiteral("lo"), m_folder.filePath(QStringLiteral("no/such/folder.pcapng")));
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(error->error().text.contains(QStringLiteral("cannot be written")));
        error->setError({}, {});
        QVERIFY(!strip()->isVisible());
    }

    void theWayFollowsTheFacts()
    {
        follow("shop", "web");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QVERIFY(panel()->path().delivered);
        const QString port = workload("web")->connections.first().port;
        QCOMPARE(QProcess::execute("ip", { "link", "set", port, "down" }), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!panel()->path().delivered, patience);
        QCOMPARE(graph()->mark()->words(), QStringLiteral("Interface down"));
        textsAreKnown();
        QCOMPARE(QProcess::execute("ip", { "link", "set", port, "up" }), 0);
        QTRY_VERIFY_WITH_TIMEOUT(panel()->path().delivered, patience);
        // Its end goes; whoever does something else meanwhile goes on with that.
        graph()->setFocus();
        session().client().operate(
            workload("web")->path, QStringLiteral("Stop"), {}, this, [](const Reply<QString>&) {});
        auto* problem = find<QLabel>(panel(), "packetProblem");
        QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible(), patience);
        QVERIFY(problem->text().contains(QStringLiteral("“web” does not run")));
        QVERIFY(graph()->hasFocus());
        QVERIFY(!hops()->isVisible());
        QVERIFY(!graph()->mark());
    }

    void escapeClosesIt()
    {
        follow("shop", "host");
        QTRY_VERIFY_WITH_TIMEOUT(hops()->isVisible(), patience);
        QVERIFY(panel()->path().delivered);
        textsAreKnown();
        to()->setFocus();
        QTest::keyClick(to(), Qt::Key_Escape);
        QVERIFY(panel()->isHidden());
        QVERIFY(!graph()->mark());
        QCOMPARE(graph()->portItem(keyOf("db", "eth0"))->emphasis(), Emphasis::Normal);
        QVERIFY(graph()->hasFocus());
        QTest::mouseClick(find<QToolButton>(window(), "followButton"), Qt::LeftButton);
        QVERIFY(panel()->isVisible());
    }

private:
    PacketPanel* panel() { return find<PacketPanel>(window(), "packetPanel"); }
    QComboBox* from() { return find<QComboBox>(panel(), "packetFrom"); }
    QLineEdit* to() { return find<QLineEdit>(panel(), "packetTo"); }
    QListView* hops() { return find<QListView>(panel(), "packetHops"); }
    QString outcome() { return find<QLabel>(panel(), "packetOutcome")->text(); }

    QWidget* strip() { return find<QWidget>(window(), "capturesStrip"); }

    /// A program of that name which writes down what it is given.
    void standInForWireshark()
    {
        QFile program(m_folder.filePath(QStringLiteral("wireshark")));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write(
            QStringLiteral("#!/bin/sh\ncd %1\necho \"$@\" > arguments\nexec cat > stream\n")
                .arg(m_folder.path())
                .toUtf8());
        program.close();
        QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        qputenv("PATH", m_folder.path().toUtf8() + ':' + qgetenv("PATH"));
    }

    QByteArray contentOf(const char* name)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// How many packets are in the pcapng FILE, which begins with its header; -1: it is none.
    int packetsIn(const QString& file)
    {
        QFile capture(file);
        if (!capture.open(QIODevice::ReadOnly))
            return -1;
        const QByteArray bytes = capture.readAll();
        const auto number = [&](qsizetype at) {
            quint32 value = 0;
            std::memcpy(&value, bytes.constData() + at, sizeof value);
            return value;
        };
        int packets = 0;
        qsizetype at = 0;
        for (; at + 12 <= bytes.size(); at += qsizetype(number(at + 4))) {
            if (at == 0 && number(0) != 0x0a0d0d0a)
                return -1;
            packets += number(at) == 6 ? 1 : 0;
        }
        return at == bytes.size() && at > 0 ? packets : -1;
    }

    /// Something that web has to answer.
    void ping()
    {
        QVERIFY(QProcess::execute("ping", { "-c", "1", "-W", "2", addressOf("web") }) == 0
            || QProcess::execute("busybox", { "ping", "-c", "1", addressOf("web") }) == 0);
    }

    QString hopAt(int row, int role)
    {
        const auto* model = hops()->model();
        return model->index(row < 0 ? model->rowCount() + row : row, 0).data(role).toString();
    }

    /// By the form, and Return.
    void follow(const char* source, const QString& target, const char* version = "IPv4 or IPv6")
    {
        from()->setCurrentText(QLatin1String(source));
        QCOMPARE(from()->currentText(), QLatin1String(source));
        find<QComboBox>(panel(), "packetVersion")->setCurrentText(QLatin1String(version));
        to()->setFocus();
        to()->clear();
        QTest::keyClicks(to(), target);
        to()->completer()->popup()->hide();
        QTest::keyClick(to(), Qt::Key_Return);
    }

    QString addressOf(const char* name)
    {
        const auto* known = workload(name);
        return known && !known->connections.isEmpty() ? known->connections.first().address
                                                      : QString();
    }

    void theWholeWayIsThere()
    {
        const auto isShown = [this](const char* owner, const char* name) {
            const QRectF seen = graph()->mapToScene(graph()->viewport()->rect()).boundingRect();
            return seen.contains(graph()->portItem(keyOf(owner, name))->port().area);
        };
        QTRY_VERIFY(isShown("shop", "eth0") && isShown("Host", "lan") && isShown("web", "eth0"));
    }

    /// What the helper said of the packet can be said in other languages.
    void textsAreKnown()
    {
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
        QStringList unknown;
        const auto check = [&](const QString& text) {
            if (!translatedHelperText(text).startsWith(QLatin1String("known: ")))
                unknown.append(text);
        };
        for (const auto& hop : panel()->path().hops)
            check(hop.text);
        if (panel()->path().test)
            check(panel()->path().test->text);
        QCoreApplication::removeTranslator(&marker);
        QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join(QLatin1Char('\n'))));
    }

    void makeContainer(const char* name, const char* network, const QString& command,
        const QVariantList& ports = {})
    {
        createContainer({ { QStringLiteral("name"), QLatin1String(name) },
            { QStringLiteral("image"), QStringLiteral("busybox") },
            { QStringLiteral("command"), command.split(QLatin1Char(' ')) },
            { QStringLiteral("networks"),
                QVariantList {
                    QVariantMap { { QStringLiteral("network"), QLatin1String(network) } } } },
            { QStringLiteral("ports"), ports } });
        QTRY_VERIFY_WITH_TIMEOUT(!addressOf(name).isEmpty(), patience);
    }

    QTemporaryDir m_folder;
};

VITRINE_WINDOW_TEST_MAIN(PacketsTest)

#include "tst_packets.moc"
