// SPDX-License-Identifier: GPL-3.0-or-later
// What the network graph says of its cards, and what comes of dragging one thing to another.
#include "gui/models/network_list_model.h"
#include "gui/models/network_plug.h"
#include "gui/models/observation_models.h"
#include "gui/models/topology_drop.h"
#include "gui/models/topology_facts.h"
#include "gui/models/workload_list_model.h"

#include <QTest>

using namespace vitrine;

namespace {

constexpr quint64 host = 100, held = 200, inner = 300, strange = 400;
using Grip = TopologyGrip::Kind;
using Drop = TopologyDrop::Kind;

api::LinkRow link(quint64 netns, qint64 index, const char* name, const char* kind,
    const QStringList& addresses = {})
{
    api::LinkRow row;
    row.key = LinkModel::keyOf(netns, index);
    row.netns = netns;
    row.index = index;
    row.name = QLatin1String(name);
    row.kind = QLatin1String(kind);
    row.up = true;
    row.operState = QStringLiteral("up");
    row.addresses = addresses;
    return row;
}

api::NetworkInfo network(const char* name, quint32 owner = 0)
{
    api::NetworkInfo info;
    info.path = QStringLiteral("/networks/%1%2").arg(QLatin1String(name)).arg(owner);
    info.name = QLatin1String(name);
    info.owner = owner;
    info.kind = QStringLiteral("nat");
    info.interface = QStringLiteral("vt-") + info.name;
    info.gateway = QStringLiteral("10.77.0.1");
    return info;
}

/// web, which runs, in lan, with MORE in its specification.
api::WorkloadInfo web(const char* more = "")
{
    api::WorkloadInfo info;
    info.path = QStringLiteral("/containers/web");
    info.id = QStringLiteral("w");
    info.name = QStringLiteral("web");
    info.state = api::WorkloadState::Running;
    info.spec = QStringLiteral(R"({"networks":[{"network":"lan","inbound":5000}]%1})")
                    .arg(QLatin1String(more));
    info.connections = { { QStringLiteral("/networks/lan0"), QStringLiteral("lan"),
        QStringLiteral("eth0"), QStringLiteral("10.77.0.2"), {},
        QStringLiteral("02:00:00:00:00:07"), QStringLiteral("vp1"), 5000, 0, true } };
    return info;
}

QStringList namesIn(const QVariantList& entries)
{
    QStringList names;
    for (const auto& entry : entries)
        names.append(entry.toMap().value(QStringLiteral("network")).toString());
    return names;
}

} // namespace

class FactsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_networks.forget();
        m_workloads.clear();
        m_models.reset();
        m_networks.set(network("lan"));
        m_networks.set(network("back"));
        m_workloads.set(web());
    }

    void aUsersNetworksHaveACardOfTheirOwn()
    {
        const QStringList gateway { QStringLiteral("10.77.0.1/24") };
        look({ link(host, 1, "eth0", "physical"), link(held, 2, "vt-lan", "bridge", gateway),
            link(strange, 2, "vt-lan", "bridge", { QStringLiteral("10.77.0.10/24") }) });
        QCOMPARE(titleOf(host), QStringLiteral("Host"));
        QCOMPARE(titleOf(held), QStringLiteral("Your networks"));
        // The same name, with an address that only begins as the gateway's does.
        QCOMPARE(titleOf(strange), QStringLiteral("Network namespace 400"));
    }

    void aBridgeOfTheHostWithoutAnAddressIsIts()
    {
        look({ link(host, 1, "eth0", "physical"), link(host, 2, "vt-lan", "bridge"),
            link(held, 2, "vt-lan", "bridge") });
        QCOMPARE(portText(host, 2).network, QStringLiteral("/networks/lan0"));
        QCOMPARE(portText(host, 2).name, QStringLiteral("lan"));
        QCOMPARE(portText(held, 2).network, QString());
        QCOMPARE(titleOf(held), QStringLiteral("Network namespace 200"));
    }

    void whatANetworkOutsideIsOnStandsForIt()
    {
        for (const char* kind : { "macvlan", "bridge" }) {
            auto outer = network("outer");
            outer.kind = QLatin1String(kind);
            outer.interface = QStringLiteral("eth7");
            outer.gateway = QStringLiteral("192.168.1.1"); // not this computer's
            m_networks.set(outer);
            look({ link(host, 2, "eth7", "physical", { QStringLiteral("192.168.1.5/24") }),
                link(inner, 2, "eth7", "bridge") });
            QCOMPARE(portText(host, 2).network, outer.path);
            QCOMPARE(portText(host, 2).below, QStringLiteral("eth7"));
            QCOMPARE(portText(inner, 2).network, QString());
        }
    }

    void anInterfaceInANetworkIsAPlug()
    {
        auto outer = link(host, 7, "vp1", "veth"), eth = link(inner, 2, "eth0", "veth");
        outer.peerNetns = inner;
        outer.peerIndex = eth.index;
        eth.peerNetns = host;
        eth.peerIndex = outer.index;
        auto other = link(inner, 3, "eth9", "veth");
        eth.workload = other.workload = QStringLiteral("w");
        look({ link(host, 2, "vt-lan", "bridge"), outer, eth, other });
        const TopologyGrip plug { Grip::Plug, web().path, QStringLiteral("/networks/lan0") };
        const TopologyFacts facts(m_models, m_networks, m_workloads);
        QCOMPARE(facts.plugOf(eth.key), plug);
        QCOMPARE(facts.plugOf(outer.key), plug); // the other end of the wire
        QCOMPARE(facts.plugOf(other.key).kind, Grip::Other); // not of ours
        QCOMPARE(facts.plugOf(QStringLiteral("none")).kind, Grip::Other);
        QCOMPARE(portText(inner, 2).workload, web().path);
        QCOMPARE(portText(inner, 3).workload, QString());
    }

    void errorsAndNamesAreTold()
    {
        auto eth = link(inner, 2, "eth0", "veth");
        eth.workload = QStringLiteral("w");
        look({ eth });
        QVERIFY(!portText(inner, 2).description.contains(QStringLiteral("dropped")));
        QVERIFY(!portText(inner, 2).description.contains(QStringLiteral("internal")));
        auto lan = network("lan");
        lan.domain = QStringLiteral("lan.internal");
        lan.names = QStringLiteral("running");
        m_networks.set(lan);
        eth.rxErrors = 3;
        eth.txDropped = 12;
        look({ eth });
        const QStringList lines = portText(inner, 2).description.split(QLatin1Char('\n'));
        QVERIFY(lines.contains(QStringLiteral("Known in its network as web.lan.internal")));
        QVERIFY(lines.contains(QStringLiteral("Received with errors: 3, dropped: 0")));
        QVERIFY(lines.contains(QStringLiteral("Sent with errors: 0, dropped: 12")));
    }

    void dropsOfAContainer()
    {
        const TopologyGrip container { Grip::Container, web().path, {} };
        QCOMPARE(drop(container, onNetwork("back")).kind, Drop::Connect);
        QCOMPARE(drop(container, onNetwork("back")).network, QStringLiteral("/networks/back0"));
        QCOMPARE(drop(container, onNetwork("lan")).kind, Drop::Refused);
        QCOMPARE(
            drop(container, onNetwork("lan")).words, QStringLiteral("“web” is in “lan” already."));
        QCOMPARE(drop(container, {}).kind, Drop::NewNetwork);
        QCOMPARE(drop(container, {}).workload, web().path);
        QCOMPARE(drop(container, container).kind, Drop::Nothing);
        QCOMPARE(drop(container, { Grip::Other, {}, {} }).kind, Drop::Refused);
        QCOMPARE(drop(container, onNetwork("gone")).kind, Drop::Refused);
        QCOMPARE(drop({ Grip::Container, QStringLiteral("/gone"), {} }, {}).kind, Drop::Nothing);
    }

    void dropsOfANetwork()
    {
        const TopologyGrip container { Grip::Container, web().path, {} };
        QCOMPARE(drop(onNetwork("back"), container).kind, Drop::Connect);
        QCOMPARE(drop(onNetwork("lan"), container).kind, Drop::Refused);
        QCOMPARE(drop(onNetwork("lan"), {}).kind, Drop::Refused);
        QCOMPARE(drop(onNetwork("lan"), onNetwork("lan")).kind, Drop::Nothing);
        QCOMPARE(drop(onNetwork("lan"), onNetwork("back")).kind, Drop::Refused);
    }

    void dropsOfAPlug()
    {
        const TopologyGrip plug { Grip::Plug, web().path, QStringLiteral("/networks/lan0") };
        const auto off = drop(plug, {});
        QCOMPARE(off.kind, Drop::Disconnect);
        QCOMPARE(off.left, QStringLiteral("/networks/lan0"));
        const auto moved = drop(plug, onNetwork("back"));
        QCOMPARE(moved.kind, Drop::Move);
        QCOMPARE(moved.network, QStringLiteral("/networks/back0"));
        QCOMPARE(drop(plug, onNetwork("lan")).kind, Drop::Nothing);
        QCOMPARE(drop(plug, { Grip::Container, web().path, {} }).kind, Drop::Nothing);
        QCOMPARE(drop(plug, { Grip::Container, QStringLiteral("/other"), {} }).kind, Drop::Refused);
        // Its ports would lead nowhere.
        m_workloads.set(web(R"(,"ports":[{"container":80}])"));
        QCOMPARE(drop(plug, {}).kind, Drop::Refused);
        QVERIFY(drop(plug, {}).words.contains(QStringLiteral("Published ports")));
        QCOMPARE(drop(plug, onNetwork("back")).kind, Drop::Move);
    }

    void aNameIsTheOwners()
    {
        // To root "mine" is nobody's; to 1000 it is their own.
        m_networks.set(network("mine", 1000));
        QCOMPARE(drop({ Grip::Container, web().path, {} },
                     { Grip::Network, {}, QStringLiteral("/networks/mine1000") })
                     .kind,
            Drop::Refused);
        auto theirs = web();
        theirs.owner = 1000;
        m_workloads.set(theirs);
        QCOMPARE(drop({ Grip::Container, web().path, {} },
                     { Grip::Network, {}, QStringLiteral("/networks/mine1000") })
                     .kind,
            Drop::Connect);
    }

    void whatWasTakenOutComesBackAsItWas()
    {
        auto now = web();
        QCOMPARE(namesIn(networksWith(now, QStringLiteral("back"))),
            (QStringList { QStringLiteral("lan"), QStringLiteral("back") }));
        QCOMPARE(namesIn(networksWith(now, QStringLiteral("lan"))),
            QStringList { QStringLiteral("lan") });
        QCOMPARE(networksWithout(now, QStringLiteral("lan")), QVariantList());
        const auto moved
            = networksMoved(now, QStringLiteral("lan"), QStringLiteral("back")).first().toMap();
        QCOMPARE(moved.value(QStringLiteral("network")), QVariant(QStringLiteral("back")));
        QCOMPARE(moved.value(QStringLiteral("inbound")).toInt(), 5000);
        // Another one came meanwhile.
        now.spec = QStringLiteral(R"({"networks":[{"network":"back"}]})");
        const auto back = networksBefore(now, web(), {}, QStringLiteral("lan"));
        QCOMPARE(namesIn(back), (QStringList { QStringLiteral("lan"), QStringLiteral("back") }));
        const auto entry = back.first().toMap();
        QCOMPARE(entry.value(QStringLiteral("address")), QVariant(QStringLiteral("10.77.0.2")));
        QCOMPARE(entry.value(QStringLiteral("mac")), QVariant(QStringLiteral("02:00:00:00:00:07")));
        QCOMPARE(entry.value(QStringLiteral("inbound")).toInt(), 5000);
        QVERIFY(!entry.contains(QStringLiteral("address6")));
        QCOMPARE(namesIn(networksBefore(now, web(), QStringLiteral("back"), QStringLiteral("lan"))),
            QStringList { QStringLiteral("lan") });
    }

private:
    void look(const QList<api::LinkRow>& links)
    {
        api::ObservationDelta delta;
        delta.full = true;
        delta.tables = QStringList { QStringLiteral("links"), QStringLiteral("namespaces") };
        delta.links.set = links;
        api::NamespaceRow space;
        space.key = QStringLiteral("net:%1").arg(host);
        space.type = QStringLiteral("net");
        space.inode = host;
        space.initial = true;
        delta.namespaces.set = { space };
        m_models.apply(delta, 0);
    }

    QString titleOf(quint64 netns)
    {
        const TopologyFacts facts(m_models, m_networks, m_workloads);
        for (const auto& card : facts.cards({}))
            if (card.netns == netns)
                return facts.textOf(card).title;
        return {};
    }

    TopologyPortText portText(quint64 netns, qint64 index)
    {
        TopologyPort port;
        port.key = LinkModel::keyOf(netns, index);
        return TopologyFacts(m_models, m_networks, m_workloads).textOf(port);
    }

    TopologyGrip onNetwork(const char* name)
    {
        return { Grip::Network, {},
            QStringLiteral("/networks/") + QLatin1String(name) + QLatin1Char('0') };
    }

    TopologyDrop drop(const TopologyGrip& held, const TopologyGrip& over)
    {
        return topologyDrop(held, over, m_workloads, m_networks);
    }

    ObservationModels m_models;
    NetworkListModel m_networks;
    WorkloadListModel m_workloads;
};

QTEST_GUILESS_MAIN(FactsTest)

#include "tst_facts.moc"
