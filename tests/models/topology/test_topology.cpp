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
    void bridgeIsABus();
    void veryPairIsOneWire();
    void halfAPairIsNoWire();
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
    TopologySlots places;
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
    TopologySlots places;
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
    TopologySlots places;
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
    TopologySlots first, second;
    const auto a = layoutTopology(topologyCards(links, host), first);
    std::reverse(links.begin(), links.end());
    const auto b = layoutTopology(topologyCards(links, host), second);
    QCOMPARE(first, second);
    for (const auto& card : a.cards)
        QCOMPARE(areaOf(b, card.netns), card.area);
}

void TestTopology::othersStayWhenOneGoesAndOneComes()
{
    TopologySlots places;
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

void TestTopology::bridgeIsABus()
{
    TopologySlots places;
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

void TestTopology::veryPairIsOneWire()
{
    TopologySlots places;
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
    TopologySlots places;
    QVERIFY(layoutTopology(topologyCards(links, host), places).wires.isEmpty());
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
    TopologySlots places;
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
    TopologySlots places;
    const TopologyMetrics metrics;
    const auto scene = layoutTopology(topologyCards(links, host), places);
    QVERIFY(!scene.cards[0].quiet);
    QVERIFY(scene.cards[1].quiet);
    QVERIFY(
        scene.cards[1].area.bottom() - scene.cards[1].ports[0].area.bottom() >= metrics.portHeight);
}

void TestTopology::emptyNetwork()
{
    TopologySlots places;
    const auto scene = layoutTopology(topologyCards({}, host), places);
    QVERIFY(scene.cards.isEmpty() && scene.wires.isEmpty());
}

QTEST_GUILESS_MAIN(TestTopology)
#include "test_topology.moc"
