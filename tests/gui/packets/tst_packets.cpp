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
#include "tests/gui/window_fixture.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QToolButton>
#include <QTranslator>

#include <unistd.h>

using namespace vitrine;

namespace {

const QString sleeping = QStringLiteral("sleep 1000"),
              serving = QStringLiteral("httpd -f -p 8080 -h /etc");

} // namespace

class PacketsTest : public WindowFixture {
    Q_OBJECT
private slots:
    /// shop and web are in lan, db in back, which lets nobody in.
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("only root can change the network");
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
    TopologyGraph* graph() { return find<TopologyGraph>(window(), "networkGraph"); }
    PacketPanel* panel() { return find<PacketPanel>(window(), "packetPanel"); }
    QComboBox* from() { return find<QComboBox>(panel(), "packetFrom"); }
    QLineEdit* to() { return find<QLineEdit>(panel(), "packetTo"); }
    QListView* hops() { return find<QListView>(panel(), "packetHops"); }
    QString outcome() { return find<QLabel>(panel(), "packetOutcome")->text(); }

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

    /// The key of the interface that is drawn as NAME on the card of OWNER.
    QString keyOf(const char* owner, const char* name)
    {
        for (const auto& card : graph()->layout().cards)
            for (const auto& port : card.ports)
                if (graph()->portItem(port.key)->text().name == QLatin1String(name)
                    && graph()->cardItem(card.netns)->text().title == QLatin1String(owner))
                    return port.key;
        return {};
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

    /// Chooses ENTRY from what the Menu key brings for the interface KEY.
    void menuOn(const QString& key, const QString& entry)
    {
        graph()->setFocus();
        graph()->pointAt(key);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(graph()->viewport(), &event);
        auto* menu = window()->findChild<QMenu*>(QStringLiteral("networkMenu"));
        QVERIFY(menu);
        QAction* chosen = nullptr;
        for (QAction* action : menu->actions())
            if (action->text() == entry)
                chosen = action;
        QVERIFY2(chosen, qPrintable(entry));
        chosen->trigger();
        delete menu;
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
};

VITRINE_WINDOW_TEST_MAIN(PacketsTest)

#include "tst_packets.moc"
