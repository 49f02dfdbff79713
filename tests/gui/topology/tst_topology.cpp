// SPDX-License-Identifier: GPL-3.0-or-later
// The network graph says what there is, is searched, walked through, folded and saved.
#include "gui/views/error_panel.h"
#include "gui/views/row_tree.h"
#include "gui/views/topology/topology_graph.h"
#include "gui/views/topology/topology_items.h"
#include "gui/views/topology/topology_minimap.h"
#include "gui/views/topology/topology_view.h"
#include "tests/gui/window_fixture.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
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

class TopologyTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("only root can change the network");
        open();
        QString failed;
        bool made = false;
        session().client().createNetwork(
            { { QStringLiteral("name"), QStringLiteral("back") },
                { QStringLiteral("kind"), QStringLiteral("isolated") },
                { QStringLiteral("subnet"), QStringLiteral("10.77.9.0/24") } },
            {}, this, [&](const Reply<QString>& reply) {
                made = true;
                failed = reply ? QString() : reply.error->text;
            });
        QTRY_VERIFY_WITH_TIMEOUT(made, patience);
        QCOMPARE(failed, QString());
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
        session().client().operate(workload("shop")->path, QStringLiteral("Delete"), {}, this,
            [](const Reply<QString>&) {});
        QTRY_VERIFY_WITH_TIMEOUT(session().client().workloads().isEmpty(), patience);
        for (const auto& each : session().client().networks().values())
            session().client().deleteNetwork(each.path, this, [](const Reply<QString>&) {});
        QTRY_VERIFY_WITH_TIMEOUT(session().client().networks().isEmpty(), patience);
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
        const QSizeF area = graph()->sceneRect().size();
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
    TopologyGraph* graph() { return find<TopologyGraph>(window(), "networkGraph"); }
    TopologyView* view() { return window()->findChild<TopologyView*>(); }

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

    /// Chooses ENTRY from what the Menu key brings for the interface KEY.
    void menuOn(const QString& key, const QString& entry)
    {
        graph()->setFocus();
        graph()->pointAt(key);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(graph()->viewport(), &event);
        auto* menu = view()->findChild<QMenu*>(QStringLiteral("networkMenu"));
        QVERIFY(menu);
        for (QAction* action : menu->actions())
            if (action->text() == entry)
                action->trigger();
        delete menu;
    }

    /// By the Export menu and its file dialog.
    void save(const char* kind, const QString& path)
    {
        action((QByteArray("export-") + kind).constData())->trigger();
        auto* dialog = find<QFileDialog>(window(), "exportDialog");
        auto* name = find<QLineEdit>(dialog, "fileNameEdit");
        name->setText(path);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        QTRY_VERIFY(!window()->findChild<QFileDialog*>("exportDialog"));
    }
};

VITRINE_WINDOW_TEST_MAIN(TopologyTest)

#include "tst_topology.moc"
