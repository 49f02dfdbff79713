// SPDX-License-Identifier: GPL-3.0-or-later
// The layout of the network graph: nothing overlaps, wires keep to the gaps, nothing moves without
// a reason.
#include "gui/models/topology_layout.h"

#include <QTest>

using namespace vitrine;

namespace {

constexpr quint64 host = 100;

api::LinkRow link(quint64 netns, qint64 index, const QString& name, const QString& kind)
{
    api::LinkRow row;
    row.key = QStringLiteral("%1/%2").arg(netns).arg(index);
    row.netns = netns;
    row.index = index;
    row.name = name;
    row.kind = kind;
    row.up = true;
    return row;
}

/// A host with a bridge and the containers NUMBERS, each on the bridge by a veth pair.
QList<api::LinkRow> network(const QList<int>& numbers)
{
    QList<api::LinkRow> links { link(host, 1, QStringLiteral("lo"), QStringLiteral("loopback")),
        link(host, 2, QStringLiteral("eth0"), QStringLiteral("physical")),
        link(host, 3, QStringLiteral("br0"), QStringLiteral("bridge")) };
    for (const int number : numbers) {
        const quint64 netns = quint64(1000 + number);
        auto lo = link(netns, 1, QStringLiteral("lo"), QStringLiteral("loopback"));
        auto inner = link(netns, 2, QStringLiteral("eth0"), QStringLiteral("veth"));
        auto outer = link(host, 10 + number, QStringLiteral("veth"), QStringLiteral("veth"));
        lo.workload = inner.workload = QString::number(number);
        outer.master = 3;
        outer.peerNetns = netns;
        outer.peerIndex = 2;
        inner.peerNetns = host;
        inner.peerIndex = outer.index;
        links << outer << lo << inner;
    }
    return links;
}

QList<int> numbers(int count)
{
    QList<int> result;
    for (int i = 0; i < count; ++i)
        result.append(i);
    return result;
}

QRectF areaOf(const TopologyScene& scene, quint64 netns)
{
    for (const auto& card : scene.cards)
        if (card.netns == netns)
            return card.area;
    return {};
}

/// Whether the straight line A–B passes through the inside of AREA.
bool crosses(QPointF a, QPointF b, const QRectF& area)
{
    const QRectF line = QRectF(a, b).normalized().adjusted(0, 0, 0.01, 0.01);
    return area.adjusted(1, 1, -1, -1).intersects(line);
}

} // namespace

class TestTopology : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingOverlaps_data();
    void nothingOverlaps();
    void wiresKeepToTheGaps_data();
    void wiresKeepToTheGaps();
    void portsAreInsideTheirCard();
    void sameInputSamePicture();
    void othersStayWhenOneGoesAndOneComes();
    void aThousandStayWhenOneComes();
    void aHigherCardMovesNoOther();
    void wiresStayWhenOthersCome();
    void manyPortsFoldIntoAGroup();
    void aGroupUnfolds();
    void bridgesInBridgesComeToAnEnd();
    void bridgeIsABus();
    void everyPairIsOneWire();
    void halfAPairIsNoWire();
    void whatStandsOnAnInterfaceElsewhereIsConnectedWithIt();
    void containersWithEachOther();
    void quietContainersHaveRoomForANote();
    void emptyNetwork();
};

void TestTopology::nothingOverlaps_data()
{
    QTest::addColumn<int>("containers");
    QTest::addColumn<int>("columns");
    QTest::newRow("none") << 0 << 3;
    QTest::newRow("one") << 1 << 1;
    QTest::newRow("three") << 3 << 2;
    QTest::newRow("thousand") << 1000 << 6;
}

void TestTopology::nothingOverlaps()
{
    QFETCH(int, containers);
    QFETCH(int, columns);
    TopologyPlaces places;
    TopologyMetrics metrics;
    metrics.columns = columns;
    const auto scene
        = layoutTopology(topologyCards(network(numbers(containers)), host), places, metrics);
    QCOMPARE(scene.cards.size(), containers + 1);
    QVERIFY(scene.cards.first().host);
    for (qsizetype i = 0; i < scene.cards.size(); ++i) {
        QVERIFY(scene.area.contains(scene.cards[i].area));
        for (qsizetype j = i + 1; j < scene.cards.size(); ++j)
            QVERIFY(!scene.cards[i].area.intersects(scene.cards[j].area));
    }
}

void TestTopology::wiresKeepToTheGaps_data()
{
    QTest::addColumn<int>("containers");
    QTest::newRow("one") << 1;
    QTest::newRow("ten") << 10;
    QTest::newRow("hundred") << 100;
}

void TestTopology::wiresKeepToTheGaps()
{
    QFETCH(int, containers);
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards(network(numbers(containers)), host), places);
    QCOMPARE(scene.wires.size(), containers);
    for (const auto& wire : scene.wires) {
        QVERIFY(wire.path.size() >= 2);
        for (qsizetype i = 1; i < wire.path.size(); ++i) {
            const QPointF a = wire.path[i - 1], b = wire.path[i];
            QVERIFY(a.x() == b.x() || a.y() == b.y());
            for (const auto& card : scene.cards)
                QVERIFY2(!crosses(a, b, card.area), "a wire runs through a card");
        }
    }
}

void TestTopology::portsAreInsideTheirCard()
{
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards(network(numbers(5)), host), places);
    for (const auto& card : scene.cards)
        for (qsizetype i = 0; i < card.ports.size(); ++i) {
            QVERIFY(card.area.contains(card.ports[i].area));
            if (i > 0)
                QVERIFY(card.ports[i].area.top() >= card.ports[i - 1].area.bottom());
        }
}

void TestTopology::sameInputSamePicture()
{
    auto links = network(numbers(20));
    TopologyPlaces first, second;
    const auto a = layoutTopology(topologyCards(links, host), first);
    std::reverse(links.begin(), links.end());
    const auto b = layoutTopology(topologyCards(links, host), second);
    QCOMPARE(first.slot, second.slot);
    for (const auto& card : a.cards)
        QCOMPARE(areaOf(b, card.netns), card.area);
}

void TestTopology::othersStayWhenOneGoesAndOneComes()
{
    TopologyPlaces places;
    const auto before = layoutTopology(topologyCards(network({ 1, 2, 3, 4, 5 }), host), places);
    const auto without = layoutTopology(topologyCards(network({ 1, 3, 4, 5 }), host), places);
    for (const int number : { 1, 3, 4, 5 })
        QCOMPARE(areaOf(without, quint64(1000 + number)), areaOf(before, quint64(1000 + number)));
    // A new one takes the free place, though its number is the lowest.
    const auto after = layoutTopology(topologyCards(network({ 0, 1, 3, 4, 5 }), host), places);
    QCOMPARE(areaOf(after, 1000), areaOf(before, 1002));
    for (const int number : { 1, 3, 4, 5 })
        QCOMPARE(areaOf(after, quint64(1000 + number)), areaOf(before, quint64(1000 + number)));
}

/// Every place of the containers NUMBERS in SCENE is that in BEFORE.
#define COMPARE_PLACES(scene, before, numbers)                                                     \
    for (const int number : numbers)                                                               \
    QCOMPARE(areaOf(scene, quint64(1000 + number)), areaOf(before, quint64(1000 + number)))

void TestTopology::aThousandStayWhenOneComes()
{
    TopologyPlaces places;
    auto links = network(numbers(1000));
    for (int bridge = 0; bridge < 20; ++bridge)
        links.append(link(
            host, 5000 + bridge, QStringLiteral("br%1").arg(bridge), QStringLiteral("bridge")));
    for (auto& each : links)
        if (each.master == 3)
            each.master = 5000 + each.index % 20;
    const auto before = layoutTopology(topologyCards(links, host), places);
    // Its network namespace has the lowest number, and so would come first.
    links.append(link(900, 1, QStringLiteral("lo"), QStringLiteral("loopback")));
    const auto after = layoutTopology(topologyCards(links, host), places);
    QCOMPARE(after.cards.size(), before.cards.size() + 1);
    COMPARE_PLACES(after, before, numbers(1000));
    QCOMPARE(areaOf(after, host), areaOf(before, host));
    QVERIFY(!areaOf(after, 900).isEmpty());
    QCOMPARE(after.wires.size(), before.wires.size());
    QHash<QString, QList<QPointF>> paths;
    for (const auto& wire : before.wires)
        paths.insert(wire.second, wire.path);
    for (const auto& wire : after.wires)
        QCOMPARE(wire.path, paths.value(wire.second));
}

void TestTopology::aHigherCardMovesNoOther()
{
    TopologyPlaces places;
    const auto first = numbers(10);
    const auto before = layoutTopology(topologyCards(network(first), host), places);
    // One more container with five interfaces comes, into a free place that is too low for it.
    auto links = network({ 0, 2, 3, 4, 5, 6, 7, 8, 9 });
    for (int index = 1; index <= 5; ++index)
        links.append(link(3000, index, QStringLiteral("d%1").arg(index), QStringLiteral("dummy")));
    const auto after = layoutTopology(topologyCards(links, host), places);
    const QList<int> others { 0, 2, 3, 4, 5, 6, 7, 8, 9 };
    COMPARE_PLACES(after, before, others);
    for (const auto& card : after.cards)
        for (const auto& other : after.cards)
            QVERIFY(&card == &other || !card.area.intersects(other.area));
    // One that is there gets a second interface: it may move, the others stay.
    links.append(link(1000, 3, QStringLiteral("eth1"), QStringLiteral("dummy")));
    const auto grown = layoutTopology(topologyCards(links, host), places);
    const QList<int> rest { 2, 3, 4, 5, 6, 7, 8, 9 };
    COMPARE_PLACES(grown, before, rest);
    QVERIFY(areaOf(grown, 1000) != areaOf(before, 1000));
    // The same input once more: the same picture.
    const auto again = layoutTopology(topologyCards(links, host), places);
    for (const auto& card : grown.cards)
        QCOMPARE(areaOf(again, card.netns), card.area);
}

void TestTopology::wiresStayWhenOthersCome()
{
    // Containers on two bridges; the first leaves, another comes.
    const auto onTwo = [](const QList<int>& numbers) {
        auto links = network(numbers);
        links.append(link(host, 4, QStringLiteral("br1"), QStringLiteral("bridge")));
        for (auto& each : links)
            if (each.master == 3 && each.index % 2 == 1)
                each.master = 4;
        return links;
    };
    TopologyPlaces places;
    const auto before = layoutTopology(topologyCards(onTwo({ 1, 2, 3, 4 }), host), places);
    const auto after = layoutTopology(topologyCards(onTwo({ 2, 3, 4 }), host), places);
    const auto bendOf = [](const TopologyScene& scene, const QString& key) {
        for (const auto& wire : scene.wires)
            if (wire.second == key)
                return wire.path.at(1).x();
        return qreal(-1);
    };
    for (const char* key : { "1002/2", "1003/2", "1004/2" })
        QCOMPARE(bendOf(after, QLatin1String(key)), bendOf(before, QLatin1String(key)));
    // The wires of a bridge share a lane, those of two do not.
    QCOMPARE(bendOf(after, QStringLiteral("1002/2")), bendOf(after, QStringLiteral("1004/2")));
    QVERIFY(bendOf(after, QStringLiteral("1002/2")) != bendOf(after, QStringLiteral("1003/2")));
}

void TestTopology::manyPortsFoldIntoAGroup()
{
    TopologyFolding folding;
    TopologyPlaces places;
    const auto few = layoutTopology(topologyCards(network(numbers(folding.most)), host), places);
    QCOMPARE(few.cards[0].ports.size(), 3 + folding.most);
    const auto many
        = layoutTopology(topologyCards(network(numbers(folding.most + 1)), host, folding), places);
    const auto& ports = many.cards[0].ports;
    QCOMPARE(ports.size(), 4);
    QVERIFY(ports[3].isGroup() && ports[3].folded);
    QCOMPARE(ports[3].members.size(), folding.most + 1);
    QCOMPARE(ports[3].bridge, ports[2].key);
    // Their wires end at the group, and still name the interface.
    QCOMPARE(many.wires.size(), folding.most + 1);
    for (const auto& wire : many.wires) {
        QVERIFY(ports[3].members.contains(wire.first));
        QCOMPARE(wire.path.first().y(), ports[3].area.center().y());
    }
    QCOMPARE(many.buses.size(), 1);
    QCOMPARE(many.buses[0].ends.size(), 1);
    QVERIFY(many.buses[0].ports.contains(QStringLiteral("100/10")));
}

void TestTopology::aGroupUnfolds()
{
    TopologyFolding folding;
    folding.most = 2;
    TopologyPlaces places;
    const auto links = network(numbers(3));
    const auto folded = layoutTopology(topologyCards(links, host, folding), places);
    folding.open.insert(folded.cards[0].ports[3].key);
    const auto open = layoutTopology(topologyCards(links, host, folding), places);
    QCOMPARE(open.cards[0].ports.size(), 7);
    QVERIFY(open.cards[0].ports[3].isGroup() && !open.cards[0].ports[3].folded);
    const auto all = numbers(3);
    COMPARE_PLACES(open, folded, all);
    QCOMPARE(open.wires[1].path.first().y(), open.cards[0].ports[5].area.center().y());
}

void TestTopology::bridgesInBridgesComeToAnEnd()
{
    auto bond = link(host, 5, QStringLiteral("bond0"), QStringLiteral("bond"));
    bond.master = 3;
    auto nic = link(host, 6, QStringLiteral("eth1"), QStringLiteral("physical"));
    nic.master = 5;
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards(network({}) << nic << bond, host), places);
    QStringList order;
    for (const auto& port : scene.cards[0].ports)
        order.append(port.key);
    QCOMPARE(order, QStringList({ "100/1", "100/2", "100/3", "100/5", "100/6" }));
    QCOMPARE(scene.buses.size(), 2);
}

void TestTopology::bridgeIsABus()
{
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards(network(numbers(3)), host), places);
    QCOMPARE(scene.buses.size(), 1);
    QCOMPARE(scene.buses[0].bridge, QStringLiteral("100/3"));
    QCOMPARE(scene.buses[0].ports.size(), 3);
    QCOMPARE(scene.buses[0].from.x(), scene.buses[0].to.x());
    // Its ports follow it in the card.
    const auto& ports = scene.cards[0].ports;
    QCOMPARE(ports[0].key, QStringLiteral("100/1"));
    QCOMPARE(ports[2].key, QStringLiteral("100/3"));
    QCOMPARE(ports[3].bridge, QStringLiteral("100/3"));
}

void TestTopology::everyPairIsOneWire()
{
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards(network({ 7 }), host), places);
    QCOMPARE(scene.wires.size(), 1);
    QCOMPARE(scene.wires[0].first, QStringLiteral("100/17"));
    QCOMPARE(scene.wires[0].second, QStringLiteral("1007/2"));
    QCOMPARE(scene.wires[0].path.first().y(), scene.cards[0].ports.last().area.center().y());
}

void TestTopology::halfAPairIsNoWire()
{
    auto links = network({ 7 });
    links.removeIf([](const api::LinkRow& row) { return row.netns == 1007 && row.index == 2; });
    TopologyPlaces places;
    QVERIFY(layoutTopology(topologyCards(links, host), places).wires.isEmpty());
}

void TestTopology::whatStandsOnAnInterfaceElsewhereIsConnectedWithIt()
{
    // The parent is one end of a pair itself, as in a container that holds others.
    auto links = network({ 0 });
    for (const quint64 netns : { 2000, 2001 }) {
        auto inner = link(netns, 5, QStringLiteral("eth0"), QStringLiteral("macvlan"));
        inner.parentNetns = 1000;
        inner.parentIndex = 2;
        links << inner;
    }
    auto beside = link(host, 77, QStringLiteral("beside"), QStringLiteral("macvlan"));
    beside.parentNetns = host;
    beside.parentIndex = 2;
    links << beside;
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards(links, host), places, {});
    QStringList wires;
    for (const auto& wire : scene.wires)
        wires.append(QStringList { wire.first, wire.second }.join(QLatin1Char(' ')));
    wires.sort();
    QCOMPARE(wires,
        (QStringList { QStringLiteral("100/10 1000/2"), QStringLiteral("2000/5 1000/2"),
            QStringLiteral("2001/5 1000/2") }));
}

void TestTopology::containersWithEachOther()
{
    auto links = network({});
    for (const quint64 netns : { 1001, 1002, 1003 })
        links << link(netns, 1, QStringLiteral("lo"), QStringLiteral("loopback"));
    auto a = link(1001, 2, QStringLiteral("a"), QStringLiteral("veth"));
    auto b = link(1003, 2, QStringLiteral("b"), QStringLiteral("veth"));
    a.peerNetns = 1003;
    b.peerNetns = 1001;
    a.peerIndex = b.peerIndex = 2;
    links << a << b;
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards(links, host), places);
    QCOMPARE(scene.wires.size(), 1);
    for (const auto& card : scene.cards)
        for (qsizetype i = 1; i < scene.wires[0].path.size(); ++i)
            QVERIFY(!crosses(scene.wires[0].path[i - 1], scene.wires[0].path[i], card.area));
}

void TestTopology::quietContainersHaveRoomForANote()
{
    QList<api::LinkRow> links { link(host, 1, QStringLiteral("lo"), QStringLiteral("loopback")),
        link(1001, 1, QStringLiteral("lo"), QStringLiteral("loopback")) };
    TopologyPlaces places;
    const TopologyMetrics metrics;
    const auto scene = layoutTopology(topologyCards(links, host), places);
    QVERIFY(!scene.cards[0].quiet);
    QVERIFY(scene.cards[1].quiet);
    QVERIFY(
        scene.cards[1].area.bottom() - scene.cards[1].ports[0].area.bottom() >= metrics.portHeight);
}

void TestTopology::emptyNetwork()
{
    TopologyPlaces places;
    const auto scene = layoutTopology(topologyCards({}, host), places);
    QVERIFY(scene.cards.isEmpty() && scene.wires.isEmpty());
}

QTEST_GUILESS_MAIN(TestTopology)
#include "test_topology.moc"
