// SPDX-License-Identifier: GPL-3.0-or-later
// The network graph of 1,000 containers on 20 bridges: from the rows to the places of all cards,
// ports and wires. Once as everything appears, once as one container more comes.
#include "gui/models/topology_layout.h"
#include "tests/bench/samples.h"
#include "tests/bench/topology_links.h"

#include <cstdio>

using namespace vitrine;

namespace {

constexpr int containers = 1'000, rounds = 51;
constexpr double limit = 5; // ms
constexpr quint64 host = bench::hostNetns;

/// Milliseconds for a layout of LINKS on PLACES.
double layOut(
    const QList<api::LinkRow>& links, const TopologyFolding& folding, TopologyPlaces places)
{
    const double start = bench::now();
    const auto scene = layoutTopology(topologyCards(links, host, folding), places);
    const double duration = (bench::now() - start) * 1e3;
    if (scene.wires.size() * 3 + bench::bridgeCount + 2 != links.size()) {
        std::fputs("topology-layout: the picture is not complete\n", stderr);
        std::exit(1);
    }
    return duration;
}

void measure(const char* name, const TopologyFolding& folding)
{
    const auto links = bench::topologyLinks(containers),
               more = bench::topologyLinks(containers + 1);
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
