// SPDX-License-Identifier: GPL-3.0-or-later
// The network graph says what there is, is searched, walked through, folded and saved.
#include "gui/views/error_panel.h"
#include "gui/views/row_tree.h"
#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_items.h"
#include "gui/views/topology/topology_minimap.h"
#include "gui/views/topology/topology_view.h"
#include "tests/gui/network_fixture.h"

#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

#include <unistd.h>

using namespace vitrine;

namespace {

constexpr int manyPorts = 40;

void run(const QString& command)
{
    QProcess process;
    process.start(QStringLiteral("sh"), { QStringLiteral("-ec"), command });
    QVERIFY(process.waitForFinished(patience));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

} // namespace

class TopologyTest : public NetworkFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("only root can change the network");
        open();
        makeNetwork("back", "isolated", "10.77.9.0/24");
        makeNetwork("front", "isolated", "10.77.8.0/24");
        createContainer({ { QStringLiteral("name"), QStringLiteral("shop") },
            { QStringLiteral("image"), QStringLiteral("busybox") },
            { QStringLiteral("command"),
                QStringList { QStringLiteral("sleep"), QStringLiteral("1000") } },
            { QStringLiteral("networks"),
                QVariantList {
                    QVariantMap { { QStringLiteral("network"), QStringLiteral("back") } } } } });
        window()->showView(View::Network);
        QTRY_VERIFY_WITH_TIMEOUT(window()->findChild<TopologyGraph*>(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!keyOf("eth0", "10.77.9.2/24").isEmpty(), patience);
    }

    void cleanupTestCase()
    {
        if (geteuid() != 0)
            return;
        removeAll();
        close();
    }

    void cardsAndInterfacesSayWhatTheyAre()
    {
        const auto* inner = graph()->portItem(keyOf("eth0"));
        QCOMPARE(inner->text().right, QStringLiteral("10.77.9.2/24"));
        QVERIFY(inner->text().up);
        const auto* card = graph()->cardItem(netnsOf(inner->key()));
        QCOMPARE(card->text().title, QStringLiteral("shop"));
        QTRY_VERIFY_WITH_TIMEOUT(card->text().state == api::WorkloadState::Running, patience);
        // The bridge is known by the network's name.
        const auto* bridge = graph()->portItem(keyOf("back"));
        QCOMPARE(bridge->text().right, QStringLiteral("isolated"));
        QCOMPARE(bridge->text().belowRight, QStringLiteral("10.77.9.0/24"));
    }

    void searchLightsAndSteps()
    {
        const QString inner = keyOf("eth0"), outer = peerOf(inner);
        activate(window());
        graph()->setFocus();
        QTest::keyClick(graph(), Qt::Key_F, Qt::ControlModifier);
        auto* edit = find<QLineEdit>(window(), "networkSearch");
        QTRY_VERIFY(edit->hasFocus());
        auto* count = find<QLabel>(window(), "networkSearchCount");
        QTest::keyClicks(edit, QStringLiteral("10.77.9.2"));
        QCOMPARE(count->text(), QStringLiteral("1 found"));
        QCOMPARE(graph()->portItem(inner)->emphasis(), Emphasis::Lit);
        QCOMPARE(graph()->portItem(outer)->emphasis(), Emphasis::Dimmed);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(graph()->pointed(), inner);
        QCOMPARE(count->text(), QStringLiteral("1 of 1"));
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("SHOP")); // its loopback and its eth0
        QCOMPARE(count->text(), QStringLiteral("2 found"));
        QTest::keyClick(edit, Qt::Key_Return);
        const QString first = graph()->pointed();
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(graph()->pointed() != first);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(graph()->pointed(), first);
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("no such thing"));
        QCOMPARE(count->text(), QStringLiteral("nothing found"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!count->isVisible());
        QVERIFY(graph()->portItem(inner)->emphasis() != Emphasis::Dimmed);
    }

    void keysWalkAlongTheWires()
    {
        const QString inner = keyOf("eth0"), outer = peerOf(inner);
        graph()->setFocus();
        graph()->pointAt(outer);
        QTest::keyClick(graph(), Qt::Key_Right);
        QCOMPARE(graph()->pointed(), inner);
        QTest::keyClick(graph(), Qt::Key_Left);
        QCOMPARE(graph()->pointed(), outer);
        QTest::keyClick(graph(), Qt::Key_Up);
        QCOMPARE(graph()->pointed(), keyOf("back"));
        // Everything on the bridge is lit.
        QCOMPARE(graph()->portItem(inner)->emphasis(), Emphasis::Lit);
        graph()->pointAt(inner);
        QSignalSpy wanted(view(), &TopologyView::workloadWanted);
        QTest::keyClick(graph(), Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toString(), workload("shop")->path);
        QVERIFY(!view()->isVisible());
        window()->showView(View::Network);
    }

    void theMenuCopiesAndShowsInTheTable()
    {
        const QString inner = keyOf("eth0");
        menuOn(inner, QStringLiteral("Copy 10.77.9.2"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("10.77.9.2"));
        menuOn(inner, QStringLiteral("Show in the table"));
        QVERIFY(view()->table()->isVisible());
        QCOMPARE(view()->table()->currentSource().data(KeyRole).toString(), inner);
        view()->showTable(false);
    }

    void itIsSaved()
    {
        QTemporaryDir folder;
        const QString svg = folder.filePath(QStringLiteral("net.svg"));
        save("svg", svg);
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray drawing = file.readAll();
        QVERIFY(drawing.contains("<svg") && drawing.contains("10.77.9.2/24"));
        const QString png = folder.filePath(QStringLiteral("net.png"));
        save("png", png);
        const QSizeF area = graph()->layout().area.size();
        QCOMPARE(QImage(png).size(), (area * 2).toSize());
        const QString json = folder.filePath(QStringLiteral("net.json"));
        save("json", json);
        QFile facts(json);
        QVERIFY(facts.open(QIODevice::ReadOnly));
        const auto spaces
            = QJsonDocument::fromJson(facts.readAll()).object().value("namespaces").toArray();
        QStringList containers;
        for (const auto& space : spaces)
            containers.append(space.toObject().value("container").toString());
        QVERIFY(containers.contains(QStringLiteral("shop")));
        QVERIFY(!find<ErrorPanel>(window(), "exportError")->isVisible());
    }

    void aContainerIsDraggedToANetwork()
    {
        graph()->fit();
        const QPoint card = inCard("shop"), front = inPort("front");
        press(card);
        drag(inPort("back"));
        QVERIFY(words()->isVisible());
        QVERIFY(words()->text().endsWith(QStringLiteral("“shop” is in “back” already.")));
        QCOMPARE(graph()->portItem(keyOf("front"))->emphasis(), Emphasis::Lit);
        QCOMPARE(graph()->portItem(keyOf("back"))->emphasis(), Emphasis::Dimmed);
        drag(front);
        QCOMPARE(words()->text(), QStringLiteral("Connect “shop” to “front”"));
        QCOMPARE(graph()->portItem(keyOf("front"))->emphasis(), Emphasis::Current);
        keepPictures("drag");
        // Escape takes it all back.
        QTest::keyClick(graph(), Qt::Key_Escape);
        QVERIFY(!words()->isVisible());
        QVERIFY(graph()->portItem(keyOf("front"))->emphasis() != Emphasis::Current);
        release(front);
        QCOMPARE(networksOfShop(), QStringList { QStringLiteral("back") });
        graph()->fit();
        press(inCard("shop"));
        drag(inPort("front"));
        release(inPort("front"));
        QTRY_COMPARE_WITH_TIMEOUT(networksOfShop(),
            (QStringList { QStringLiteral("back"), QStringLiteral("front") }), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!keyOf("eth1").isEmpty(), patience);
    }

    void aPlugIsDraggedOff()
    {
        QCOMPARE(networksOfShop().size(), 2);
        const auto before = workload("shop")->connections.last();
        graph()->fit();
        press(inPort("eth1"));
        drag(inPort("back")); // it is there already
        QVERIFY(words()->text().endsWith(QStringLiteral("“shop” is in “back” already.")));
        drag(emptyPlace());
        QCOMPARE(words()->text(), QStringLiteral("Disconnect “shop” from “front”"));
        release(emptyPlace());
        QTRY_COMPARE_WITH_TIMEOUT(
            networksOfShop(), QStringList { QStringLiteral("back") }, patience);
        QTRY_VERIFY_WITH_TIMEOUT(keyOf("eth1").isEmpty(), patience);
        auto* undo = find<QPushButton>(window(), "undoButton");
        QTRY_VERIFY_WITH_TIMEOUT(undo->isVisible(), patience);
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(workload("shop")->connections.size(), 2, patience);
        QCOMPARE(workload("shop")->connections.last().address, before.address);
        QCOMPARE(workload("shop")->connections.last().mac, before.mac);
    }

    void aPlugIsMoved()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!plugOf("front").isEmpty(), patience);
        deleteKeyOn(plugOf("front"));
        QTRY_COMPARE_WITH_TIMEOUT(
            networksOfShop(), QStringList { QStringLiteral("back") }, patience);
        QTRY_VERIFY_WITH_TIMEOUT(plugOf("front").isEmpty(), patience);
        graph()->fit();
        const QString address = workload("shop")->connections.first().address;
        press(onWireOf(plugOf("back")));
        drag(inPort("front"));
        QCOMPARE(words()->text(), QStringLiteral("Move “shop” from “back” to “front”"));
        release(inPort("front"));
        QTRY_COMPARE_WITH_TIMEOUT(
            networksOfShop(), QStringList { QStringLiteral("front") }, patience);
        auto* undo = find<QPushButton>(window(), "undoButton");
        QTRY_VERIFY_WITH_TIMEOUT(undo->isVisible(), patience);
        undo->click();
        QTRY_COMPARE_WITH_TIMEOUT(
            networksOfShop(), QStringList { QStringLiteral("back") }, patience);
        QCOMPARE(workload("shop")->connections.first().address, address);
        QTRY_VERIFY_WITH_TIMEOUT(!plugOf("back").isEmpty(), patience);
    }

    void menusConnectToo()
    {
        menuOn(keyOf("front"), QStringLiteral("shop"), "connectContainerMenu");
        QTRY_COMPARE_WITH_TIMEOUT(networksOfShop().size(), 2, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!plugOf("front").isEmpty(), patience);
        menuOn(plugOf("front"), QStringLiteral("Disconnect from front"));
        QTRY_COMPARE_WITH_TIMEOUT(networksOfShop().size(), 1, patience);
        menuOn(plugOf("back"), QStringLiteral("front"), "connectMenu");
        QTRY_COMPARE_WITH_TIMEOUT(networksOfShop().size(), 2, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!plugOf("front").isEmpty(), patience);
        deleteKeyOn(plugOf("front"));
        QTRY_COMPARE_WITH_TIMEOUT(networksOfShop().size(), 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(plugOf("front").isEmpty(), patience);
    }

    void aContainerOnEmptySpaceGetsANewNetwork()
    {
        graph()->fit();
        press(inCard("shop"));
        drag(emptyPlace());
        QCOMPARE(words()->text(), QStringLiteral("Make a network for “shop”"));
        release(emptyPlace());
        auto* dialog = find<QDialog>(window(), "newNetworkDialog");
        activate(dialog);
        QCOMPARE(dialog->windowTitle(), QStringLiteral("New network for shop"));
        find<QRadioButton>(dialog, "kind-isolated")->click();
        auto* name = find<QLineEdit>(dialog, "networkNameEdit");
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("side"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(networksOfShop(),
            (QStringList { QStringLiteral("back"), QStringLiteral("side") }), patience);
        activate(window());
    }

    void whatFailsIsTold()
    {
        // Gone behind the window's back: the graph still offers it for a moment.
        TopologyDrop drop { TopologyDrop::Kind::Connect, workload("shop")->path, {}, {}, {} };
        for (const auto& each : session().client().networks())
            if (each.name == QLatin1String("front"))
                drop.network = each.path;
        session().client().deleteNetwork(drop.network, this, [](const Reply<QString>&) {});
        Q_EMIT view()->changeWanted(drop);
        auto* error = find<ErrorPanel>(window(), "networkError");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(error->error().text.contains(QStringLiteral("front")));
        error->setError({}, {});
    }

    void manyPortsFold()
    {
        run(QStringLiteral(
            "ip link add busy type bridge; for n in $(seq %1); do "
            "ip link add port$n type veth peer name other$n; ip link set port$n master busy; done")
                .arg(manyPorts));
        const QString group = [this] {
            QString key;
            [&] { QTRY_VERIFY_WITH_TIMEOUT(!(key = keyOf("busy")).isEmpty(), patience); }();
            return key + QLatin1String("/ports");
        }();
        QTRY_VERIFY_WITH_TIMEOUT(graph()->portItem(group)
                && graph()->portItem(group)->port().members.size() == manyPorts,
            patience);
        QCOMPARE(graph()->portItem(group)->text().name, QStringLiteral("40 ports"));
        QVERIFY(keyOf("port17").isEmpty());
        graph()->setFocus();
        graph()->pointAt(group);
        QTest::keyClick(graph(), Qt::Key_Return);
        QVERIFY(!keyOf("port17").isEmpty());
        QVERIFY(graph()->minimap()->isVisible()); // the picture is larger now
        // And below it there is room for what it covers.
        const qreal room = graph()->sceneRect().bottom() - graph()->layout().area.bottom();
        QVERIFY(room * graph()->transform().m22() >= graph()->minimap()->height());
        auto* bar = graph()->verticalScrollBar();
        bar->setValue(bar->maximum());
        for (const auto& card : graph()->layout().cards) // it covers none at the end
            QVERIFY(!graph()->mapFromScene(card.area).boundingRect().intersects(
                graph()->minimap()->geometry().translated(
                    -graph()->viewport()->geometry().topLeft())));
        QTest::keyClick(graph(), Qt::Key_Return);
        QVERIFY(keyOf("port17").isEmpty());
        // Who looks for one of them gets to see it.
        auto* edit = find<QLineEdit>(window(), "networkSearch");
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("port17"));
        QCOMPARE(graph()->portItem(group)->emphasis(), Emphasis::Lit);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(graph()->pointed(), keyOf("port17"));
        QVERIFY(!graph()->pointed().isEmpty());
        edit->clear();
        run(QStringLiteral(
            "for n in $(seq %1); do ip link delete port$n; done; ip link delete busy")
                .arg(manyPorts));
        QTRY_VERIFY_WITH_TIMEOUT(!graph()->portItem(group), patience);
    }

private:
    /// The key of the interface that is drawn under NAME, with ADDRESS when one is given.
    QString keyOf(const char* name, const char* address = nullptr)
    {
        for (const auto& card : graph()->layout().cards)
            for (const auto& port : card.ports)
                if (const auto* item = graph()->portItem(port.key); item
                    && item->text().name == QLatin1String(name)
                    && (name != QLatin1String("eth0")
                        || graph()->cardItem(card.netns)->text().title == QLatin1String("shop"))
                    && (!address || item->text().right == QLatin1String(address)))
                    return port.key;
        return {};
    }

    quint64 netnsOf(const QString& key)
    {
        return key.section(QLatin1Char('/'), 0, 0).toULongLong();
    }

    QString peerOf(const QString& key)
    {
        for (const auto& wire : graph()->layout().wires)
            if (wire.second == key)
                return wire.first;
        return {};
    }

    QLabel* words() { return find<QLabel>(window(), "dragWords"); }

    QStringList networksOfShop()
    {
        QStringList names;
        for (const auto& connection : workload("shop")->connections)
            names.append(connection.name);
        return names;
    }

    /// The interface by which shop is in NETWORK.
    QString plugOf(const char* network)
    {
        for (const auto& connection : workload("shop")->connections)
            if (connection.name == QLatin1String(network))
                for (const auto& card : graph()->layout().cards)
                    for (const auto& port : card.ports)
                        if (graph()->portItem(port.key)->text().workload == workload("shop")->path
                            && graph()->portItem(port.key)->text().network == connection.network)
                            return port.key;
        return {};
    }

    QPoint centreOf(const QString& key)
    {
        return graph()->mapFromScene(graph()->portItem(key)->port().area.center());
    }

    QPoint onWireOf(const QString& key)
    {
        for (const auto& wire : graph()->layout().wires)
            if (wire.second == key)
                return graph()->mapFromScene((wire.path[1] + wire.path[2]) / 2);
        return {};
    }

    QPoint inPort(const char* name) { return centreOf(keyOf(name)); }

    QPoint inCard(const char* title)
    {
        for (const auto& card : graph()->layout().cards)
            if (graph()->cardItem(card.netns)->text().title == QLatin1String(title))
                return graph()->mapFromScene(card.area.topLeft() + QPointF(20, 20));
        return {};
    }

    /// Above the cards, beside the wires.
    QPoint emptyPlace()
    {
        return graph()->mapFromScene(graph()->layout().cards.first().area.topLeft())
            - QPoint(0, 12);
    }

    void mouse(QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons buttons)
    {
        auto* viewport = graph()->viewport();
        QMouseEvent event(type, at, viewport->mapToGlobal(at), button, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &event);
    }

    void press(QPoint at)
    {
        activate(window());
        graph()->setFocus();
        mouse(QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton);
    }

    void drag(QPoint to)
    {
        mouse(QEvent::MouseMove, to - QPoint(3, 0), Qt::NoButton, Qt::LeftButton);
        mouse(QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton);
    }

    void release(QPoint at) { mouse(QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton); }

    void deleteKeyOn(const QString& key)
    {
        graph()->setFocus();
        graph()->pointAt(key);
        QTest::keyClick(graph(), Qt::Key_Delete);
    }

    /// By the Export menu and its file dialog.
    void save(const char* kind, const QString& path)
    {
        action((QByteArray("export-") + kind).constData())->trigger();
        chooseFile("exportDialog", path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
    }
};

VITRINE_WINDOW_TEST_MAIN(TopologyTest)

#include "tst_topology.moc"
