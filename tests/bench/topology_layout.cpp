// SPDX-License-Identifier: GPL-3.0-or-later
// The network graph of 1,000 containers on 20 bridges: from the rows to the places of all cards,
// ports and wires. Once as everything appears, once as one container more comes.
#include "gui/models/topology_layout.h"
#include "tests/bench/samples.h"

#include <cstdio>

using namespace vitrine;

namespace {

constexpr int containers = 1'000, bridges = 20, rounds = 51;
constexpr double limit = 5; // ms
constexpr quint64 host = 100;

api::LinkRow link(quint64 netns, qint64 index, const char* kind)
{
    api::LinkRow row;
    row.key = QStringLiteral("%1/%2").arg(netns).arg(index);
    row.netns = netns;
    row.index = index;
    row.name = QStringLiteral("%1%2").arg(QLatin1String(kind)).arg(index);
    row.kind = QLatin1String(kind);
    row.up = true;
    return row;
}

QList<api::LinkRow> network(int count)
{
    QList<api::LinkRow> links { link(host, 1, "loopback"), link(host, 2, "physical") };
    for (int bridge = 0; bridge < bridges; ++bridge)
        links.append(link(host, 10 + bridge, "bridge"));
    for (int number = 0; number < count; ++number) {
        const quint64 netns = quint64(1000 + number);
        auto inner = link(netns, 2, "veth"), outer = link(host, 100 + number, "veth");
        outer.master = 10 + number % bridges;
        outer.peerNetns = netns;
        outer.peerIndex = 2;
        inner.peerNetns = host;
        inner.peerIndex = outer.index;
        inner.addresses = QStringList { QStringLiteral("10.77.0.2/24") };
        links << outer << link(netns, 1, "loopback") << inner;
    }
    return links;
}

/// Milliseconds for a layout of LINKS on PLACES.
double layOut(
    const QList<api::LinkRow>& links, const TopologyFolding& folding, TopologyPlaces places)
{
    const double start = bench::now();
    const auto scene = layoutTopology(topologyCards(links, host, folding), places);
    const double duration = (bench::now() - start) * 1e3;
    if (scene.wires.size() * 3 + bridges + 2 != links.size()) {
        std::fputs("topology-layout: the picture is not complete\n", stderr);
        std::exit(1);
    }
    return duration;
}

void measure(const char* name, const TopologyFolding& folding)
{
    const auto links = network(containers), more = network(containers + 1);
    TopologyPlaces places;
    (void)layoutTopology(topologyCards(links, host, folding), places);
    std::vector<double> first, next;
    for (int round = 0; round < rounds; ++round) {
        first.push_back(layOut(links, folding, {}));
        next.push_back(layOut(more, folding, places));
    }
    for (const auto& [suffix, values] : { std::pair("", first), std::pair(".one-more", next) }) {
        const double ours = bench::median(values);
        std::printf("%s%s: %.2f ms, limit %.0f ms, ratio %.2f, goal 1\n", name, suffix, ours, limit,
            ours / limit);
    }
}

} // namespace

int main()
{
    measure("topology-layout", {});
    TopologyFolding open;
    open.most = containers; // every port in sight
    measure("topology-layout.unfolded", open);
}
