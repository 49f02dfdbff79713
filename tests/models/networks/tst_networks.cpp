// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/field_errors.h"
#include "gui/models/network_list_model.h"
#include "gui/models/network_texts.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;

namespace {

constexpr quint32 someone = 1000, another = 1001;

api::NetworkInfo network(const char* name, quint32 owner = 0)
{
    api::NetworkInfo info;
    info.path = QStringLiteral("/org/vitrine/networks/%1%2").arg(QLatin1String(name)).arg(owner);
    info.name = QLatin1String(name);
    info.kind = QStringLiteral("nat");
    info.owner = owner;
    info.subnet = QStringLiteral("10.77.0.0/24");
    info.subnet6 = QStringLiteral("fd12:3456:789a::/64");
    info.interface = QStringLiteral("vt-") + info.name;
    info.mtu = 1500;
    info.state = QStringLiteral("up");
    return info;
}

api::WorkloadInfo workload(const char* name, const char* networks, quint32 owner = 0)
{
    api::WorkloadInfo info;
    info.path = QStringLiteral("/org/vitrine/containers/") + QLatin1String(name);
    info.name = QLatin1String(name);
    info.owner = owner;
    info.spec = QStringLiteral("{\"networks\":%1}").arg(QLatin1String(networks));
    return info;
}

QString cell(const NetworkListModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

QJsonObject object(const char* json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class NetworksTest : public QObject {
    Q_OBJECT
private slots:
    void aRowSaysWhatANetworkIs()
    {
        NetworkListModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.set(network("office"));
        model.set(network("lan"));
        QCOMPARE(cell(model, 0, NetworkListModel::NameColumn), QStringLiteral("lan"));
        QCOMPARE(cell(model, 1, NetworkListModel::NameColumn), QStringLiteral("office"));
        QCOMPARE(cell(model, 0, NetworkListModel::KindColumn), QStringLiteral("NAT"));
        QCOMPARE(cell(model, 0, NetworkListModel::SubnetColumn),
            QStringLiteral("10.77.0.0/24, fd12:3456:789a::/64"));
        QCOMPARE(cell(model, 0, NetworkListModel::InterfaceColumn), QStringLiteral("vt-lan"));
        QCOMPARE(cell(model, 0, NetworkListModel::ReachesColumn), QStringLiteral("–"));
        QCOMPARE(cell(model, 0, NetworkListModel::MtuColumn), QStringLiteral("1500 B"));
        auto down = network("lan");
        down.state = QStringLiteral("down");
        down.subnet6.clear();
        model.set(down);
        QCOMPARE(cell(model, 0, NetworkListModel::StateColumn), QStringLiteral("down"));
        QCOMPARE(cell(model, 0, NetworkListModel::SubnetColumn), QStringLiteral("10.77.0.0/24"));
        model.forget();
        QCOMPARE(model.rowCount(), 0);
    }

    void whyThereAreNoNamesIsSaid()
    {
        NetworkListModel model;
        auto lan = network("lan");
        lan.domain = QStringLiteral("lan.internal");
        lan.names = QStringLiteral("running");
        model.set(lan);
        QCOMPARE(cell(model, 0, NetworkListModel::NamesColumn), lan.domain);
        QVERIFY(model.problems().isEmpty());
        lan.names = QStringLiteral("failed");
        lan.namesReason = QStringLiteral("port 53 is taken");
        model.set(lan);
        auto office = network("office");
        office.names = QStringLiteral("missing");
        office.namesReason = QStringLiteral("no dnsmasq");
        model.set(office);
        QCOMPARE(cell(model, 0, NetworkListModel::NamesColumn), QStringLiteral("no names"));
        const QStringList problems = model.problems().split(QLatin1Char('\n'));
        QCOMPARE(problems.size(), 2);
        QCOMPARE(problems[0], QStringLiteral("lan: no names: port 53 is taken; it is tried again"));
        QVERIFY(problems[1].contains(QStringLiteral("dnsmasq-base")));
    }

    void whatStopsItsPacketsIsSaid()
    {
        NetworkListModel model;
        auto lan = network("lan");
        model.set(lan);
        QCOMPARE(cell(model, 0, NetworkListModel::StateColumn), QStringLiteral("up"));
        lan.hindrances = { QStringLiteral("firewalld rejects its packets"),
            QStringLiteral("the chain inet mine forward drops its packets") };
        lan.namesReason = QStringLiteral("port 53 is taken");
        model.set(lan);
        QCOMPARE(cell(model, 0, NetworkListModel::StateColumn), QStringLiteral("hindered"));
        const auto state = model.index(0, NetworkListModel::StateColumn);
        QCOMPARE(state.data(Qt::ToolTipRole).toString(), lan.hindrances.join(QLatin1Char('\n')));
        const QStringList problems = model.problems().split(QLatin1Char('\n'));
        QCOMPARE(problems.size(), 3);
        QCOMPARE(problems[0], QStringLiteral("lan: firewalld rejects its packets"));
        lan.state = QStringLiteral("down");
        model.set(lan);
        QCOMPARE(cell(model, 0, NetworkListModel::StateColumn), QStringLiteral("down"));
    }

    void containersAreCounted()
    {
        NetworkListModel model;
        QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.set(network("lan"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setWorkload(workload("web", R"([{"network":"lan"},{"network":"other"}])"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(cell(model, 0, NetworkListModel::ContainersColumn), QStringLiteral("1"));
        model.setWorkload(workload("web", R"([{"network":"lan"},{"network":"other"}])"));
        model.setWorkload(workload("alone", "[]"));
        QCOMPARE(changed.count(), 1); // nothing has changed
        auto gone = workload("api", R"([{"network":"lan"}])");
        gone.trashedUntil = 5;
        model.setWorkload(gone);
        QCOMPARE(model.containersIn(network("lan").path),
            QStringList({ QStringLiteral("api (in the trash)"), QStringLiteral("web") }));
        model.removeWorkload(gone.path);
        model.setWorkload(workload("web", "[]"));
        QCOMPARE(cell(model, 0, NetworkListModel::ContainersColumn), QStringLiteral("0"));
    }

    void aNameMeansOnesOwnNetworkFirst()
    {
        NetworkListModel model;
        model.set(network("lan"));
        model.set(network("lan", someone));
        model.setWorkload(workload("mine", R"([{"network":"lan"}])", someone));
        model.setWorkload(workload("theirs", R"([{"network":"lan"}])", another));
        QCOMPARE(model.containersIn(network("lan", someone).path), QStringList("mine"));
        QCOMPARE(model.containersIn(network("lan").path), QStringList("theirs"));
        QVERIFY(!model.meant(QStringLiteral("other"), someone));
        model.remove(network("lan").path);
        QVERIFY(!model.meant(QStringLiteral("lan"), another));
    }

    void proposesFreeNames()
    {
        NetworkListModel model;
        QCOMPARE(model.freeName(), QStringLiteral("lan"));
        model.set(network("lan"));
        model.set(network("lan-3"));
        QCOMPARE(model.freeName(), QStringLiteral("lan-2"));
    }

    void portsReadAsTheyLead()
    {
        QCOMPARE(textOfPort(object(R"({"container":80})")), QStringLiteral("80 → 80/tcp"));
        QCOMPARE(textOfPort(object(R"({"container":53,"host":5353,"protocol":"udp"})")),
            QStringLiteral("5353 → 53/udp"));
        QCOMPARE(textOfPort(
                     object(R"({"container":9000,"host":8000,"count":10,"address":"127.0.0.1"})")),
            QStringLiteral("127.0.0.1:8000-8009 → 9000-9009/tcp"));
        QCOMPARE(textOfPort(object(R"({"container":80,"address":"::1"})")),
            QStringLiteral("[::1]:80 → 80/tcp"));
        QCOMPARE(portsText({}), QString());
    }

    void addressesAreToldByNetwork()
    {
        api::WorkloadInfo info = workload("web", R"([{"network":"lan"},{"network":"office"}])");
        info.connections = { { QStringLiteral("/n"), QStringLiteral("lan"), QStringLiteral("eth0"),
            QStringLiteral("10.77.0.2"), QStringLiteral("fd12::2"), {}, {} } };
        QCOMPARE(networksText(info),
            QStringLiteral(
                "lan: 10.77.0.2, fd12::2 (eth0)\noffice: gets its address when it is started"));
        QCOMPARE(networksText(workload("web", "[]")), QStringLiteral("a loopback interface only"));
        info.spec = QStringLiteral(R"({"namespaces":{"net":"container:db"}})");
        QCOMPARE(networksText(info), QStringLiteral("that of db"));
    }

    void aNetworkCanBeMadeAgain()
    {
        const QVariantMap whole { { "name", "lan" }, { "kind", "nat" }, { "ipv6", true },
            { "subnet", "10.77.0.0/24" }, { "subnet6", "fd12:3456:789a::/64" },
            { "mtu", quint64(1500) } };
        QCOMPARE(specOf(network("lan")), whole);
        auto old = network("lan");
        old.subnet6.clear();
        QVERIFY(!specOf(old).contains(QStringLiteral("subnet6")));
        QCOMPARE(specOf(old).value(QStringLiteral("ipv6")), QVariant(false));
    }

    void whatItMayReachIsNamed()
    {
        NetworkListModel model;
        auto lan = network("lan");
        lan.reaches = QStringList { network("office").path, network("back").path,
            QStringLiteral("/org/vitrine/networks/gone0") };
        model.set(lan);
        model.set(network("office"));
        model.set(network("back"));
        const int row = model.rowOf(lan.path);
        QCOMPARE(cell(model, row, NetworkListModel::ReachesColumn), QStringLiteral("back, office"));
        QVERIFY(model.index(row, NetworkListModel::ReachesColumn)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .endsWith(QStringLiteral("back, office")));
    }

    void anErrorFindsItsField_data()
    {
        QTest::addColumn<QString>("object");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("shown");
        QTest::newRow("by its object") << "subnet6"
                                       << "must be of version 6: use subnet"
                                       << "subnet6"
                                       << "Must be of version 6: use subnet.";
        QTest::newRow("a part of it") << "networks[0].network"
                                      << "name one"
                                      << "networks"
                                      << "Name one.";
        QTest::newRow("at the text's begin") << ""
                                             << "ports: need a network: name one in networks"
                                             << "ports"
                                             << "Need a network: name one in networks.";
        QTest::newRow("in the text") << ""
                                     << "the name is taken"
                                     << "name"
                                     << "The name is taken.";
        QTest::newRow("none") << "disk"
                              << "is full"
                              << ""
                              << "Is full.";
    }

    void anErrorFindsItsField()
    {
        QFETCH(QString, object);
        QFETCH(QString, text);
        QFETCH(QString, field);
        QFETCH(QString, shown);
        const QStringList fields { "name", "subnet", "subnet6", "networks", "ports" };
        api::ErrorInfo error;
        error.object = object;
        error.text = text;
        QCOMPARE(fieldOf(error, fields), field);
        QCOMPARE(fieldText(error, field), shown);
    }
};

QTEST_GUILESS_MAIN(NetworksTest)
#include "tst_networks.moc"
