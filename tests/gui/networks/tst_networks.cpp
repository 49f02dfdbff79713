// SPDX-License-Identifier: GPL-3.0-or-later
// A network is made, a container comes into it and tells its address, a network that is in use
// stays, and one that was deleted comes back.
#include "gui/models/network_list_model.h"
#include "gui/views/error_panel.h"
#include "tests/gui/window_fixture.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QToolButton>

#include <net/if.h>
#include <unistd.h>

using namespace vitrine;

namespace {

bool exists(const QString& interface)
{
    return ::if_nametoindex(qPrintable(interface)) != 0;
}

} // namespace

class NetworksTest : public WindowFixture {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("only root can change the network");
        for (const char* name : { "ipv4/ip_forward", "ipv6/conf/all/forwarding" }) {
            QFile forwarding(QStringLiteral("/proc/sys/net/") + QLatin1String(name));
            QVERIFY(forwarding.open(QIODevice::WriteOnly));
            QCOMPARE(forwarding.write("0"), 1);
        }
        open();
    }

    void cleanupTestCase()
    {
        if (geteuid() != 0)
            return;
        removeAll();
        close();
    }

    void theEmptyPageOffersTheFirst()
    {
        window()->showView(View::Network);
        QTRY_VERIFY(find<QLabel>(window(), "networksSentence")->isVisible());
        QVERIFY(!find<QTreeView>(window(), "networkTable")->isVisible());
        QVERIFY(!action("deleteNetworkAction")->isEnabled());
        QWidget* pane = find<QWidget>(window(), "networksPane");
        for (auto* button : pane->findChildren<QToolButton*>())
            if (button->isVisible() && button->defaultAction() == action("newNetworkAction"))
                return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL("there is no button");
    }

    void consentIsAskedFor()
    {
        QDialog* dialog = networkDialog();
        QCOMPARE(find<QLineEdit>(dialog, "networkNameEdit")->text(), QStringLiteral("lan"));
        auto* create = find<QPushButton>(dialog, "createNetworkButton");
        QVERIFY(create->isEnabled());
        auto* note = find<QLabel>(dialog, "forwardingNote");
        QTRY_VERIFY_WITH_TIMEOUT(note->text().contains(QStringLiteral("not do so now")), patience);
        QTest::mouseClick(create, Qt::LeftButton);
        auto* error = find<QLabel>(dialog, "forwardingError");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(session().client().networks().isEmpty());
        QVERIFY(create->isEnabled());
        QVERIFY(create->isDefault());
        // The isolated kind needs none.
        auto* check = find<QAbstractButton>(dialog, "forwardingCheck");
        find<QRadioButton>(dialog, "kind-isolated")->click();
        QVERIFY(!check->isVisible());
        find<QRadioButton>(dialog, "kind-nat")->click();
        QVERIFY(check->isVisible());
    }

    void mistakesStandUnderTheirField()
    {
        QDialog* dialog = networkDialog();
        find<QToolButton>(dialog, "advancedButton")->setChecked(true);
        auto* subnet = find<QLineEdit>(dialog, "subnetEdit");
        subnet->setFocus();
        QTest::keyClicks(subnet, QStringLiteral("10.77.0.1/24"));
        auto* error = find<QLabel>(dialog, "subnetError");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY(!find<QPushButton>(dialog, "createNetworkButton")->isEnabled());
        subnet->selectAll();
        QTest::keyClicks(subnet, QStringLiteral("10.77.7.0/24"));
        QVERIFY(!error->isVisible());
        auto* name = find<QLineEdit>(dialog, "networkNameEdit");
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Office"));
        QVERIFY(find<QLabel>(dialog, "nameError")->isVisible());
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("office"));
        QVERIFY(!find<QLabel>(dialog, "nameError")->isVisible());
    }

    void aNetworkIsMade()
    {
        QDialog* dialog = networkDialog();
        auto* consent = find<QAbstractButton>(dialog, "forwardingCheck");
        consent->setFocus();
        QTest::keyClick(consent, Qt::Key_Space);
        QTest::keyClick(find<QLineEdit>(dialog, "networkNameEdit"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(network("office"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!window()->findChild<QDialog*>("newNetworkDialog"), patience);
        QCOMPARE(network("office")->subnet, QStringLiteral("10.77.7.0/24"));
        QVERIFY(exists(network("office")->interface));
        QTRY_COMPARE_WITH_TIMEOUT(
            shown(NetworkListModel::NameColumn), QStringLiteral("office"), patience);
        QCOMPARE(shown(NetworkListModel::ContainersColumn), QStringLiteral("0"));
        QTRY_COMPARE_WITH_TIMEOUT(network("office")->names, QStringLiteral("running"), patience);
        QCOMPARE(shown(NetworkListModel::NamesColumn), QStringLiteral("office.internal"));
        QVERIFY(!find<QLabel>(window(), "networkProblems")->isVisible());
    }

    void aContainerComesIntoIt()
    {
        QDialog* dialog = openDialog();
        auto* image = find<QComboBox>(dialog, "imageCombo");
        image->setCurrentIndex(image->findData(QStringLiteral("busybox")));
        auto* name = find<QLineEdit>(dialog, "nameEdit");
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("web"));
        find<QToolButton>(dialog, "advancedButton")->click();
        auto* networks = find<QListWidget>(dialog, "networksList");
        auto* publish = find<QPushButton>(dialog, "addPortButton");
        QVERIFY(!publish->isVisible()); // in no network yet
        networks->setFocus();
        networks->setCurrentRow(0);
        QTest::keyClick(networks, Qt::Key_Space);
        QCOMPARE(networks->item(0)->checkState(), Qt::Checked);
        QVERIFY(publish->isVisible());
        publish->click();
        find<QSpinBox>(dialog, "portHost0")->setValue(18080);
        find<QSpinBox>(dialog, "portContainer0")->setValue(8080);
        QTest::mouseClick(find<QPushButton>(dialog, "createButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(workload("web") && workload("web")->leader > 0, patience);
        QTRY_COMPARE_WITH_TIMEOUT(workload("web")->connections.size(), 1, patience);
        window()->selectWorkload(workload("web")->path);
        const auto& connection = workload("web")->connections.first();
        QVERIFY2(connection.address.startsWith(QStringLiteral("10.77.7.")),
            qPrintable(connection.address));
        QTRY_VERIFY_WITH_TIMEOUT(
            find<QLabel>(window(), "networkLabel")
                ->text()
                .startsWith(QStringLiteral("office: %1").arg(connection.address)),
            patience);
        QCOMPARE(find<QLabel>(window(), "portsLabel")->text(), QStringLiteral("18080 → 8080/tcp"));
        QVERIFY(exists(connection.port));
    }

    void editingShowsThem()
    {
        auto* dialog = editDialog();
        QVERIFY(!find<QPushButton>(dialog, "saveButton")->isEnabled()); // nothing differs
        QCOMPARE(find<QSpinBox>(dialog, "portHost0")->value(), 18080);
        QCOMPARE(find<QListWidget>(dialog, "networksList")->item(0)->checkState(), Qt::Checked);
        find<QSpinBox>(dialog, "portHost0")->setValue(18081);
        QCOMPARE(
            find<QLabel>(dialog, "editNote")->text(), QStringLiteral("This takes effect at once."));
        QTest::mouseClick(find<QPushButton>(dialog, "saveButton"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(find<QLabel>(window(), "portsLabel")->text(),
            QStringLiteral("18081 → 8080/tcp"), patience);
        QCOMPARE(workload("web")->pending, QStringList());
    }

    void itsInterfaceIsLimitedAndUnplugged()
    {
        QDialog* dialog = editDialog();
        auto* settings = find<QWidget>(dialog, "connectionSettings");
        QVERIFY(settings->isVisible());
        auto* inbound = find<QDoubleSpinBox>(dialog, "connectionInbound");
        QCOMPARE(inbound->text(), QStringLiteral("no limit"));
        inbound->setFocus();
        inbound->selectAll();
        QTest::keyClicks(inbound, QStringLiteral("2.5"));
        auto* up = find<QCheckBox>(dialog, "connectionUp");
        QVERIFY(up->isChecked());
        QTest::keyClick(up, Qt::Key_Space);
        QTest::mouseClick(find<QPushButton>(dialog, "saveButton"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(
            workload("web")->connections.first().inbound, quint64(2'500'000), patience);
        QVERIFY(!workload("web")->connections.first().up);
        QTRY_VERIFY_WITH_TIMEOUT(
            find<QLabel>(window(), "networkLabel")
                ->text()
                .endsWith(QStringLiteral("unplugged, at most 2.5\u00a0Mbit/s in")),
            patience);
        QCOMPARE(workload("web")->pending, QStringList());
        dialog = editDialog();
        QCOMPARE(find<QDoubleSpinBox>(dialog, "connectionInbound")->value(), 2.5);
        QVERIFY(!find<QCheckBox>(dialog, "connectionUp")->isChecked());
        find<QListWidget>(dialog, "networksList")->item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(!find<QWidget>(dialog, "connectionSettings")->isVisible());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!window()->findChild<QDialog*>("editContainerDialog"));
    }

    void oneIsAllowedToReachAnother()
    {
        QVariantMap spec { { QStringLiteral("name"), QStringLiteral("back") } };
        session().client().createNetwork(spec, { { QStringLiteral("forwarding"), true } }, this,
            [](const Reply<QString>& reply) { QVERIFY(reply); });
        QTRY_VERIFY_WITH_TIMEOUT(network("back"), patience);
        window()->selectNetwork(network("office")->path);
        auto* menu = find<QMenu>(window(), "reachMenu");
        const auto back = [menu] {
            emit menu->aboutToShow();
            return menu->actions().value(0);
        };
        QTRY_COMPARE(back()->text(), QStringLiteral("back"));
        QVERIFY(back()->isEnabled());
        QVERIFY(!back()->isChecked());
        back()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(
            network("office")->reaches, QStringList { network("back")->path }, patience);
        QVERIFY(back()->isChecked());
        menu->popup(window()->mapToGlobal(QPoint())); // and by keyboard
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(network("office")->reaches, QStringList(), patience);
        session().client().deleteNetwork(
            network("back")->path, this, [](const Reply<QString>& reply) { QVERIFY(reply); });
        QTRY_VERIFY_WITH_TIMEOUT(!network("back"), patience);
        QCOMPARE(back()->text(), QStringLiteral("There is no other network"));
        QVERIFY(!back()->isEnabled());
    }

    void oneInUseIsNotDeleted()
    {
        window()->selectNetwork(network("office")->path);
        QTRY_COMPARE(shown(NetworkListModel::ContainersColumn), QStringLiteral("1"));
        pressDelete();
        auto* error = find<ErrorPanel>(window(), "networkError");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), patience);
        QVERIFY2(
            error->error().text.contains(QStringLiteral("'web'")), qPrintable(error->error().text));
        QVERIFY(network("office"));
        QVERIFY(!find<QFrame>(window(), "undoBar")->isVisible());
    }

    void oneThatIsFreeIsDeletedAndComesBack()
    {
        const api::NetworkInfo before = *network("office");
        session().client().operate(workload("web")->path, QStringLiteral("Delete"), {}, this,
            [](const Reply<QString>&) {});
        QTRY_VERIFY_WITH_TIMEOUT(!workload("web"), patience);
        QTRY_COMPARE(shown(NetworkListModel::ContainersColumn), QStringLiteral("0"));
        pressDelete();
        QTRY_VERIFY_WITH_TIMEOUT(!network("office"), patience);
        QVERIFY(!exists(before.interface));
        auto* undo = find<QPushButton>(window(), "undoButton");
        QTRY_VERIFY_WITH_TIMEOUT(undo->isVisible(), patience);
        QVERIFY(find<QLabel>(window(), "undoText")->text().contains(QStringLiteral("office")));
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(network("office"), patience);
        QCOMPARE(network("office")->subnet, before.subnet);
        QCOMPARE(network("office")->subnet6, before.subnet6);
        QCOMPARE(network("office")->kind, before.kind);
        QTRY_VERIFY_WITH_TIMEOUT(exists(network("office")->interface), patience);
        QTRY_COMPARE(shown(NetworkListModel::NameColumn), QStringLiteral("office"));
    }

    void theListFoldsAway()
    {
        auto* list = find<QTreeView>(window(), "networkTable");
        QVERIFY(list->isVisible());
        auto* fold = find<QToolButton>(window(), "foldNetworksButton");
        QTest::mouseClick(fold, Qt::LeftButton);
        QVERIFY(!list->isVisible());
        QVERIFY(!action("deleteNetworkAction")->isEnabled()); // nobody sees what it is about
        QTest::mouseClick(fold, Qt::LeftButton);
        QVERIFY(list->isVisible());
        QVERIFY(action("deleteNetworkAction")->isEnabled());
        window()->showView(View::Images);
        QVERIFY(!action("deleteNetworkAction")->isEnabled());
    }

    void aNetworkOutsideIsUsed()
    {
        const QStringList add { "link", "add", "uplink7", "type", "veth", "peer", "name", "out7" };
        QCOMPARE(QProcess::execute(QStringLiteral("ip"), add), 0);
        window()->showView(View::Network);
        action("newNetworkAction")->trigger();
        QDialog* dialog = networkDialog();
        auto* parent = find<QLineEdit>(dialog, "parentEdit");
        QVERIFY(!parent->isVisible());
        find<QRadioButton>(dialog, "kind-macvlan")->click();
        QVERIFY(parent->isVisible());
        QVERIFY(!find<QAbstractButton>(dialog, "forwardingCheck")->isVisible());
        auto* create = find<QPushButton>(dialog, "createNetworkButton");
        auto* error = find<QLabel>(dialog, "parentError");
        QVERIFY(error->isVisible() && !create->isEnabled());
        QTest::keyClicks(parent, QStringLiteral("nowhere7"));
        QTRY_VERIFY_WITH_TIMEOUT(error->text().contains(QStringLiteral("nowhere7")), patience);
        parent->selectAll();
        QTest::keyClicks(parent, QStringLiteral("uplink7"));
        auto* subnet = find<QLineEdit>(dialog, "subnetEdit");
        QTRY_VERIFY_WITH_TIMEOUT(subnet->isVisible(), patience); // it has no address that tells it
        QVERIFY(find<QLabel>(dialog, "subnetError")->isVisible());
        QTest::keyClicks(subnet, QStringLiteral("203.0.113.0/24"));
        QTest::keyClicks(find<QLineEdit>(dialog, "rangeEdit"), QStringLiteral("203.0.113.64/28"));
        auto* name = find<QLineEdit>(dialog, "networkNameEdit");
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("outer"));
        QTRY_VERIFY_WITH_TIMEOUT(create->isEnabled(), patience);
        keepPictures("outside-dialog", dialog);
        QTest::mouseClick(create, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(network("outer"), patience);
        QCOMPARE(network("outer")->interface, QStringLiteral("uplink7"));
        auto* problems = find<QLabel>(window(), "networkProblems");
        QTRY_VERIFY_WITH_TIMEOUT(
            problems->text().contains(QStringLiteral("uplink7 is down")), patience);
        createContainer({ { QStringLiteral("name"), QStringLiteral("guest") },
            { QStringLiteral("image"), QStringLiteral("busybox") },
            { QStringLiteral("command"), QStringList { "sleep", "1000" } },
            { QStringLiteral("networks"),
                QVariantList {
                    QVariantMap { { QStringLiteral("network"), QStringLiteral("outer") } } } } });
        QCOMPARE(workload("guest")->connections.first().address, QStringLiteral("203.0.113.64"));
        window()->showView(View::Network);
        keepPictures("outside");
        QCOMPARE(QProcess::execute(QStringLiteral("ip"), { "link", "del", "uplink7" }), 0);
        QTRY_COMPARE_WITH_TIMEOUT(network("outer")->state, QStringLiteral("down"), patience);
        QVERIFY(problems->text().contains(QStringLiteral("no interface")));
    }

private:
    /// Opens it, once the one before has closed.
    QDialog* editDialog()
    {
        const auto shown = [this] { return window()->findChild<QDialog*>("editContainerDialog"); };
        const auto isFree = [&] { return !shown() && action("editAction")->isEnabled(); };
        if (!QTest::qWaitFor(isFree, patience))
            qFatal("the container cannot be edited");
        focusList();
        QTest::keyClick(table(), Qt::Key_E, Qt::ControlModifier);
        activate(shown());
        return shown();
    }

    QDialog* networkDialog()
    {
        auto* dialog = find<QDialog>(window(), "newNetworkDialog");
        activate(dialog);
        return dialog;
    }

    const api::NetworkInfo* network(const char* name)
    {
        const auto& networks = session().client().networks();
        for (const auto& each : networks)
            if (each.name == QLatin1String(name))
                return &each;
        return nullptr;
    }

    /// What the first row of the list says.
    QString shown(int column)
    {
        return find<QTreeView>(window(), "networkTable")
            ->model()
            ->index(0, column)
            .data()
            .toString();
    }

    void pressDelete()
    {
        activate(window());
        auto* list = find<QTreeView>(window(), "networkTable");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
    }
};

VITRINE_WINDOW_TEST_MAIN(NetworksTest)

#include "tst_networks.moc"
