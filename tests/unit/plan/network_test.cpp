// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/firewall_elements.h"
#include "backend/plan/firewall_neighbours.h"
#include "backend/plan/firewall_rules.h"
#include "tests/unit/plan/fixtures.h"
#include "tests/unit/plan/golden.h"

#include <algorithm>

namespace vitrine::plan {
namespace {

NetworkPlace lan(NetworkKind kind = NetworkKind::Nat)
{
    NetworkPlace place;
    place.spec.name = "lan";
    place.spec.kind = kind;
    place.spec.subnet = parseSubnet("", "10.77.0.0/24").value();
    place.spec.subnet6 = parseSubnet("", "fd00:1::/64").value();
    place.spec.mtu = 1500;
    place.bridge = "vt-lan";
    place.id = "0123456789abcdef";
    place.nameServer = "/usr/sbin/dnsmasq";
    place.mac = parseMac("", "02:00:5e:00:53:00").value();
    return place;
}

PlacedConnection connectionTo(const NetworkPlace& network, const char* interface)
{
    return { network, std::string("ve") + interface, interface,
        parseMac("", "02:00:5e:00:53:01").value(), parseAddress("", "10.77.0.2").value(),
        parseAddress("", "fd00:1::2").value() };
}

template <typename Wanted> std::vector<Wanted> stepsOf(const Plan& plan)
{
    std::vector<Wanted> found;
    for (const auto& step : plan)
        if (const auto* network = std::get_if<net::NetworkStep>(&step))
            if (const auto* wanted = std::get_if<Wanted>(network))
                found.push_back(*wanted);
    return found;
}

TEST(PlanNetwork, TellsEverythingThatIsDone)
{
    NetworkPlace network = lan();
    network.reaches = { "vt-back" };
    expectGolden("network", planNetwork(network, {}, { true, true }).value());
}

NetworkPlace lanOfAUser(NetworkKind kind = NetworkKind::Nat)
{
    NetworkPlace place = lan(kind);
    place.user.emplace();
    place.user->make = { { { 1000, 1000, 1 }, { 100000, 100000, 65536 } },
        { { 1000, 1000, 1 }, { 100000, 100000, 65536 } }, true };
    place.user->outside = net::LeadOutside { "/usr/bin/slirp4netns", "/run/outside.sock",
        parseSubnet("", "10.0.2.0/24").value(), 65520 };
    return place;
}

TEST(PlanNetwork, ChangesNothingOfTheHostForAnOrdinaryUser)
{
    const Surroundings own { true, true, false, {} };
    const Plan plan = planNetwork(lanOfAUser(), own, {}).value();
    expectGolden("user-network", plan);
    EXPECT_TRUE(stepsOf<net::AllowForwarding>(plan).empty());
    const Plan isolated = planNetwork(lanOfAUser(NetworkKind::Isolated), own, {}).value();
    EXPECT_TRUE(stepsOf<net::LeadOutside>(isolated).empty());
    EXPECT_EQ(planNetwork(lanOfAUser(NetworkKind::Routed), own, {}).error().object, "kind");
    NetworkPlace without = lanOfAUser();
    without.user->outside.reset();
    const auto refused = planNetwork(without, own, {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text.find("package slirp4netns"), std::string::npos);
}

TEST(PlanStart, PutsAUsersContainerBelowTheirNetworks)
{
    ContainerSpec spec = shellSpec();
    spec.connections.ports
        = { { 8080, 80, 1, Protocol::Tcp, parseAddress("", "127.0.0.1").value() } };
    ContainerPlace place = somePlace();
    place.connections = { connectionTo(lanOfAUser(), "eth0") };
    expectGolden(
        "user-network-container", planStart(spec, busyboxImage(), place, userFacts()).value());
}

TEST(PlanNetwork, ChangesTheHostOnlyWithConsent)
{
    const auto refused = planNetwork(lan(), { true, false }, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::NotSupported);
    EXPECT_EQ(refused.error().object, "forwarding");
    EXPECT_TRUE(
        stepsOf<net::AllowForwarding>(planNetwork(lan(), { true, true }, {}).value()).empty());
    EXPECT_TRUE(planNetwork(lan(NetworkKind::Isolated), {}, {}));
}

NetworkPlace outside(NetworkKind kind)
{
    NetworkPlace place;
    place.spec.name = "outside";
    place.spec.kind = kind;
    place.spec.subnet = parseSubnet("", "192.168.1.0/24").value();
    place.spec.gateway = parseAddress("", "192.168.1.1").value();
    place.spec.mtu = 1500;
    place.spec.parent = place.bridge = kind == NetworkKind::Bridge ? "br0" : "eth7";
    return place;
}

PlacedConnection connectionOutside(NetworkKind kind)
{
    return { outside(kind), "vepeth0", "eth0", parseMac("", "02:00:5e:00:53:01").value(),
        parseAddress("", "192.168.1.9").value(), {} };
}

TEST(PlanNetwork, UsesWhatIsOutsideAndChangesNothing)
{
    expectGolden("network-macvlan", planNetwork(outside(NetworkKind::Macvlan), {}, {}).value());
    expectGolden("network-bridge", planNetwork(outside(NetworkKind::Bridge), {}, {}).value());
    NetworkPlace ofAUser = outside(NetworkKind::Macvlan);
    ofAUser.user.emplace();
    const auto refused = planNetwork(ofAUser, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().object, "kind");
}

TEST(PlanNetwork, PutsAContainerIntoANetworkOutside)
{
    for (const auto& [name, kind] : { std::pair("plug-macvlan", NetworkKind::Macvlan),
             std::pair("plug-bridge-outside", NetworkKind::Bridge) }) {
        Plan plan;
        addPlugs(plan, { connectionOutside(kind) }, {});
        addInterfaces(plan, { connectionOutside(kind) });
        expectGolden(name, plan);
    }
}

net::Neighbour forwardOf(const char* family, const char* table, const char* chain)
{
    net::Neighbour neighbour;
    neighbour.family = family;
    neighbour.table = table;
    neighbour.chain = chain;
    neighbour.open = neighbour.table == "filter";
    neighbour.owner = neighbour.open ? "ufw" : "";
    return neighbour;
}

TEST(PlanNetwork, LeavesRulesOfOthersThatABridgeOutsideMeets)
{
    const Surroundings host { true, true, true, { forwardOf("ip", "filter", "FORWARD") } };
    EXPECT_EQ(stepsOf<net::LeaveNeighbour>(
                  planNetwork(outside(NetworkKind::Bridge), host, { true, true }).value())
                  .size(),
        1U);
    EXPECT_TRUE(stepsOf<net::LeaveNeighbour>(
        planNetwork(outside(NetworkKind::Macvlan), host, { true, true }).value())
                    .empty());
}

TEST(PlanNetwork, TellsWhatIsDoneBesideOthersRules)
{
    Surroundings host { true, true, true, {} };
    host.neighbours = { forwardOf("ip", "filter", "FORWARD"), forwardOf("ip6", "filter", "FORWARD"),
        forwardOf("ip", "filter", "INPUT"), forwardOf("inet", "mine", "forward") };
    host.neighbours[0].after = 7;
    host.neighbours[0].ours = { 12 };
    host.neighbours[1].before = 9;
    host.neighbours[2].hook = net::Hook::Input;
    expectGolden("network-neighbours", planNetwork(lan(), host, { true, true }).value());
    const auto refused = planNetwork(lan(), host, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().object, "forwarding");
    host.neighbours[0].ours.clear();
    const auto isolated = planNetwork(lan(NetworkKind::Isolated), host, {}).value();
    EXPECT_TRUE(stepsOf<net::AdmitTraffic>(isolated).empty());
    EXPECT_EQ(stepsOf<net::LeaveNeighbour>(isolated).size(), 4U);
}

TEST(PlanNetwork, LeavesNeighboursAloneThatDoNotConcernIt)
{
    Surroundings host { true, true, false, { forwardOf("ip", "filter", "FORWARD") } };
    EXPECT_TRUE(
        stepsOf<net::LeaveNeighbour>(planNetwork(lan(NetworkKind::Isolated), host, {}).value())
            .empty());
    NetworkPlace four = lan();
    four.spec.subnet6 = {};
    host.neighbours = { forwardOf("ip6", "filter", "FORWARD") };
    EXPECT_TRUE(planNetwork(four, host, {}));
    host.neighbours = { forwardOf("ip", "filter", "FORWARD") };
    host.neighbours[0].ours = { 3, 4 };
    EXPECT_TRUE(planNetwork(lan(), host, {})); // ours are there already
    host.neighbours[0].inPlace = false;
    EXPECT_FALSE(planNetwork(lan(), host, {}));
}

TEST(PlanNetwork, GuardsTheBridgeBeforeItIsThere)
{
    const Plan plan = planNetwork(lan(), { true, true }, {}).value();
    const auto at = [&](auto wanted) {
        return std::find_if(plan.begin(), plan.end(), [&](const Step& step) {
            return std::holds_alternative<decltype(wanted)>(std::get<net::NetworkStep>(step));
        });
    };
    EXPECT_LT(at(net::GuardNetwork {}), at(net::MakeBridge {}));
}

TEST(PlanStart, PutsTheContainerIntoItsNetworks)
{
    ContainerSpec spec = shellSpec();
    spec.connections.ports = { { 8080, 80, 1, Protocol::Tcp, {} } };
    ContainerPlace place = somePlace();
    place.connections = { connectionTo(lan(), "eth0"), connectionTo(lan(), "eth1") };
    const Plan plan = planStart(spec, busyboxImage(), place, rootFacts()).value();
    expectGolden("root-network", plan);
    const auto interfaces = stepsOf<net::ConfigureInterface>(plan);
    ASSERT_EQ(interfaces.size(), 2U);
    EXPECT_EQ(interfaces.front().gateways.size(), 2U);
    EXPECT_TRUE(interfaces.back().gateways.empty());
}

TEST(PlanStart, KnowsNoWayOutOfAnIsolatedNetwork)
{
    ContainerPlace place = somePlace();
    place.connections = { connectionTo(lan(NetworkKind::Isolated), "eth0") };
    const Plan plan = planStart(shellSpec(), busyboxImage(), place, rootFacts()).value();
    EXPECT_TRUE(stepsOf<net::ConfigureInterface>(plan).front().gateways.empty());
}

TEST(FirewallRules, EveryElementThatIsAddedIsTakenAway)
{
    const net::GuardNetwork guard { "vt-lan", NetworkKind::Nat, lan().spec.subnet,
        lan().spec.subnet6, true, { "vt-back", "vt-other" } };
    net::PublishPorts ports;
    ports.ports = { { 8000, 80, 3, Protocol::Udp, parseAddress("", "127.0.0.1").value() },
        { 443, 443, 1, Protocol::Tcp, {} } };
    ports.address = parseAddress("", "10.77.0.2").value();
    ports.address6 = parseAddress("", "fd00:1::2").value();
    const auto same = [](const std::vector<net::FirewallElement>& elements) {
        const auto added = commandsAdding(elements), removed = commandsRemoving(elements);
        ASSERT_EQ(added.size(), removed.size());
        for (std::size_t i = 0; i < added.size(); ++i) {
            const std::string set = removed[i].substr(std::string("delete ").size());
            const std::string key = set.substr(0, set.size() - 2); // without " }"
            EXPECT_EQ(added[i].rfind("add " + key, 0), 0U) << added[i] << " / " << removed[i];
        }
    };
    same(elementsOf(guard));
    same(elementsOf(ports));
    same(elementsOf(net::AllowBetween { "vt-lan", "vt-back" }));
    const auto commands = commandsAdding(elementsOf(ports));
    EXPECT_EQ(commands.size(), 3U + 2U);
    EXPECT_EQ(commands[1],
        "add element inet vitrine portsat4 { 127.0.0.1 . udp . 8001 : 10.77.0.2 . 81 }");
}

} // namespace
} // namespace vitrine::plan
