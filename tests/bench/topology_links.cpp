// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/topology_links.h"

namespace vitrine::bench {

namespace {

api::LinkRow link(quint64 netns, qint64 index, const char* kind)
{
    api::LinkRow row;
    row.key = QStringLiteral("%1/%2").arg(netns).arg(index);
    row.netns = netns;
    row.index = index;
    row.name = QStringLiteral("%1%2").arg(QLatin1String(kind)).arg(index);
    row.kind = QLatin1String(kind);
    row.up = true;
    row.operState = QStringLiteral("up");
    return row;
}

} // namespace

QList<api::LinkRow> topologyLinks(int count)
{
    QList<api::LinkRow> links { link(hostNetns, 1, "loopback"), link(hostNetns, 2, "physical") };
    for (int bridge = 0; bridge < bridgeCount; ++bridge)
        links.append(link(hostNetns, 10 + bridge, "bridge"));
    for (int number = 0; number < count; ++number) {
        const quint64 netns = quint64(1000 + number);
        auto inner = link(netns, 2, "veth"), outer = link(hostNetns, 100 + number, "veth");
        outer.master = 10 + number % bridgeCount;
        outer.peerNetns = netns;
        outer.peerIndex = 2;
        inner.peerNetns = hostNetns;
        inner.peerIndex = outer.index;
        inner.addresses = QStringList { QStringLiteral("10.77.0.2/24") };
        links << outer << link(netns, 1, "loopback") << inner;
    }
    return links;
}

} // namespace vitrine::bench
