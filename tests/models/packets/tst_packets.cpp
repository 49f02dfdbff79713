// SPDX-License-Identifier: GPL-3.0-or-later
// What a form asks about a packet, what it offers to choose from, and what its hops say.
#include "gui/models/packet_destination.h"
#include "gui/models/packet_path_model.h"
#include "gui/models/packet_question.h"
#include "gui/models/topology_way.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;

Q_DECLARE_METATYPE(vitrine::PacketForm)

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
constexpr quint64 host = 100, webs = 200;

api::WorkloadInfo workload(const char* name, bool running = true)
{
    api::WorkloadInfo info;
    info.name = QLatin1String(name);
    info.id = info.name + QStringLiteral("-id");
    info.path = QStringLiteral("/org/vitrine/containers/") + info.id;
    info.state = running ? api::WorkloadState::Running : api::WorkloadState::Stopped;
    return info;
}

QList<api::WorkloadInfo> workloads()
{
    auto web = workload("web");
    web.connections.append({ {}, QStringLiteral("lan"), QStringLiteral("eth0"),
        QStringLiteral("10.77.0.2"), QStringLiteral("fd00::2"), {}, QStringLiteral("vt1") });
    web.spec = QStringLiteral(
        R"({"ports":[{"host":8080,"container":80},{"host":53,"container":53,"protocol":"udp",)"
        R"("address":"::1"},{"container":443,"address":"0.0.0.0"}]})");
    auto gone = workload("shop");
    gone.id = QStringLiteral("old");
    gone.trashedUntil = 5;
    return { gone, workload("shop"), web, workload("idle", false) };
}

api::HopInfo hop(const char* kind, const char* where, const char* interface, const char* text = "")
{
    api::HopInfo info;
    info.kind = QLatin1String(kind);
    info.where = QLatin1String(where);
    info.interface = QLatin1String(interface);
    info.text = QLatin1String(text);
    if (info.where == QLatin1String("web"))
        info.container = QStringLiteral("web-id");
    return info;
}

api::LinkRow link(quint64 netns, qint64 index, const char* name, const char* workload = "")
{
    api::LinkRow row;
    row.key = QStringLiteral("%1/%2").arg(netns).arg(index);
    row.netns = netns;
    row.index = index;
    row.name = QLatin1String(name);
    row.workload = QLatin1String(workload);
    return row;
}

/// web's eth0 is one end of vt1, a port of vt-lan.
QList<api::LinkRow> links()
{
    auto inner = link(webs, 2, "eth0", "web-id"), outer = link(host, 5, "vt1");
    inner.peerNetns = host;
    inner.peerIndex = 5;
    outer.peerNetns = webs;
    outer.peerIndex = 2;
    return { link(host, 1, "lo"), link(host, 3, "vt-lan"), outer, link(host, 4, "eth0"),
        link(webs, 1, "lo", "web-id"), inner };
}

QString textOf(const std::variant<QVariantMap, QString>& question)
{
    const auto* text = std::get_if<QString>(&question);
    return text ? *text : QString();
}

QStringList keys(const PacketEndsModel& model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all.append(model.index(row).data(Qt::EditRole).toString());
    return all;
}

} // namespace

class PacketsTest : public QObject {
    Q_OBJECT
private slots:
    void destinations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("protocol");
        QTest::newRow("name") << "web"
                              << "web" << 0 << "";
        QTest::newRow("port") << "web:80"
                              << "web" << 80 << "";
        QTest::newRow("udp") << "host:53/udp"
                             << "host" << 53 << "udp";
        QTest::newRow("v4") << "10.0.0.1"
                            << "10.0.0.1" << 0 << "";
        QTest::newRow("v6") << "fd00::1"
                            << "fd00::1" << 0 << "";
        QTest::newRow("v6 and port") << "[fd00::1]:80/tcp"
                                     << "fd00::1" << 80 << "tcp";
        for (const char* wrong : { "", "web:", "web:80/sctp", "web:0", "web:65536", "[web]:80",
                 "a b/c", "web:80:90", "fd00::1:zz", "web:99999999999999999999" })
            QTest::newRow(wrong) << wrong << QString() << 0 << "";
    }

    void destinations()
    {
        QFETCH(QString, text);
        QFETCH(QString, name);
        QFETCH(int, port);
        QFETCH(QString, protocol);
        const auto read = readPacketDestination(text);
        const auto* destination = std::get_if<PacketDestination>(&read);
        QCOMPARE(destination == nullptr, name.isEmpty());
        if (!destination) {
            QVERIFY(!std::get<QString>(read).isEmpty());
            return;
        }
        QCOMPARE(destination->name, name);
        QCOMPARE(int(destination->port), port);
        QCOMPARE(destination->protocol, protocol);
    }

    void questions_data()
    {
        using enum PacketTransport;
        QTest::addColumn<PacketForm>("form");
        QTest::addColumn<QVariantMap>("packet");
        QTest::newRow("ping") << PacketForm { {}, " web ", Automatic, 0 }
                              << QVariantMap { { "to", "web-id" } };
        QTest::newRow("port") << PacketForm { "shop-id", "web:80", Automatic, 6 }
                              << QVariantMap { { "from", "shop-id" }, { "to", "web-id" },
                                     { "port", 80U }, { "version", 6U } };
        QTest::newRow("udp") << PacketForm { {}, "web:53", Udp,
            0 } << QVariantMap { { "to", "web-id" }, { "port", 53U }, { "protocol", "udp" } };
        QTest::newRow("suffix") << PacketForm { {}, "web:53/udp", Automatic,
            0 } << QVariantMap { { "to", "web-id" }, { "port", 53U }, { "protocol", "udp" } };
        QTest::newRow("host") << PacketForm { {}, "host:8080", Tcp, 4 }
                              << QVariantMap { { "to", "host" }, { "port", 8080U },
                                     { "protocol", "tcp" }, { "version", 4U } };
        QTest::newRow("address") << PacketForm { {}, "8.8.8.8", Ping, 0 }
                                 << QVariantMap { { "address", "8.8.8.8" } };
        // Of two that have the name, the one that is not in the trash.
        QTest::newRow("trash") << PacketForm { {}, "shop", Automatic, 0 }
                               << QVariantMap { { "to", "shop-id" } };
    }

    void questions()
    {
        QFETCH(PacketForm, form);
        QFETCH(QVariantMap, packet);
        const auto question = packetQuestion(form, workloads());
        QVERIFY2(std::holds_alternative<QVariantMap>(question), qPrintable(textOf(question)));
        QCOMPARE(std::get<QVariantMap>(question), packet);
    }

    void whatCannotBeAskedIsSaid()
    {
        using enum PacketTransport;
        const auto wrong = [](const char* to, PacketTransport transport = Automatic) {
            return textOf(packetQuestion({ {}, QLatin1String(to), transport, 0 }, workloads()));
        };
        QVERIFY(wrong(" ").startsWith("Say where it goes"));
        QCOMPARE(wrong("shelf"), "“shelf” is no container and no IP address.");
        QCOMPARE(wrong("idle"), "“idle” does not run: start it first.");
        QCOMPARE(wrong("web", Tcp), "TCP needs a port: write “web:80”.");
        QCOMPARE(wrong("web:80/tcp", Udp), "“/tcp” does not go with UDP.");
        QCOMPARE(wrong("web:80", Ping), "Ping has no ports: write “web”.");
        QCOMPARE(wrong("web:0"), "“0” is no port: they go from 1 to 65535.");
    }

    void endsToChooseFrom()
    {
        const auto all = workloads();
        PacketEndsModel sources, targets;
        QAbstractItemModelTester one(&sources, fatal), other(&targets, fatal);
        sources.setEnds(packetSources(all));
        QCOMPARE(keys(sources), (QStringList { "", "shop-id", "web-id" }));
        QCOMPARE(sources.index(0).data().toString(), "This computer");
        targets.setEnds(packetDestinations(all));
        QCOMPARE(keys(targets),
            (QStringList { "host", "shop", "web", "10.77.0.2", "fd00::2", "host:8080",
                "[::1]:53/udp", "host:443" }));
        QVERIFY(targets.index(5).data().toString().contains("web, 8080 → 80/tcp"));
        for (const QString& key : keys(targets)) // what is offered is understood
            QVERIFY2(std::holds_alternative<QVariantMap>(packetQuestion({ {}, key }, all)),
                qPrintable(key));
    }

    void endsKeepTheirRows()
    {
        PacketEndsModel model;
        QAbstractItemModelTester tester(&model, fatal);
        model.setEnds({ { "a", "a" }, { "b", "b" }, { "d", "d" } });
        const QPersistentModelIndex last = model.index(2);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setEnds({ { "b", "b" }, { "c", "c" }, { "d", "d" }, { "e", "e" } });
        QCOMPARE(keys(model), (QStringList { "b", "c", "d", "e" }));
        QCOMPARE(last.row(), 2);
        model.setEnds({ { "e", "e" }, { "b", "b" } });
        QCOMPARE(keys(model), (QStringList { "e", "b" }));
        QVERIFY(!last.isValid());
        QCOMPARE(reset.size(), 0);
    }

    void hopsSayWhereWhatAndWhy()
    {
        PacketPathModel model;
        QAbstractItemModelTester tester(&model, fatal);
        QVERIFY(model.isEmpty() && model.outcome().isEmpty() && model.answer().isEmpty());
        api::PacketPath path;
        path.address = "10.77.0.2";
        path.hops = { hop("route", "host", "vt-lan", "To 10.77.0.2 by vt-lan, directly"),
            hop("verdict", "host", "", "May be dropped"), hop("link", "host", "vt1", "Through"),
            hop("delivered", "web", "eth0", "Delivered to web") };
        path.hops[0].command = "ip route get 10.77.0.2";
        path.hops[1].certain = path.certain = false;
        path.delivered = true;
        model.setPath(path);
        const auto at = [&](int row, int role) { return model.index(row).data(role).toString(); };
        QCOMPARE(at(0, PacketPathModel::WhereRole), "This computer");
        QCOMPARE(at(0, PacketPathModel::KindRole), "Route");
        QCOMPARE(at(0, Qt::ToolTipRole), "$ ip route get 10.77.0.2");
        QCOMPARE(HopState(at(0, PacketPathModel::StateRole).toInt()), HopState::Passes);
        QCOMPARE(HopState(at(1, PacketPathModel::StateRole).toInt()), HopState::Unclear);
        QCOMPARE(at(3, Qt::AccessibleTextRole), "4 of 4, arrives. web, Arrives: Delivered to web");
        QCOMPARE(model.outcome(), "Gets through to 10.77.0.2, unless rules of others drop it");
        path.certain = true;
        path.test = api::PacketTest { "answered", "It was answered", 1234 };
        model.setPath(path);
        QCOMPARE(model.outcome(), "Gets through to 10.77.0.2");
        QCOMPARE(model.answer(), "Sent: It was answered, after 1.2 ms");
        QVERIFY(model.isAnswered());
    }

    void whereItEndsIsTheReason()
    {
        PacketPathModel model;
        for (const auto& [reason, words] : { std::pair { "denied", "Dropped by a rule" },
                 { "no-route", "No route" }, { "not-forwarded", "Not passed on" },
                 { "link-down", "Interface down" }, { "no-hairpin", "Not sent back" },
                 { "nobody", "Nobody there" }, { "not-published", "Nobody listens" } }) {
            api::PacketPath path;
            path.hops = { hop("ended", "web", "eth0") };
            path.hops[0].reason = QLatin1String(reason);
            path.test = api::PacketTest { "silent", "Nothing came back in 4 seconds", 4'000'000 };
            model.setPath(path);
            QCOMPARE(model.outcome(), QStringLiteral("Ends at web: ") + QLatin1String(words));
            QCOMPARE(model.answer(), "Sent: Nothing came back in 4 seconds");
            QCOMPARE(model.state(), HopState::Ends);
        }
    }

    void theWayIsOnThePicture()
    {
        api::PacketPath path;
        path.hops = { hop("route", "host", "vt-lan"), hop("nat", "host", ""),
            hop("bridge", "host", "vt-lan"), hop("link", "host", "vt1"),
            hop("delivered", "web", "eth0") };
        path.delivered = true;
        auto way = topologyWay(path, links(), host);
        QCOMPARE(way.keys, (QSet<QString> { "100/3", "100/5", "200/2" }));
        QCOMPARE(way.spaces, (QSet<quint64> { host, webs }));
        QCOMPARE(way.end, "200/2");
        QCOMPARE(way.state, HopState::Arrives);
        // A veth pair is two interfaces, wherever the way ends.
        path.hops = { hop("link", "web", "eth0"), hop("ended", "host", "") };
        path.delivered = false;
        way = topologyWay(path, links(), host);
        QCOMPARE(way.keys, (QSet<QString> { "100/5", "200/2" }));
        QCOMPARE(way.end, "");
        QCOMPARE(way.endSpace, host);
        QCOMPARE(way.state, HopState::Ends);
    }

    void whatIsNotThereIsLeftOut()
    {
        api::PacketPath path;
        path.hops = { hop("route", "a container of another user", "eth0"),
            hop("link", "host", "gone"), hop("ended", "web", "") };
        const auto way = topologyWay(path, links(), host);
        QVERIFY(way.keys.isEmpty());
        QVERIFY(way.end.isEmpty());
        QCOMPARE(way.endSpace, webs); // the card says so, then
        QCOMPARE(topologyWay({}, links(), host).endSpace, 0ULL);
    }
};

QTEST_GUILESS_MAIN(PacketsTest)

#include "tst_packets.moc"
