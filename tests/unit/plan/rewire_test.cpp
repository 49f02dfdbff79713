// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/plan/planner_rewire.h"
#include "tests/unit/plan/golden.h"

namespace vitrine::plan {
namespace {

PlacedConnection in(
    const char* name, const char* subnet, const char* address, const char* interface)
{
    PlacedConnection connection;
    connection.network.spec.name = name;
    connection.network.spec.subnet = parseSubnet("", subnet).value();
    connection.network.spec.mtu = 1500;
    connection.network.bridge = std::string("vt-") + name;
    connection.port = std::string("ve-") + name;
    connection.interface = interface;
    connection.mac = parseMac("", "02:00:5e:00:53:01").value();
    connection.address = parseAddress("", address).value();
    return connection;
}

const PlacedConnection one = in("one", "10.77.1.0/24", "10.77.1.2", "eth0");
const PlacedConnection two = in("two", "10.77.2.0/24", "10.77.2.2", "eth1");

PlacedConnection with(PlacedConnection connection, const LinkSettings& link)
{
    connection.link = link;
    return connection;
}

TEST(PlanRewire, ChangesNothingWhereNothingDiffers)
{
    const Wiring wiring { { with(one, { 1'000'000, 2'000'000, false }), two },
        { { 8080, 80, 1, Protocol::Tcp, {} } } };
    EXPECT_TRUE(planRewire(wiring, wiring).empty());
    EXPECT_TRUE(planRewire({}, {}).empty());
}

TEST(PlanRewire, PlugsInBeforeItUnplugs)
{
    const Wiring before { { one }, { { 8080, 80, 1, Protocol::Tcp, {} } } };
    const Wiring after { { with(two, { 1'000'000, 2'000'000, false }) },
        { { 8081, 80, 1, Protocol::Tcp, {} } } };
    expectGolden("rewire-other-network", planRewire(before, after));
}

TEST(PlanRewire, ChangesLinksAloneWhereTheyDiffer)
{
    const Wiring before { { with(one, { 1'000'000, 2'000'000, true }), two }, {} };
    const Wiring after { { with(one, { 0, 1'500'500, false }), two }, {} };
    expectGolden("rewire-links", planRewire(before, after));
    expectGolden("rewire-links-back", planRewire(after, before));
}

TEST(PlanRewire, TakesMacvlanInterfacesOffInside)
{
    PlacedConnection outside = in("outer", "203.0.113.0/24", "203.0.113.9", "eth0");
    outside.network.spec.kind = NetworkKind::Macvlan;
    outside.network.spec.parent = outside.network.bridge = "eth7";
    expectGolden("rewire-macvlan", planRewire({ { outside }, {} }, { { two }, {} }));
    expectGolden("rewire-macvlan-back", planRewire({ { two }, {} }, { { outside }, {} }));
}

} // namespace
} // namespace vitrine::plan
